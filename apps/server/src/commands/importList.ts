import { createHash } from 'node:crypto';
import { Problem } from '@truyvet/contract';
import { type RowProblem, rowProblem } from '@truyvet/outbreak';
import { appendAudit } from '../db/audit.ts';
import type { Db, Tx } from '../db/connect.ts';
import {
  findImport,
  finishImport,
  insertImport,
  insertImportRows,
  lockUnitForImport,
  type NewImportRow,
  readImportOutcomes,
} from '../db/imports.ts';
import { ensureCases, insertExposures, type ListContext, openFollowUps, recordCases } from '../db/importsContacts.ts';
import { insertPeople, insertPhones, readNearPeople, updatePerson } from '../db/importsPeople.ts';
import type { ImportOutcome } from '../db/schema.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { type ChosenSheet, chooseSheet } from '../lists/chooseSheet.ts';
import type { ListFile } from '../lists/listFile.ts';
import { readListFile } from '../lists/readListFile.ts';
import { localDate } from '../localTime.ts';
import { contactsOf, followUpOf } from './listedContacts.ts';
import { type Match, matchPeople } from './matchPeople.ts';

export type ImportRequest = {
  readonly scope: Scope;
  readonly unitId: number;
  readonly outbreakId: number;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly userId: number | null;
  readonly now: Date;
  /** For lists that nowhere say F1 or F2. */
  readonly defaultLevel?: number;
  /** @default readListFile: in a process of its own */
  readonly read?: (bytes: Uint8Array, fileName: string) => Promise<ListFile>;
};

export type ImportedRow = {
  readonly rowNumber: number;
  readonly outcome: ImportOutcome;
  readonly personId: number | null;
  readonly problems: readonly RowProblem[];
};

/** What became of a list. `stored` + `merged` + `unchanged` + `rejected` = `rows`. */
export type ImportSummary = {
  readonly importId: number;
  /** These very bytes had been imported for this unit before: nothing was written, all rows that were kept count as unchanged. */
  readonly seenBefore: boolean;
  readonly rows: number;
  readonly stored: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Rows with problems: rejected ones with their reasons, kept ones with their warnings. */
  readonly problems: readonly ImportedRow[];
  /** Sheets with content that were not read because they are no list. */
  readonly otherSheets: readonly string[];
  /** Rows below the header that are not about a person: headings, totals, signatures. */
  readonly notes: ReadonlyArray<{ readonly rowNumber: number; readonly text: string }>;
  /** Where reading stopped because only blank rows followed; null when the sheet was read to its end. */
  readonly stoppedAtRow: number | null;
};

/**
 * Imports a list: people, phones, exposures, cases and follow-ups of one unit, in one transaction, with the file itself and every row of it.
 * Importing it again changes nothing. Calls are not made here (see startCampaign).
 *
 * @throws Problem `file.*`, `list.*` (the file cannot be used: nothing is stored), `resource.missing`, `auth.forbidden`
 */
export async function importList(db: Db, request: ImportRequest): Promise<ImportSummary> {
  const { scope, unitId, outbreakId, fileName, bytes } = request;
  const sha256 = createHash('sha256').update(bytes).digest();
  const { unitName, seen } = await inScope(db, scope, async (tx) => ({
    unitName: await unitNameFor(tx, scope, unitId, outbreakId),
    seen: await seenBefore(tx, outbreakId, unitId, sha256),
  }));
  if (seen) return seen;
  const options = { today: localDate(request.now), communeName: unitName };
  const chosen = chooseSheet(
    await (request.read ?? readListFile)(bytes, fileName),
    fileName,
    request.defaultLevel === undefined ? options : { ...options, defaultLevel: request.defaultLevel },
  );
  return await inScope(db, scope, async (tx) => {
    await lockUnitForImport(tx, unitId);
    return (await seenBefore(tx, outbreakId, unitId, sha256)) ?? (await storeList(tx, request, sha256, chosen));
  });
}

async function unitNameFor(tx: Tx, scope: Scope, unitId: number, outbreakId: number): Promise<string> {
  if (scope.kind === 'units' && !scope.unitIds.includes(unitId)) throw new Problem('auth.forbidden');
  const unit = await tx.selectFrom('unit').select('name').where('id', '=', unitId).executeTakeFirst();
  const outbreak = await tx.selectFrom('outbreak').select('id').where('id', '=', outbreakId).executeTakeFirst();
  if (!unit || !outbreak) throw new Problem('resource.missing');
  return unit.name;
}

async function seenBefore(tx: Tx, outbreakId: number, unitId: number, sha256: Buffer): Promise<ImportSummary | null> {
  const importId = await findImport(tx, outbreakId, unitId, sha256);
  if (importId === null) return null;
  const rows = await readImportOutcomes(tx, importId);
  const now = rows.map((row) => (row.outcome === 'rejected' ? row : { ...row, outcome: 'unchanged' as const }));
  return { ...summaryOf(importId, now), seenBefore: true };
}

