import type { RowProblem } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { json } from './json.ts';
import { kept } from './keptPlans.ts';
import type { ImportOutcome } from './schema.ts';
import { keysOf } from './secrets/keysOfDatabase.ts';
import { openRow, sealFile, sealRow } from './secrets/listSecrets.ts';

/** Lists of one unit are stored one after the other, so that two uploads at once cannot both make the same person. */
export async function lockUnitForImport(tx: Tx, unitId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${unitId}`}, 0))`.execute(tx);
}

/** The earlier import of the same bytes for the same unit and outbreak. */
export async function findImport(tx: Tx, outbreakId: number, unitId: number, sha256: Buffer): Promise<number | null> {
  const found = await tx
    .selectFrom('import_file')
    .select('id')
    .where('outbreak_id', '=', outbreakId)
    .where('unit_id', '=', unitId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return found?.id ?? null;
}

export type NewImport = {
  /** The draft's, so that what was previewed and what was stored bear one id. @default a new one */
  readonly id?: number | undefined;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly sheetName: string | null;
  readonly headerRow: number;
  readonly columns: ReadonlyArray<{ readonly header: string; readonly field: string | null }>;
  readonly uploadedBy: number | null;
  readonly at: Date;
};

/** Keeps the file, sealed. Its counts are written by `finishImport`, when its rows are stored. */
export async function insertImport(tx: Tx, list: NewImport): Promise<number> {
  const id = list.id ?? (await nextImportId(tx));
  const { content, key_id } = sealFile(tx, list.content);
  await sql`
    insert into import_file (id, outbreak_id, unit_id, sha256, file_name, content, key_id, sheet_name, header_row, columns,
      stored_rows, rejected_rows, unchanged_rows, uploaded_by, uploaded_at)
    overriding system value
    values (${id}, ${list.outbreakId}, ${list.unitId}, ${list.sha256}, ${list.fileName}, ${content}, ${key_id}, ${list.sheetName},
      ${list.headerRow}, ${json(list.columns)}::jsonb, 0, 0, 0, ${list.uploadedBy}, ${list.at})`.execute(tx);
  return id;
}

/** Imports and their drafts share one row of numbers. */
export async function nextImportId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('import_file', 'id')) as id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL gave no number');
  return row.id;
}

export type NewImportRow = {
  readonly rowNumber: number;
  readonly outcome: ImportOutcome;
  readonly personId: number | null;
  readonly problems: readonly RowProblem[];
  readonly cells: readonly unknown[];
};

export async function insertImportRows(tx: Tx, importId: number, unitId: number, rows: readonly NewImportRow[]): Promise<void> {
  const ring = keysOf(tx);
  for (const part of inParts(rows, 5_000)) {
    const records = part.map(({ rowNumber, outcome, personId, problems, cells }) => ({
      rowNumber,
      outcome,
      personId,
      ...sealRow(ring, { cells, problems }),
    }));
    await sql`${kept}
      insert into import_row (import_id, row_number, unit_id, outcome, person_id, problems, cells)
      select ${importId}, r."rowNumber", ${unitId}, r.outcome, r."personId", r.problems, r.cells
      from jsonb_to_recordset(${json(records)}::jsonb)
        as r("rowNumber" integer, outcome text, "personId" bigint, problems jsonb, cells jsonb)`.execute(tx);
  }
}

/** Tells the planner about tables that the list itself is filling; does nothing for tables that it knows. */
export async function knowNewTables(tx: Tx): Promise<void> {
  await sql`select know_new_tables()`.execute(tx);
}

export type ImportCounts = Readonly<Record<ImportOutcome, number>>;

export async function finishImport(tx: Tx, importId: number, counts: ImportCounts): Promise<void> {
  await tx
    .updateTable('import_file')
    .set({
      stored_rows: counts.stored + counts.merged,
      rejected_rows: counts.rejected,
      unchanged_rows: counts.unchanged,
    })
    .where('id', '=', importId)
    .execute();
}

/** The rows of an earlier import, as they were decided then. */
export async function readImportOutcomes(tx: Tx, importId: number): Promise<Array<Omit<NewImportRow, 'cells'>>> {
  const { rows } = await sql<Omit<NewImportRow, 'cells'> & { readonly cells: unknown }>`
    select row_number as "rowNumber", outcome, person_id as "personId", problems, case when problems <> '[]' then cells end as cells
    from import_row where import_id = ${importId} order by row_number`.execute(tx);
  return rows.map((row) => {
    const { cells: _, ...outcome } = openRow(tx, row);
    return outcome;
  });
}

/** Pieces of at most `size`, for statements that carry rows. */
export function inParts<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
