import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { migrate, readMigrations } from './migrate.ts';
import { inScope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildOutbreak, buildUnit } from './testRows.ts';

describe('migrate', () => {
  const test = useTestDatabase();
  const folders: string[] = [];
  const folderOf = (files: Record<string, string>): URL => {
    const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return pathToFileURL(`${folder}/`);
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const freshDatabase = async (name: string) => {
    const client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return test.ownerUrl.replace(/\/[^/]*$/, `/${name}`);
  };
  const two = { '0001_a.sql': 'create table a (x int);', '0002_b.sql': 'create table b (x int);' };

  it('has nothing to do on a database that is up to date', async () => {
    expect((await migrate(test.ownerUrl)).applied).toEqual([]);
  });

  it('applies every file once, when several servers start at the same moment', async () => {
    const url = await freshDatabase('migrate_race');
    const results = await Promise.all([1, 2, 3].map(() => migrate(url, folderOf(two))));
    expect(results.flatMap((result) => result.applied).sort()).toEqual(['0001_a.sql', '0002_b.sql']);
    expect((await migrate(url, folderOf({ ...two, '0003_c.sql': 'create table c (x int);' }))).applied).toEqual(['0003_c.sql']);
  });

  it('refuses a database of a newer release and one whose files were different', async () => {
    const url = await freshDatabase('migrate_newer');
    await migrate(url, folderOf(two));
    await expect(migrate(url, folderOf({ '0001_a.sql': two['0001_a.sql'] }))).rejects.toMatchObject({ code: 'database.newer' });
    await expect(migrate(url, folderOf({ ...two, '0002_b.sql': 'select 1;' }))).rejects.toMatchObject({
      code: 'database.changed',
    });
    expect((await migrate(url, folderOf({ ...two, '0002_b.sql': two['0002_b.sql'] }))).applied).toEqual([]);
  });

  it('leaves nothing of a file that fails, and says which', async () => {
    const url = await freshDatabase('migrate_fail');
    await expect(migrate(url, folderOf({ '0001_a.sql': 'create table half (x int); create tabel b;' }))).rejects.toThrow(
      /0001_a\.sql.*syntax/,
    );
    expect((await migrate(url, folderOf({ '0001_a.sql': 'create table half (x int);' }))).applied).toEqual(['0001_a.sql']);
  });

  it('takes numbers with gaps in their order, also one that was filled in later', async () => {
    const url = await freshDatabase('migrate_gaps');
    const gap = { ...two, '0090_d.sql': 'alter table a add column y int;' };
    expect(await migrate(url, folderOf(gap))).toEqual({ version: 90, applied: ['0001_a.sql', '0002_b.sql', '0090_d.sql'] });
    const filled = { ...gap, '0050_c.sql': 'create table c (x int);' };
    expect((await migrate(url, folderOf(filled))).applied).toEqual(['0050_c.sql']);
    expect((await migrate(url, folderOf(filled))).applied).toEqual([]);
  });

  it('refuses a number that is there twice, and a name without one', async () => {
    await expect(migrate(test.ownerUrl, folderOf({ ...two, '0002_c.sql': '' }))).rejects.toThrow(
      /0002_c\.sql: .* 2 is there twice/,
    );
    await expect(migrate(test.ownerUrl, folderOf({ '02_b.sql': '' }))).rejects.toThrow(/02_b\.sql: expected a name like/);
  });

  it('works for an owner who is no superuser but may create roles', async () => {
    const url = await freshDatabase('migrate_plain');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`create role plain_owner login createrole password 'plain'`);
    await client.query('grant truyvet_app to plain_owner with admin option');
    await client.query('alter database migrate_plain owner to plain_owner');
    await client.query('alter schema public owner to plain_owner');
    await client.end();
    const plain = new URL(url);
    plain.username = 'plain_owner';
    plain.password = 'plain';
    expect((await migrate(plain.href)).applied).toContain('0001_ground.sql');
    const db = connect(plain.href);
    const role = await sql<{ name: string }>`select current_user as name`.execute(db);
    expect(role.rows).toEqual([{ name: 'truyvet_app' }]);
    expect(await db.selectFrom('person').selectAll().execute()).toEqual([]);
    await db.destroy();
  });
});

describe('the migration of symptom codes', () => {
  const test = useTestDatabase();

  it('carries former codes over in their order, and leaves the rest as it is', async () => {
    const { id: unitId } = await buildUnit(test.db);
    const { id: outbreakId } = await buildOutbreak(test.db);
    const told = ['["fever", "lossOfSmell", "shortOfBreath"]', '["cough"]', '[]', '{}'];
    for (const [n, symptoms] of told.entries())
      await inScope(test.db, systemScope, (tx) =>
        sql`insert into declaration (code, outbreak_id, unit_id, channel, full_name, name_key, symptoms, created_at)
          values (${`C${n}`}, ${outbreakId}, ${unitId}, 'web', 'An', 'an', ${symptoms}::jsonb, now())`.execute(tx),
      );
    const migrations = await readMigrations(new URL('./migrations/', import.meta.url));
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query(migrations.find(({ version }) => version === 140)?.text ?? '');
    const { rows } = await owner.query<{ symptoms: unknown }>('select symptoms from declaration order by code');
    await owner.end();
    expect(rows.map(({ symptoms }) => symptoms)).toEqual([['fever', 'lossOfSmellOrTaste', 'breathless'], ['cough'], [], {}]);
  });
});

describe('connect', () => {
  const test = useTestDatabase();

  it('gives bigint as number, date as text, timestamptz as Date', async () => {
    const row =
      await sql`select 9007199254740991::bigint as n, date '2021-07-10' as d, timestamptz '2021-07-10 08:00+07' as t, count(*) as c`.execute(
        test.db,
      );
    expect(row.rows).toEqual([{ n: 9007199254740991, d: '2021-07-10', t: new Date('2021-07-10T01:00:00Z'), c: 1 }]);
  });

  it('refuses a bigint that a number cannot hold', async () => {
    await expect(sql`select 9007199254740993::bigint`.execute(test.db)).rejects.toThrow(/safe range/);
  });

  it('cuts off a statement that runs too long', async () => {
    const db = connect(test.url, { statementTimeoutMs: 100 });
    await expect(sql`select pg_sleep(5)`.execute(db)).rejects.toThrow(/statement timeout/);
    await db.destroy();
  });
});
