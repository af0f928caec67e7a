import {
  mergeRows,
  nameKeyVariants,
  type RosterRow,
  type RowProblem,
  type RowResult,
  rowProblem,
  type SourceRow,
} from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { openFollowUps } from '../../db/followUp/openFollowUps.ts';
import type { AmendedRow } from '../../db/imports/amendRows.ts';
import { countPeople, lastPersonId, type NearKeys, readNearPeople } from '../../db/imports/nearPeople.ts';
import type { RowDecision } from '../../db/imports/rowDecision.ts';
import { recordStatedIsolations } from '../../db/imports/statedIsolations.ts';
import { readOpenPlaces } from '../../db/imports/workplaces.ts';
import { insertImportRows, knowNewTables, type NewImportRow } from '../../db/imports.ts';
import { ensureCases, insertExposures, type ListContext, recordCases } from '../../db/importsContacts.ts';
import { insertPeople, insertPhones, updatePeople } from '../../db/importsPeople.ts';
import { readDistinctAmong, rememberDistinct } from '../../db/matching/distinct.ts';
import type { ImportOutcome } from '../../db/schema.ts';
import { localDate } from '../../localTime.ts';
import { contactsOf, exposureKey, followUpOf } from '../listedContacts.ts';
import { type Duplicate, type Match, matchPeople, workplacesByKey } from '../matchPeople.ts';
import { SourceNames } from './sourceNames.ts';

/** A row with what became of it. */
export type StoredRow = NewImportRow & { readonly duplicates: readonly Duplicate[] };

export type StoreContext = ListContext & {
  /** The list's unit and those below it: where its people may be stored already. */
  readonly unitIds: readonly number[];
  readonly disease: string;
  readonly userId: number | null;
  readonly decisions: ReadonlyMap<number, RowDecision>;
};

/** A match and the person it became; null for one that was rejected. `addedBy`: the row of an earlier piece that added this person. */
type Placed = { readonly match: Match; readonly personId: number | null; readonly addedBy: number | null };

/** A piece whose people are written, but not yet what hangs on them. */
/** Who was stored before the list: how many people (counted up to `populationCounted`), and the last of them. */
type Around = { readonly population: number; readonly namesakesUpTo: number };
type Piece = { readonly placed: readonly Placed[]; readonly rejected: readonly SourceRow[] };

/**
 * Stores a list piece by piece in one open transaction. A person met in an earlier piece is found like any other who is stored, so that the pieces
 * together give what the whole list would.
 *
 * While the database writes what hangs on the people of one piece, the next is read and compared already: it needs the people of the first, and
 * nothing more. So each call of `store` gives the rows of the piece before; `rest` gives the last ones. Whatever happens, `settle` has to be awaited
 * before the transaction ends.
 */
export class ListStore {
  readonly #tx: Tx;
  readonly #list: StoreContext;
  /** People whom this list added, and the row that did. */
  readonly #addedByRow = new Map<number, number>();
  /** Cases that the list has named so far, by their codes. */
  readonly #caseIds = new Map<string, number>();
  readonly #sourceNames: SourceNames;
  #workplaces: ReadonlyMap<string, number> | undefined;
  /** People for whom something about contacts changed. */
  readonly touched = new Set<number>();
  #pieces = 0;
  #writing: Promise<StoredRow[]> = Promise.resolve([]);
  #around: Around | null = null;
  #rows = 0;

  constructor(tx: Tx, list: StoreContext) {
    this.#tx = tx;
    this.#list = list;
    this.#sourceNames = new SourceNames(list);
  }

