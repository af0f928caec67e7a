import type pg from 'pg';

/**
 * A transaction's `begin` waits for its first statement and goes along with it in one message, when that has no parameters (`enterScope` has
 * none): one answer less to wait for in every request. A transaction in which nothing is asked never begins.
 */
export function holdBegin(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  let held = false;
  const holding = async (text: unknown, values?: unknown, ...rest: unknown[]) => {
    if (text === 'begin') {
      held = true;
      return nothing('BEGIN');
    }
    if (!held) return await query(text, values, ...rest);
    held = false;
    if (text === 'commit' || text === 'rollback') return nothing(text.toUpperCase());
    if (typeof text === 'string' && isEmpty(values)) return lastOf(await query(`begin; ${text}`));
    await query('begin');
    return await query(text, values, ...rest);
  };
  client.query = holding as typeof client.query;
}

const isEmpty = (values: unknown): boolean => values === undefined || (Array.isArray(values) && values.length === 0);

const nothing = (command: string) => ({ command, rowCount: null, rows: [] });

/** Several statements in one message give an array of results. */
const lastOf = (results: unknown): unknown => (Array.isArray(results) ? results.at(-1) : results);