async function storeList(tx: Tx, request: ImportRequest, sha256: Buffer, chosen: ChosenSheet): Promise<ImportSummary> {
  const { unitId, outbreakId, fileName, now: at, userId } = request;
  const { roster, sheetName } = chosen;
  const importId = await insertImport(tx, {
    outbreakId,
    unitId,
    sha256,
    fileName,
    content: request.bytes,
    sheetName,
    headerRow: roster.headerRow,
    columns: roster.columns.map(({ header, field }) => ({ header, field })),
    uploadedBy: userId,
    at,
  });
  const phones = roster.people.flatMap((person) => person.phones.map((phone) => phone.e164));
  const nationalIds = roster.people.flatMap((person) => person.nationalId ?? []);
  const matches = matchPeople(roster.people, await readNearPeople(tx, unitId, phones, nationalIds));
  const placed = await writePeople(tx, unitId, matches, at);
  const changed = await writeContacts(tx, placed, { outbreakId, unitId, importId, at });
  const rows = [
    ...placed.flatMap((one) => rowsOf(one, changed, localDate(at))),
    ...roster.rejected.map((row) => ({ ...row, outcome: 'rejected' as const, personId: null })),
  ].sort((a, b) => a.rowNumber - b.rowNumber);
  await insertImportRows(tx, importId, unitId, rows);
  const { otherSheets, stoppedAtRow } = chosen;
  const summary = { ...summaryOf(importId, rows), otherSheets, stoppedAtRow, notes: roster.notes };
  await finishImport(tx, importId, summary);
  const details = {
    fileName,
    stored: summary.stored,
    merged: summary.merged,
    unchanged: summary.unchanged,
    rejected: summary.rejected,
  };
  await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'import', subjectId: importId, details });
  return summary;
}

/** A match and the person it became; null for one that was rejected. */
type Placed = { readonly match: Match; readonly personId: number | null };

async function writePeople(tx: Tx, unitId: number, matches: readonly Match[], at: Date): Promise<Placed[]> {
  const fresh = matches.flatMap((match) => (match.kind === 'new' ? [match.facts] : []));
  const freshIds = (await insertPeople(tx, unitId, fresh, at)).values();
  const placed: Placed[] = [];
  for (const match of matches) {
    if (match.kind === 'new') placed.push({ match, personId: freshIds.next().value ?? null });
    else placed.push({ match, personId: match.kind === 'stored' ? match.id : null });
    if (match.kind === 'stored' && match.completed) await updatePerson(tx, match.id, match.completed);
  }
  const phones = placed.flatMap(({ match, personId }) => {
    if (match.kind === 'rejected' || personId === null) return [];
    const [added, from] = match.kind === 'new' ? [match.row.phones, 0] : [match.newPhones, match.phonesBefore];
    return added.map((phone, place) => ({ ...phone, personId, position: from + place }));
  });
  await insertPhones(tx, phones);
  return placed;
}

/** Writes exposures, cases and follow-ups; gives the people for whom these were news. */
async function writeContacts(tx: Tx, placed: readonly Placed[], list: ListContext): Promise<Set<number>> {
  const people = placed.flatMap(({ match, personId }) => (personId === null ? [] : [{ row: match.row, personId }]));
  const contacts = contactsOf(people, localDate(list.at));
  const caseIds = await ensureCases(tx, list.outbreakId, contacts.caseCodes);
  const exposures = contacts.exposures.map(({ sourceCode, ...exposure }) => ({
    ...exposure,
    sourceCaseId: sourceCode === null ? null : (caseIds.get(sourceCode) ?? null),
  }));
  const news = [
    await insertExposures(tx, exposures, list),
    await recordCases(tx, list.outbreakId, contacts.cases),
    await openFollowUps(tx, contacts.followUps, list),
  ];
  return new Set(news.flatMap((one) => [...one]));
}

/** The first row of a new person is stored, its others are merged; rows of a stored person are merged when they brought something. */
function rowsOf({ match, personId }: Placed, changed: ReadonlySet<number>, today: string): NewImportRow[] {
  const { row } = match;
  if (match.kind === 'rejected' || personId === null) {
    const reason = match.kind === 'rejected' ? [match.problem] : [];
    return row.sources.map((source) => ({
      ...source,
      outcome: 'rejected',
      personId: null,
      problems: [...source.problems, ...reason],
    }));
  }
  const brought = match.kind === 'stored' && (match.completed !== null || match.newPhones.length > 0 || changed.has(personId));
  const known = brought ? 'merged' : 'unchanged';
  return row.sources.map((source, i) => ({
    ...source,
    outcome: match.kind === 'new' ? (i === 0 ? 'stored' : 'merged') : known,
    personId,
    problems: i === 0 ? [...source.problems, ...doubts(match, today)] : source.problems,
  }));
}

function doubts(match: Match, today: string): RowProblem[] {
  const nearly = match.kind === 'new' && match.problem ? [match.problem] : [];
  const period = followUpOf(match.row, today);
  if (period === null || period.endOn >= today) return nearly;
  return [...nearly, rowProblem('contact.longAgo', 'lastContactDate', { date: period.startOn })];
}

function summaryOf(importId: number, rows: readonly ImportedRow[]): ImportSummary {
  const counts: Record<ImportOutcome, number> = { stored: 0, merged: 0, unchanged: 0, rejected: 0 };
  for (const row of rows) counts[row.outcome]++;
  const problems = rows
    .filter((row) => row.problems.length > 0)
    .map(({ rowNumber, outcome, personId, problems: told }) => ({ rowNumber, outcome, personId, problems: told }));
  return { importId, seenBefore: false, rows: rows.length, ...counts, problems, otherSheets: [], notes: [], stoppedAtRow: null };
}
