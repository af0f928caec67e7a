import { createHash } from 'node:crypto';
import { missing, Problem } from '@truyvet/contract';
import type { RowProblem } from '@truyvet/outbreak';
import { appendAudit } from '../db/audit.ts';
import type { Db, Tx } from '../db/connect.ts';
import type { AmendedRow } from '../db/imports/amendRows.ts';
import { type Fields, readMappings } from '../db/imports/mappings.ts';
import type { RowDecision } from '../db/imports/rowDecision.ts';
import { findImport, finishImport, insertImport, lockUnitForImport, readImportOutcomes } from '../db/imports.ts';
import type { ImportOutcome } from '../db/schema.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { unitIdsBelow } from '../db/units.ts';
import { type ChosenSheet, chooseSheet } from '../lists/chooseSheet.ts';
import type { OpenedList } from '../lists/openedList.ts';
import { openListFile } from '../lists/readListFile.ts';
import { localDate } from '../localTime.ts';
import { fingerprintOf } from './imports/fingerprint.ts';
import { ListStore, type StoredRow } from './imports/listStore.ts';
import { settledSheet } from './imports/settledSheet.ts';
import { moveLevelsOfList } from './levels/moveLevelsOfList.ts';

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
  /** What an officer settled in a preview. */
  readonly settled?: Settled;
  /** Told of the rows judged so far, and of how many there may be. */
  readonly onProgress?: (rows: number, expected: number) => void;
  /** @default openListFile: in a process of its own */
  readonly open?: (bytes: Uint8Array, fileName: string) => Promise<OpenedList>;
};

export type Settled = {
  /** The id that the import will bear. */
  readonly importId: number;
  readonly sheetName: string | null;
  readonly fields: Fields;
  readonly decisions: ReadonlyMap<number, RowDecision>;
  /** Runs in the import's transaction, around the storing. */
  readonly around: (tx: Tx, store: () => Promise<ImportSummary>) => Promise<ImportSummary>;
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
  /** Rows with problems: rejected ones with their reasons, kept ones with their warnings. At most `mostProblems`; all are stored. */
  readonly problems: readonly ImportedRow[];
  /** Rows with problems that are not among `problems`. */
  readonly problemsLeftOut: number;
  /** Sheets with content that were not read because they are no list. */
  readonly otherSheets: readonly string[];
  /** Rows below the header that are not about a person: headings, totals, signatures. At most `mostProblems`. */
  readonly notes: ReadonlyArray<{ readonly rowNumber: number; readonly text: string }>;
  /** Where reading stopped because only blank rows followed; null when the sheet was read to its end. */
  readonly stoppedAtRow: number | null;
};

/** Rows that a summary tells of: more than anybody reads, and no more than memory should hold. */
const mostProblems = 2_000;

/**
 * Imports a list: people, phones, exposures, cases and follow-ups of one unit, in one transaction, with the file itself and every row of it. The
 * list is read and stored piece by piece. Importing it again changes nothing. Calls are not made here (see startCampaign).
 *
 * @throws Problem `file.*`, `list.*` (the file cannot be used: nothing is stored), `resource.missing`, `auth.forbidden`
 */
export async function importList(db: Db, request: ImportRequest): Promise<ImportSummary> {
  const { scope, unitId, outbreakId, fileName, bytes } = request;
  const sha256 = createHash('sha256').update(bytes).digest();
  const { place, seen, mappings } = await inScope(db, scope, async (tx) => ({
    place: await placeOfList(tx, scope, unitId, outbreakId),
    seen: await seenBefore(tx, outbreakId, unitId, sha256),
    mappings: await readMappings(tx, unitId),
  }));
  if (seen) return seen;
  const list = await (request.open ?? openListFile)(bytes, fileName);
  try {
    const options = {
      today: localDate(request.now),
      communeName: place.unitName,
      ...(request.defaultLevel !== undefined && { defaultLevel: request.defaultLevel }),
    };
    const chosen = request.settled
      ? settledSheet(list, { fileName, ...request.settled }, options)
      : chooseSheet(list, fileName, { ...options, remember: (header) => mappings.get(fingerprintOf(header))?.fields ?? null });
    return await inScope(db, scope, async (tx) => {
      await lockUnitForImport(tx, unitId);
      const known = await seenBefore(tx, outbreakId, unitId, sha256);
      if (known) return known;
      const store = () => storeList(tx, request, { sha256, disease: place.disease, list, chosen });
      return await (request.settled ? request.settled.around(tx, store) : store());
    });
  } finally {
    list.close();
  }
}

/** Where a list belongs. Throws `auth.forbidden`, `resource.missing`. */
export async function placeOfList(
  tx: Tx,
  scope: Scope,
  unitId: number,
  outbreakId: number,
): Promise<{ readonly unitName: string; readonly disease: string }> {
  if (scope.kind === 'units' && !scope.unitIds.includes(unitId)) throw new Problem('auth.forbidden');
  const unit = await tx.selectFrom('unit').select('name').where('id', '=', unitId).executeTakeFirst();
  const outbreak = await tx.selectFrom('outbreak').select('disease').where('id', '=', outbreakId).executeTakeFirst();
  if (!unit || !outbreak) throw missing(unit ? 'outbreakId' : 'unitId');
  return { unitName: unit.name, disease: outbreak.disease };
}

