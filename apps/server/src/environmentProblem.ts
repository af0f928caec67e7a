import { Problem } from '@truyvet/contract';

/** ENOSPC and EDQUOT are Node's words for it, 53100 is PostgreSQL's (SQLSTATE disk_full). */
const diskFullCodes = new Set(['ENOSPC', 'EDQUOT', '53100']);

/** The refusal for a failure of the machine and not of ours or the user's; undefined for any other. */
export function environmentProblem(error: unknown): Problem | undefined {
  const full = error instanceof Error && 'code' in error && diskFullCodes.has(String(error.code));
  return full ? new Problem('disk.full', {}, { cause: error }) : undefined;
}
