import { Problem } from '@truyvet/contract';

/** ENOSPC and EDQUOT are Node's words for it, 53100 is PostgreSQL's (SQLSTATE disk_full). */
const diskFullCodes = new Set(['ENOSPC', 'EDQUOT', '53100']);
/** PostgreSQL's deadlock_detected and lock_not_available: another change held the same rows, and this one was rolled back. */
const busyCodes = new Set(['40P01', '55P03']);

/** The refusal for a failure of the machine and not of ours or the user's; undefined for any other. */
export function environmentProblem(error: unknown): Problem | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (diskFullCodes.has(code)) return new Problem('disk.full', {}, { cause: error });
  if (busyCodes.has(code)) return new Problem('database.busy', {}, { cause: error });
  return undefined;
}
