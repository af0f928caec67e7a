import { Problem } from '@truyvet/contract';
import { type LevelProfile, levelProfileOf } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';

/** Any constant, different from the other advisory locks of this database. */
const lockClass = 7_720_116;
/** What a transaction holds and knows already: several parts of one act ask for the same. */
const held = new WeakMap<Tx, Set<number>>();
const profiles = new WeakMap<Tx, Map<number, LevelProfile>>();

/**
 * Lets one transaction at a time change what levels are derived from in an outbreak; held until it ends. Taken before the first such change,
 * so that two results at once see each other: the second derives from what the first has committed. Throws `levels.busy` when a large list holds
 * it for longer than an officer should wait.
 */
export async function lockLevels(tx: Tx, outbreakId: number): Promise<void> {
  const holds = held.get(tx) ?? new Set();
  if (holds.has(outbreakId)) return;
  try {
    // Compiling the plans of the cascade would take longer than running them.
    await sql`${kept}select pg_advisory_xact_lock(${lockClass}::int, ${outbreakId}::int), set_config('jit', 'off', true)`.execute(
      tx,
    );
  } catch (error) {
    throw isLockTimeout(error) ? new Problem('levels.busy', {}, { cause: error }) : error;
  }
  held.set(tx, holds.add(outbreakId));
}

/** PostgreSQL's `lock_not_available`: the lock was not free within `lock_timeout`. */
const isLockTimeout = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03';

/** How levels are derived in an outbreak. Undefined when there is no such outbreak. */
export async function readLevelProfile(tx: Tx, outbreakId: number): Promise<LevelProfile | undefined> {
  const known = profiles.get(tx) ?? new Map();
  const found = known.get(outbreakId);
  if (found) return found;
  const row = await tx.selectFrom('outbreak').select('disease').modifyFront(kept).where('id', '=', outbreakId).executeTakeFirst();
  if (!row) return undefined;
  const profile = levelProfileOf(row.disease);
  profiles.set(tx, known.set(outbreakId, profile));
  return profile;
}

/** For a transaction that writes a whole outbreak: longer than any question of a page may take. */
export async function allowLongStatements(tx: Tx): Promise<void> {
  await sql`select set_config('statement_timeout', '600000', true), set_config('lock_timeout', '600000', true)`.execute(tx);
}