async function seenBefore(tx: Tx, outbreakId: number, unitId: number, sha256: Buffer): Promise<ImportSummary | null> {
  const importId = await findImport(tx, outbreakId, unitId, sha256);
  if (importId === null) return null;
  const totals = new Totals(importId);
  const rows = await readImportOutcomes(tx, importId);
  totals.add(rows.map((row) => (row.outcome === 'rejected' ? row : { ...row, outcome: 'unchanged' as const })));
  return { ...totals.summary(), seenBefore: true };
}

/** Who follows a list that is stored for trial; awaited. */
export type Trial = {
  /** Told of each piece with what became of its rows. */
  readonly onRows: (rows: readonly StoredRow[]) => Promise<void>;
  /** Told at the end of rows that are not what they were told as. */
  readonly onAmended: (rows: readonly AmendedRow[]) => Promise<void>;
};

/** Stores the rows of a list that is open, piece by piece. For trial no levels are derived. */
export async function storeList(
  tx: Tx,
  request: ImportRequest,
  opened: { readonly sha256: Buffer; readonly disease: string; readonly list: OpenedList; readonly chosen: ChosenSheet },
  trial?: Trial,
): Promise<ImportSummary> {
  const { unitId, outbreakId, fileName, now: at, userId } = request;
  const { sha256, disease, list, chosen } = opened;
  const { header } = chosen.plan;
  const importId = await insertImport(tx, {
    id: request.settled?.importId,
    outbreakId,
    unitId,
    sha256,
    fileName,
    content: request.bytes,
    sheetName: chosen.sheetName,
    headerRow: header.row,
    columns: header.columns.map(({ header: heading, field }) => ({ header: heading, field })),
    uploadedBy: userId,
    at,
  });
  const unitIds = await unitIdsBelow(tx, [unitId]);
  const decisions = request.settled?.decisions ?? new Map();
  const store = new ListStore(tx, { outbreakId, disease, unitId, unitIds, importId, at, userId, decisions });
  const totals = new Totals(importId);
  const tell = async (rows: readonly StoredRow[]) => {
    totals.add(rows);
    await trial?.onRows(rows);
    request.onProgress?.(totals.rows, Math.max(totals.rows, (chosen.expectedRows ?? 0) - header.lastRow));
  };
  let stoppedAtRow: number | null;
  try {
    stoppedAtRow = await list.results(chosen.index, chosen.plan, async (results) => {
      totals.note(results.flatMap((one) => (one.kind === 'note' ? [{ rowNumber: one.rowNumber, text: one.text }] : [])));
      await tell(await store.store(results));
    });
    await tell(await store.rest());
    const amended = await store.link();
    totals.amend(amended);
    await trial?.onAmended(amended);
  } finally {
    // Nothing may be asked of a transaction that is over.
    await store.settle();
  }
  // Nothing more is read: the process that did so need not wait for the levels.
  list.close();
  if (totals.rows === 0) throw new Problem('list.noRows', { file: fileName, row: header.row });
  const summary = { ...totals.summary(), otherSheets: chosen.otherSheets, stoppedAtRow };
  await finishImport(tx, importId, summary);
  if (trial === undefined) await moveLevelsOfList(tx, { outbreakId, importId, people: store.touched, at, userId });
  const { stored, merged, unchanged, rejected } = summary;
  const details = { fileName, stored, merged, unchanged, rejected };
  await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'import', subjectId: importId, details });
  return summary;
}

/** Counts rows as they are stored. */
class Totals {
  readonly #importId: number;
  readonly #counts: Record<ImportOutcome, number> = { stored: 0, merged: 0, unchanged: 0, rejected: 0 };
  readonly #problems: ImportedRow[] = [];
  readonly #notes: Array<{ rowNumber: number; text: string }> = [];
  #leftOut = 0;
  rows = 0;

  constructor(importId: number) {
    this.#importId = importId;
  }

  add(rows: readonly ImportedRow[]): void {
    this.rows += rows.length;
    for (const { rowNumber, outcome, personId, problems } of rows) {
      this.#counts[outcome]++;
      if (problems.length === 0) continue;
      if (this.#problems.length < mostProblems) this.#problems.push({ rowNumber, outcome, personId, problems });
      else this.#leftOut++;
    }
  }

  /** Rows that were counted already. */
  amend(rows: readonly AmendedRow[]): void {
    if (rows.length === 0) return;
    const places = new Map(this.#problems.map(({ rowNumber }, place) => [rowNumber, place]));
    for (const { rowNumber, before, outcome, personId, problems, told } of rows) {
      this.#counts[before]--;
      this.#counts[outcome]++;
      const place = places.get(rowNumber);
      if (place !== undefined) this.#problems[place] = { rowNumber, outcome, personId, problems };
      else if (!told && problems.length > 0 && this.#problems.length >= mostProblems) this.#leftOut++;
      else if (!told && problems.length > 0) this.#problems.push({ rowNumber, outcome, personId, problems });
    }
    this.#problems.sort((a, b) => a.rowNumber - b.rowNumber);
  }

  note(notes: ReadonlyArray<{ readonly rowNumber: number; readonly text: string }>): void {
    this.#notes.push(...notes.slice(0, mostProblems - this.#notes.length));
  }

  summary(): ImportSummary {
    return {
      importId: this.#importId,
      seenBefore: false,
      rows: this.rows,
      ...this.#counts,
      problems: this.#problems,
      problemsLeftOut: this.#leftOut,
      otherSheets: [],
      notes: this.#notes,
      stoppedAtRow: null,
    };
  }
}
