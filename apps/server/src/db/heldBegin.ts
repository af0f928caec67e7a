import type pg from 'pg';

/**
 * A transaction's `begin` and its settings (`enterScope`) wait for the first question and leave together with it, without waiting for an answer in
 * between: two answers less to wait for in every request. Needs a connection that pipelines. A transaction in which nothing is asked never begins.
 */
export function holdBegin(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let held: string | undefined;
  const holding = async (text: unknown, values?: unknown, ...rest: unknown[]) => {
    if (text === 'begin') {
      held = text;
      return nothing('BEGIN');
    }
    if (held === undefined) return await query(text, values, ...rest);
    if (isSetting(text)) {
      held += `; ${text}`;
      return nothing('SET');
    }
    const before = held;
    held = undefined;
    if (text === 'commit' || text === 'rollback') return nothing(text.toUpperCase());
    // Should `before` fail, PostgreSQL refuses what follows it, and the first reason is the one that is thrown.
    const [, answer] = await Promise.all([query(before), query(text, values, ...rest)]);
    return answer;
  };
  client.query = holding as typeof client.query;
}

/** What `enterScope` sends: settings that end with the transaction, without parameters. */
const isSetting = (text: unknown): text is string => typeof text === 'string' && text.startsWith('set local truyvet.scope');

const nothing = (command: string) => ({ command, rowCount: null, rows: [] });
