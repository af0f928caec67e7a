/**
 * Lists as they were handed in may hold identity numbers anywhere: the one place where their files and rows become cipher texts, and lists again.
 * Problems quote cells, so that what they quote is sealed along; which problems a row has stays readable, because rows are chosen by it.
 */
import { type Cell, maskCell, maskNumbers, type RowProblem } from '@truyvet/outbreak';
import type { Db, Tx } from '../connect.ts';
import { json } from '../json.ts';
import { seesIdentity } from '../scope.ts';
import { type KeyRing, openBytes, openText, sealBytes, sealText } from './keyRing.ts';
import { keysOf } from './keysOfDatabase.ts';

type Details = Readonly<Record<string, string | number>>;
type QuotingProblem = { readonly code: string; readonly field: string | null; readonly details?: Details };
export type RowContent = { readonly cells: readonly unknown[]; readonly problems: readonly unknown[] };

/** The columns `cells` (a cipher text) and `problems` (without what they quote) of a row. */
export function sealRow(ring: KeyRing, { cells, problems }: RowContent): { cells: string; problems: readonly unknown[] } {
  const content = problems.length === 0 ? { cells } : { cells, problems };
  return { cells: sealText(ring, 'listRow', json(content)), problems: problems.length === 0 ? problems : problems.map(unquoted) };
}

/** A row as it was handed in; with its long numbers masked for a scope without identity numbers. Erased rows are empty. */
export function openRow<T extends { readonly cells: unknown; readonly problems: unknown }>(tx: Tx, row: T): T {
  if (typeof row.cells !== 'string') return row;
  const content = JSON.parse(openText(keysOf(tx), 'listRow', row.cells)) as {
    cells: readonly Cell[];
    problems?: readonly QuotingProblem[];
  };
  const { cells, problems = [] } = content;
  if (seesIdentity(tx)) return { ...row, cells, problems };
  return { ...row, cells: cells.map(maskCell), problems: problems.map(masked) };
}

/** A sealed row with one more problem, opened only to be sealed again: nothing of it is masked, whoever stores the list. */
export function withProblem(
  ring: KeyRing,
  cells: string,
  problem: RowProblem | undefined,
): { readonly problems: readonly RowProblem[]; readonly sealed: ReturnType<typeof sealRow> } {
  const content = JSON.parse(openText(ring, 'listRow', cells)) as { cells: readonly Cell[]; problems?: readonly RowProblem[] };
  const problems = [...(content.problems ?? []), ...(problem === undefined ? [] : [problem])];
  return { problems, sealed: sealRow(ring, { cells: content.cells, problems }) };
}

/** The columns `content` and `key_id` of a file. */
export function sealFile(tx: Tx | Db, content: Uint8Array): { content: Buffer; key_id: string } {
  const { keyId, sealed } = sealBytes(keysOf(tx), 'listFile', content);
  return { content: sealed, key_id: keyId };
}

export const openFile = (tx: Tx, content: Buffer, keyId: string | null): Buffer =>
  keyId === null ? content : openBytes(keysOf(tx), 'listFile', keyId, content);

const isProblem = (value: unknown): value is QuotingProblem => typeof value === 'object' && value !== null && 'code' in value;

/** Words are the list's; numbers (a row, a year, a percentage) are ours. */
function unquoted(problem: unknown): unknown {
  if (!isProblem(problem)) return problem;
  const own = Object.entries(problem.details ?? {}).filter(([, value]) => typeof value === 'number');
  return { ...problem, details: Object.fromEntries(own) };
}

function masked(problem: QuotingProblem): QuotingProblem {
  const details = Object.entries(problem.details ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? maskNumbers(value) : value,
  ]);
  return { ...problem, details: Object.fromEntries(details) };
}
