import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { asOwner } from './asOwner.ts';
import { inScope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildUnit } from './testRows.ts';

describe('a transaction whose begin and scope wait for its first question', () => {
  const test = useTestDatabase();
  const codes = async () =>
    (await sql<{ code: string }>`select code from unit where code like 'H%' order by code`.execute(test.db)).rows.map(
      ({ code }) => code,
    );
  const insert = (code: string) =>
    sql`insert into unit (code, valid_from, name, kind) values (${code}, '2021-01-01', 'Xã', 'commune')`;

  it('is one transaction from its first statement on, taken back as a whole', async () => {
    const failed = inScope(test.db, systemScope, async (tx) => {
      await insert('H1').execute(tx);
      await sql`select 1 / 0`.execute(tx);
    });
    await expect(failed).rejects.toThrow(/division by zero/);
    expect(await codes()).toEqual([]);
    await inScope(test.db, systemScope, (tx) => insert('H2').execute(tx));
    expect(await codes()).toEqual(['H2']);
  });

  it('begins also before a statement with parameters', async () => {
    const failed = test.db.transaction().execute(async (tx) => {
      await sql`select set_config('truyvet.scope', ${'all'}, true)`.execute(tx);
      await insert('H3').execute(tx);
      throw new Error('taken back');
    });
    await expect(failed).rejects.toThrow('taken back');
    expect(await codes()).toEqual(['H2']);
  });

  it('leaves the connection as it was when the first statement fails, or none is asked', async () => {
    for (const first of [sql`select 1 / 0`, sql`select 1 / ${0}::int`, sql`selec`])
      await expect(inScope(test.db, systemScope, (tx) => first.execute(tx))).rejects.toThrow(/division by zero|syntax error/);
    expect(await test.db.transaction().execute(async () => 'nothing asked')).toBe('nothing asked');
    expect((await buildUnit(test.db)).id).toBeGreaterThan(0);
  });

  it('gives the reason why it could not begin, not what came of it', async () => {
    const failed = test.db.transaction().execute(async (tx) => {
      await sql`set local truyvet.scope = 'all'; set local no_such_thing = 'x'`.execute(tx);
      await sql`select 1 as n`.execute(tx);
    });
    await expect(failed).rejects.toThrow(/unrecognized configuration parameter "no_such_thing"/);
    expect((await buildUnit(test.db)).id).toBeGreaterThan(0);
  });

  it('leaves nothing of its scope to whoever uses the connection next', async () => {
    await inScope(test.db, systemScope, (tx) => sql`select ${1}::int`.execute(tx));
    const scopes = await Promise.all(
      Array.from({ length: 20 }, () => sql<{ at: string }>`select current_setting('truyvet.scope', true) as at`.execute(test.db)),
    );
    expect(new Set(scopes.flatMap(({ rows }) => rows.map(({ at }) => at || null)))).toEqual(new Set([null]));
  });

  it('fails when its connection is lost at the first question; the next one gets another', async () => {
    const failed = inScope(test.db, systemScope, (tx) => sql`select pg_sleep(${20}) /* lost */`.execute(tx));
    const lost = expect(failed).rejects.toThrow(/terminat|ECONNRESET/);
    await asOwner(test.ownerUrl, async (owner) => {
      const end = `select pg_terminate_backend(pid) from pg_stat_activity where query like '%/* lost */' and pid <> pg_backend_pid()`;
      await expect.poll(async () => (await owner.query(end)).rowCount, { timeout: 10_000 }).toBe(1);
    });
    await lost;
    expect((await buildUnit(test.db)).id).toBeGreaterThan(0);
  });

  it('gives the rows of the first statement', async () => {
    const rows = await test.db.transaction().execute(async (tx) => (await sql<{ n: number }>`select 7 as n`.execute(tx)).rows);
    expect(rows).toEqual([{ n: 7 }]);
  });
});
