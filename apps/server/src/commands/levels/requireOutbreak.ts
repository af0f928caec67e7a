import { missing } from '@truyvet/contract';
import type { LevelProfile } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { readLevelProfile } from '../../db/levels/levelLock.ts';

/** Throws `resource.missing` unless there is such an outbreak. */
export async function requireOutbreak(tx: Tx, outbreakId: number): Promise<LevelProfile> {
  const profile = await readLevelProfile(tx, outbreakId);
  if (profile === undefined) throw missing('outbreakId');
  return profile;
}
