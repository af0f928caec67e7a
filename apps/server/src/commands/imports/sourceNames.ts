import { type ChosenSource, chooseSource, type RowProblem, rowProblem } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { type AmendedRow, amendImportRows, type RowNews } from '../../db/imports/amendRows.ts';
import { type FoundSource, keepLinked, linkSources, readBearers, type StoredBearer } from '../../db/imports/namedSources.ts';
import { exposureKey, type NamedExposure } from '../listedContacts.ts';

type List = { readonly outbreakId: number; readonly importId: number; readonly unitIds: readonly number[] };

/**
 * Sources that a list gives by name ("Nguyễn Văn Ánh (F1)"). They are stored as words first; who they are is asked once, when all rows are stored: the
 * bearer of a name may stand in any row, and so may a second one.
 */
export class SourceNames {
  readonly #list: List;
  readonly #open: NamedExposure[] = [];

  constructor(list: List) {
    this.#list = list;
  }

  /** Remembers contacts to be looked for. Gives those that need not be written, because an earlier list gave them and their source was found. */
  async take(tx: Tx, named: readonly NamedExposure[]): Promise<{ known: ReadonlySet<string>; changed: readonly number[] }> {
    if (named.length === 0) return nothingKnown;
    const linked = await keepLinked(tx, this.#list.outbreakId, named);
    const places = new Map(linked.map(({ place, changed }) => [place, changed]));
    this.#open.push(...named.filter((_, place) => !places.has(place)));
    const known = named.filter((_, place) => places.has(place));
    return {
      known: new Set(known.map(exposureKey)),
      changed: named.flatMap(({ personId }, place) => (places.get(place) ? [personId] : [])),
    };
  }

  /** Finds whom the names mean. Gives the people whose contacts changed by it, and the rows that have something to tell. */
  async link(tx: Tx): Promise<{ readonly people: ReadonlySet<number>; readonly rows: readonly AmendedRow[] }> {
    if (this.#open.length === 0) return { people: new Set(), rows: [] };
    const bearers = await this.#bearers(tx);
    const found: FoundSource[] = [];
    const doubts = new Map<number, RowProblem>();
    for (const one of this.#open) {
      const chosen = chooseSource({ ...one, statedLevel: one.level }, bearers.get(one.name.key) ?? []);
      const doubt = doubtOf(one, chosen);
      if (doubt !== null) doubts.set(one.rowNumber, doubt);
      found.push(...foundSource(one, chosen));
    }
    const people = await linkSources(tx, this.#list.outbreakId, found);
    const brought = this.#open.filter((one) => people.has(one.personId) && !doubts.has(one.rowNumber));
    const news: RowNews[] = [
      ...[...doubts].map(([rowNumber, problem]) => ({ rowNumber, problem })),
      ...[...new Set(brought.map(({ rowNumber }) => rowNumber))].map((rowNumber) => ({ rowNumber, problem: null })),
    ];
    return { people, rows: await amendImportRows(tx, this.#list.importId, news) };
  }

  async #bearers(tx: Tx): Promise<Map<string, StoredBearer[]>> {
    const nameKeys = [...new Set(this.#open.map(({ name }) => name.key))];
    const byKey = new Map<string, StoredBearer[]>(nameKeys.map((key) => [key, []]));
    for (const bearer of await readBearers(tx, { ...this.#list, nameKeys })) byKey.get(bearer.nameKey)?.push(bearer);
    return byKey;
  }
}

const nothingKnown = { known: new Set<string>(), changed: [] };

function foundSource({ personId, sourceText, lastContactOn }: NamedExposure, chosen: ChosenSource<StoredBearer>): FoundSource[] {
  if (chosen.kind !== 'person' && chosen.kind !== 'case') return [];
  const { id, caseId } = chosen.bearer;
  const source =
    chosen.kind === 'person' ? { sourcePersonId: id, sourceCaseId: null } : { sourcePersonId: null, sourceCaseId: caseId };
  return [{ personId, sourceText, lastContactOn, ...source }];
}

/** Namesakes told of in one sentence. */
const mostTold = 5;

function doubtOf({ name }: NamedExposure, chosen: ChosenSource<StoredBearer>): RowProblem | null {
  if (chosen.kind !== 'ambiguous') return null;
  const told = chosen.bearers.slice(0, mostTold);
  const more = chosen.bearers.length > mostTold ? ', …' : '';
  if (told.some(({ rows }) => rows.length > 0)) {
    const rows = told.flatMap((one) => one.rows.slice(0, 1)).join(', ') + more;
    return rowProblem('source.ambiguous', 'sourceCase', { value: name.full, rows });
  }
  const people = told.map(({ fullName, birthYear }) => `${fullName} ${birthYear ?? '?'}`).join(', ') + more;
  return rowProblem('source.ambiguousStored', 'sourceCase', { value: name.full, people });
}