  /** Takes these rows in; gives those of the piece before, each with its outcome, by row number. */
  async store(results: readonly RowResult[]): Promise<StoredRow[]> {
    const [before, piece] = await bothSettled(this.#writing, this.#place(results));
    this.#writing = this.#write(piece);
    // A failure is told by the next call, or by `rest`.
    this.#writing.catch(() => {});
    return before;
  }

  /** The rows of the last piece. */
  async rest(): Promise<StoredRow[]> {
    const last = await this.#writing;
    this.#writing = Promise.resolve([]);
    return last;
  }

  /** After the last rows: finds who is meant where a row names its source. Gives the rows that are not what they were given as. */
  async link(): Promise<readonly AmendedRow[]> {
    const { people, rows } = await this.#sourceNames.link(this.#tx);
    for (const personId of people) this.touched.add(personId);
    return rows;
  }

  /** Waits until nothing is being written any more, whether it succeeds or fails. */
  async settle(): Promise<void> {
    await this.#writing.catch(() => {});
  }

  /** Finds or adds the people of these rows. */
  async #place(results: readonly RowResult[]): Promise<Piece> {
    const { decisions } = this.#list;
    const read = results.flatMap((one) => (one.kind === 'person' ? [one.row] : []));
    const open = read.filter((row) => !decisions.has(row.rowNumber));
    this.#rows += results.length;
    const { population } = await this.#whoIsAround();
    const { people, conflicts } = mergeRows(open, Math.max(population, this.#rows));
    const all = [...people, ...read.filter((row) => decisions.has(row.rowNumber))].sort((a, b) => a.rowNumber - b.rowNumber);
    const placed = await this.#writePeople(await this.#match(all));
    for (const { match, personId } of placed) {
      if (match.kind === 'new' && personId !== null) this.#addedByRow.set(personId, match.row.rowNumber);
    }
    return { placed, rejected: [...results.flatMap((one) => (one.kind === 'rejected' ? [one] : [])), ...conflicts] };
  }

  /** Writes what is said of these people, and the rows themselves. */
  async #write({ placed, rejected }: Piece): Promise<StoredRow[]> {
    const { unitId, importId, at } = this.#list;
    const changed = await this.#writeContacts(placed);
    const rows = [
      ...placed.flatMap((one) => this.#rowsOf(one, changed, localDate(at))),
      ...rejected.map((row) => rejectedRow(row, row.problems)),
    ].sort((a, b) => a.rowNumber - b.rowNumber);
    await insertImportRows(this.#tx, importId, unitId, rows);
    this.#pieces++;
    if (isPowerOfTwo(this.#pieces) && rows.length >= bigPiece) await knowNewTables(this.#tx);
    return rows;
  }

  async #match(people: readonly RosterRow[]): Promise<Match[]> {
    const { decisions, unitIds } = this.#list;
    const { population, namesakesUpTo } = await this.#whoIsAround();
    const personIds = people.flatMap(({ rowNumber }) => {
      const decision = decisions.get(rowNumber);
      return decision?.kind === 'same' ? [decision.personId] : [];
    });
    const near = await readNearPeople(this.#tx, {
      unitIds,
      phones: [...new Set(people.flatMap(({ phones }) => phones.map(({ e164 }) => e164)))],
      nationalIds: people.flatMap(({ nationalId }) => nationalId ?? []),
      personIds,
      nameKeys: [...new Set(people.map(({ nameKey }) => nameKey))],
      namesakes: people.flatMap((row) => namesakesOf(row, population)),
      namesakesUpTo,
      manyStored: population >= populationCounted,
    });
    const distinct = await readDistinctAmong(
      this.#tx,
      near.map(({ id }) => id),
    );
    const workplaces = await this.#workplacesOf(people);
    const known = { decisions, distinct, addedByRow: this.#addedByRow, population };
    return matchPeople(people, near, { ...known, ...(workplaces && { workplaces }) });
  }

  async #whoIsAround(): Promise<Around> {
    this.#around ??= {
      population: await countPeople(this.#tx, this.#list.unitIds, populationCounted),
      namesakesUpTo: await lastPersonId(this.#tx),
    };
    return this.#around;
  }

  /** Registered workplaces, read when the list first names one. */
  async #workplacesOf(people: readonly RosterRow[]): Promise<ReadonlyMap<string, number> | undefined> {
    if (people.some(({ workplace }) => workplace !== null))
      this.#workplaces ??= workplacesByKey(await readOpenPlaces(this.#tx, this.#list.unitIds));
    return this.#workplaces;
  }

  async #writePeople(matches: readonly Match[]): Promise<Placed[]> {
    const { unitId, at, userId } = this.#list;
    const fresh = matches.flatMap((match) => (match.kind === 'new' ? [match.facts] : []));
    const freshIds = (await insertPeople(this.#tx, unitId, fresh, at)).values();
    const placed = matches.map((match): Placed => {
      if (match.kind === 'new') return { match, personId: freshIds.next().value ?? null, addedBy: null };
      if (match.kind === 'rejected') return { match, personId: null, addedBy: null };
      return { match, personId: match.id, addedBy: this.#addedByRow.get(match.id) ?? null };
    });
    const completed = new Map(
      matches.flatMap((match) => (match.kind === 'stored' && match.completed ? [[match.id, match.completed] as const] : [])),
    );
    await updatePeople(
      this.#tx,
      [...completed].map(([id, facts]) => ({ id, facts })),
    );
    const phones = placed.flatMap(({ match, personId }) => {
      if (match.kind === 'rejected' || personId === null) return [];
      const [added, from] = match.kind === 'new' ? [match.row.phones, 0] : [match.newPhones, match.phonesBefore];
      return added.map((phone, place) => ({ ...phone, personId, position: from + place }));
    });
    await insertPhones(this.#tx, phones);
    const distinct = placed.flatMap(({ match, personId }) =>
      personId !== null && match.kind === 'new' ? match.notThese.map((other) => ({ a: personId, b: other })) : [],
    );
    await rememberDistinct(this.#tx, distinct, at, userId);
    return placed;
  }

  /** Writes exposures, cases, follow-ups and stated quarantines; gives the people for whom these were news. */
  async #writeContacts(placed: readonly Placed[]): Promise<Set<number>> {
    const { outbreakId, at, disease } = this.#list;
    const people = placed.flatMap(({ match, personId }) => (personId === null ? [] : [{ row: match.row, personId }]));
    const contacts = contactsOf(people, localDate(at), disease);
    const unknown = contacts.caseCodes.filter((code) => !this.#caseIds.has(code));
    for (const [code, id] of await ensureCases(this.#tx, outbreakId, unknown)) this.#caseIds.set(code, id);
    const linked = await this.#sourceNames.take(this.#tx, contacts.named);
    const fresh =
      linked.known.size === 0 ? contacts.exposures : contacts.exposures.filter((one) => !linked.known.has(exposureKey(one)));
    const exposures = fresh.map(({ sourceCode, ...exposure }) => ({
      ...exposure,
      sourceCaseId: sourceCode === null ? null : (this.#caseIds.get(sourceCode) ?? null),
    }));
    const news = [
      linked.changed,
      await insertExposures(this.#tx, exposures, this.#list),
      await recordCases(this.#tx, outbreakId, contacts.cases),
      await openFollowUps(this.#tx, contacts.followUps, this.#list),
      await recordStatedIsolations(this.#tx, contacts.isolations, this.#list),
    ];
    const changed = new Set(news.flatMap((one) => [...one]));
    for (const personId of changed) this.touched.add(personId);
    return changed;
  }

  /** The first row of a new person is stored, its others are merged; rows of a stored person are merged when they brought something. */
  #rowsOf({ match, personId, addedBy }: Placed, changed: ReadonlySet<number>, today: string): StoredRow[] {
    const { row, duplicates } = match;
    if (match.kind === 'rejected' || personId === null) {
      const reason = match.kind === 'rejected' ? [match.problem] : [];
      return row.sources.map((source) => ({ ...rejectedRow(source, [...source.problems, ...reason]), duplicates }));
    }
    const brought = match.kind === 'stored' && (match.completed !== null || match.newPhones.length > 0 || changed.has(personId));
    const known = brought || addedBy !== null ? 'merged' : 'unchanged';
    const again = addedBy === null ? [] : [rowProblem('row.mergedInto', null, { row: addedBy })];
    return row.sources.map((source, i) => ({
      ...source,
      outcome: (match.kind === 'new' ? (i === 0 ? 'stored' : 'merged') : known) satisfies ImportOutcome,
      personId,
      problems: i === 0 ? [...source.problems, ...again, ...doubts(match, today, this.#list.disease)] : source.problems,
      duplicates: i === 0 ? duplicates : [],
    }));
  }
}

/** Fails as the first of them fails, but not before the other has ended too: after a failure, whatever else a transaction is asked fails for no reason of its own. */
async function bothSettled<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  try {
    return await Promise.all([a, b]);
  } finally {
    await Promise.allSettled([a, b]);
  }
}

/** Lists that come in one small piece need no better plans. */
const bigPiece = 500;
const isPowerOfTwo = (n: number): boolean => (n & (n - 1)) === 0;

/** More people than this are a district: a name and a year find too many there. */
const populationCounted = 50_000;

/** Whom to look for by name: in a commune those of about that year, the words of the name in any usual order; among more people only those of that day. */
function namesakesOf({ nameKey, birth }: RosterRow, population: number): NearKeys['namesakes'] {
  if (birth === null) return [];
  if (population < populationCounted) {
    return nameKeyVariants(nameKey).map((key) => ({ key, from: birth.year - 1, to: birth.year + 1, on: null }));
  }
  return birth.precision === 'day' ? [{ key: nameKey, from: birth.year, to: birth.year, on: birth.date }] : [];
}

const rejectedRow = ({ rowNumber, cells }: SourceRow, problems: readonly RowProblem[]): StoredRow => ({
  rowNumber,
  cells,
  outcome: 'rejected',
  personId: null,
  problems,
  duplicates: [],
});

function doubts(match: Match, today: string, disease: string): RowProblem[] {
  const nearly = match.kind === 'new' && match.problem ? [match.problem] : [];
  const period = followUpOf(match.row, today, disease);
  if (period === null || period.endOn >= today) return nearly;
  return [...nearly, rowProblem('contact.longAgo', 'lastContactDate', { date: period.startOn })];
}
