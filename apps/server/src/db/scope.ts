import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';

/**
 * On whose behalf a transaction runs. `all`: an administrator of the whole or the system itself (dialer, sealer).
 * `units`: a user bound to these units; descendants are already listed (see `unitIdsBelow` in units.ts).
 * `health`: false hides answers, recordings, samples and vaccinations from a role that may not see them. @default true
 * `identity`: false leaves identity and insurance numbers sealed. @default true
 */
export type Scope =
  | { readonly kind: 'all'; readonly userId?: number; readonly health?: boolean; readonly identity?: boolean }
  | {
      readonly kind: 'units';
      readonly unitIds: readonly number[];
      readonly userId: number;
      readonly health?: boolean;
      readonly identity?: boolean;
    };

/** The system's own scope: dialer, recovery, reference data. */
export const systemScope: Scope = { kind: 'all' };

export type ScopeOptions = {
  /**
   * Marked statements (keptPlans.ts) go by one plan, made without looking at what is asked for: for those that run in less time than planning takes,
   * and find their way by an index whatever is asked. Without parallel workers, which take longer to start than such a statement to run, and which
   * a plan for anything would ask for. @default false: PostgreSQL decides
   */
  readonly planOnce?: boolean;
};

/**
 * Runs `work` in one transaction that sees only what `scope` may see; PostgreSQL enforces it by row-level security.
 * Commits when `work` resolves, rolls back when it throws.
 */
export async function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>, options: ScopeOptions = {}): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    await enterScope(tx, scope, options);
    return await work(tx);
  });
}

/** Transactions in which identity numbers stay sealed: PostgreSQL cannot open them, so this is kept beside the three settings. */
const withoutIdentity = new WeakSet<Tx>();
export const seesIdentity = (tx: Tx): boolean => !withoutIdentity.has(tx);

/**
 * For figures that count everybody and show nobody: without it, who may not see answers would be told that nobody has symptoms.
 */
export const figuresScope = (scope: Scope): Scope => ({ ...scope, health: true });

/** Sets the scope of a transaction that is already open; local to it. One message without parameters, so that `begin` goes along with it (heldBegin.ts). */
export async function enterScope(tx: Tx, scope: Scope, { planOnce = false }: ScopeOptions = {}): Promise<void> {
  const units = scope.kind === 'units' ? rangesOf(scope.unitIds) : '';
  const health = scope.health === false ? 'no' : 'yes';
  if (scope.identity === false) withoutIdentity.add(tx);
  else withoutIdentity.delete(tx);
  const plans = planOnce
    ? sql`; set local plan_cache_mode = force_generic_plan; set local max_parallel_workers_per_gather = 0`
    : sql``;
  await sql`set local truyvet.scope = ${sql.lit(scope.kind)}; set local truyvet.units = ${sql.lit(units)}; set local truyvet.health = ${sql.lit(health)}${plans}`.execute(
    tx,
  );
}

/** The texts of lists that were seen: the rights of a user are the same list from request to request (access/knownRights.ts). */
const known = new WeakMap<readonly number[], string>();

/** Ids as PostgreSQL writes an int8multirange, neighbours together: [1, 2, 3, 7] is '{[1,4),[7,8)}'. See `seen_ranges()`. */
export function rangesOf(ids: readonly number[]): string {
  const before = known.get(ids);
  if (before !== undefined) return before;
  const ranges: { from: number; until: number }[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    if (!Number.isSafeInteger(id)) throw new RangeError(`no id: ${id}`);
    const last = ranges.at(-1);
    if (last !== undefined && id <= last.until) last.until = id + 1;
    else ranges.push({ from: id, until: id + 1 });
  }
  const text = `{${ranges.map(({ from, until }) => `[${from},${until})`).join(',')}}`;
  known.set(ids, text);
  return text;
}
