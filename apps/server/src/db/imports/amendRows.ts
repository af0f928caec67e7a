import type { RowProblem } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { inParts } from '../imports.ts';
import { json } from '../json.ts';
import type { ImportOutcome } from '../schema.ts';
import { keysOf } from '../secrets/keysOfDatabase.ts';
import { type sealRow, withProblem } from '../secrets/listSecrets.ts';

/** What became known of a row only when the whole list was stored. */
export type RowNews = {
  readonly rowNumber: number;
  /** Null where the row brought something after all. */
  readonly problem: RowProblem | null;
};

export type AmendedRow = {
  readonly rowNumber: number;
  readonly before: ImportOutcome;
  readonly outcome: ImportOutcome;
  readonly personId: number | null;
  readonly problems: readonly RowProblem[];
  /** It had problems before. */
  readonly told: boolean;
  /** The columns `cells` and `problems` as they are kept. */
  readonly sealed: ReturnType<typeof sealRow>;
};

type KeptRow = Pick<AmendedRow, 'rowNumber' | 'personId'> & { readonly outcome: ImportOutcome; readonly cells: string };

/** Adds to stored rows of a list what became known at its end. Gives those that are not what they were. */
export async function amendImportRows(tx: Tx, importId: number, news: readonly RowNews[]): Promise<AmendedRow[]> {
  const amended: AmendedRow[] = [];
  for (const part of inParts(news, 5_000)) {
    const problems = new Map(part.flatMap(({ rowNumber, problem }) => (problem === null ? [] : [[rowNumber, problem] as const])));
    const { rows } = await sql<KeptRow>`
      select r.row_number as "rowNumber", r.outcome, r.person_id as "personId", r.cells
      from unnest(${part.map(({ rowNumber }) => rowNumber)}::int[], ${part.map(({ problem }) => problem !== null)}::boolean[]) as n(row_number, told)
      join import_row r on r.import_id = ${importId} and r.row_number = n.row_number
      where r.outcome = 'unchanged' or n.told order by r.row_number`.execute(tx);
    const brought = new Set(part.flatMap(({ rowNumber, problem }) => (problem === null ? [rowNumber] : [])));
    const changed = rows.map((row) => amendedRow(tx, row, problems.get(row.rowNumber), brought.has(row.rowNumber)));
    await writeRows(tx, sql`import_row t`, sql`t.import_id = ${importId}`, changed);
    amended.push(...changed);
  }
  return amended;
}

/** The same for the rows of a draft, whose trial told what became known. */
export async function amendDraftRows(tx: Tx, draftId: number, rows: readonly AmendedRow[]): Promise<void> {
  for (const part of inParts(rows, 5_000)) await writeRows(tx, sql`import_draft_row t`, sql`t.draft_id = ${draftId}`, part);
}

function amendedRow(tx: Tx, row: KeptRow, problem: RowProblem | undefined, brought: boolean): AmendedRow {
  const { problems, sealed } = withProblem(keysOf(tx), row.cells, problem);
  const told = problems.length > (problem === undefined ? 0 : 1);
  const outcome = brought && row.outcome === 'unchanged' ? 'merged' : row.outcome;
  return { rowNumber: row.rowNumber, before: row.outcome, outcome, personId: row.personId, problems, told, sealed };
}

async function writeRows(
  tx: Tx,
  table: ReturnType<typeof sql>,
  ofList: ReturnType<typeof sql>,
  rows: readonly AmendedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map(({ rowNumber, outcome, sealed }) => ({ rowNumber, outcome, ...sealed }));
  await sql`
    update ${table} set outcome = r.outcome, problems = r.problems, cells = r.cells
    from jsonb_to_recordset(${json(records)}::jsonb) as r("rowNumber" integer, outcome text, problems jsonb, cells jsonb)
    where ${ofList} and t.row_number = r."rowNumber"`.execute(tx);
}
