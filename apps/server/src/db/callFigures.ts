import { sql } from 'kysely';
import type { Db } from './connect.ts';
import { inScope, systemScope } from './scope.ts';

const counts = sql.raw('campaign_id, unit_id, disposition, due, leased, done, given_up, attempts, reached');

/**
 * How many call tasks of a campaign in a unit stand where, and what was called for them: what is summed up and what has changed since, to be summed by
 * whoever reads it. `disposition` is '' where there is none.
 */
export const callFigures = sql`(select ${counts} from call_figure union all select ${counts} from call_delta)`;

/** At most so many rows are folded in one transaction. */
const batch = 20_000;

/** Sums up what changed since the last time; nothing waits for it and nothing is wrong without it, reading only grows slower. */
export async function foldCallDeltas(db: Db): Promise<number> {
  for (let folded = 0; ; ) {
    const { rows } = await inScope(db, systemScope, (tx) =>
      sql<{ n: number }>`select fold_call_deltas(${batch}) as n`.execute(tx),
    );
    const n = rows[0]?.n ?? 0;
    folded += n;
    if (n < batch) return folded;
  }
}
