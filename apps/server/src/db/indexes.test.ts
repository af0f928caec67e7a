import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { useTestDatabase } from './testDatabase.ts';

const test = useTestDatabase();

describe('indexes', () => {
  it('are not there twice, with the same columns in the same order under the same condition', async () => {
    const { rows } = await sql<{ indexes: string }>`
      select string_agg(indexrelid::regclass::text, ', ' order by indexrelid) as indexes
      from pg_index join pg_class on pg_class.oid = indexrelid
      where relnamespace = 'public'::regnamespace
      group by indrelid, relam, indkey::text, indnkeyatts, indclass::text, indcollation::text, indoption::text,
        pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid)
      having count(*) > 1`.execute(test.db);
    expect(rows.map(({ indexes }) => indexes)).toEqual([]);
  });
});
