/** For the matrix test: whether anything in a unit has changed. */
import { sql } from 'kysely';
import type { Db } from '../../db/connect.ts';
import { inScope, systemScope } from '../../db/scope.ts';

/** What is written about reading; sums of what is compared anyway; areas of risk, which are about places that nobody's people are in. */
const leftOut = [
  'audit_log',
  'call_delta',
  'call_figure',
  'day_delta',
  'day_figure',
  'day_line',
  'day_wanted',
  'unit_touch',
  'risk_area',
];

/** Everything that belongs to these units: a number for each table with a unit, which changes with any of its rows. */
export async function stateOf(db: Db, unitIds: readonly number[]): Promise<Record<string, string>> {
  return await inScope(db, systemScope, async (tx) => {
    const { rows: tables } = await sql<{ name: string }>`
      select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'unit_id' and t.table_type = 'BASE TABLE'
        and c.table_name <> all (${leftOut}::text[]) order by 1`.execute(tx);
    const state: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ sum: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${sql.table(name)} t
        where unit_id = any (${[...unitIds]}::bigint[])`.execute(tx);
      state[name] = rows[0]?.sum ?? '';
    }
    return state;
  });
}
