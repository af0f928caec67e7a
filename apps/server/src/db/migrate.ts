import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Problem } from '@truyvet/contract';
import pg from 'pg';

export type Migration = { readonly version: number; readonly name: string; readonly text: string; readonly checksum: string };
export type MigrateResult = { readonly version: number; readonly applied: readonly string[] };

const ownFolder = new URL('./migrations/', import.meta.url);
/** Any constant, but the same in every release: two starting servers must wait for each other. */
const advisoryLock = 7_720_110;

/**
 * Brings the database to this release's schema: plain SQL files `NNNN_name.sql`, in order, each in its own transaction,
 * under an advisory lock. `ownerUrl` must own the schema.
 * Throws Problem `database.newer` (made by a newer release), `database.changed` (an applied file is no longer the same).
 */
export async function migrate(ownerUrl: string, folder: URL = ownFolder): Promise<MigrateResult> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'truyvet-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    return await applyMissing(client, migrations);
  } finally {
    await client.end(); // releases the lock
  }
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[]): Promise<MigrateResult> {
  await client.query(`create table if not exists schema_migration (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  const known = await client.query<{ version: number; name: string; checksum: string }>(
    'select version, name, checksum from schema_migration order by version',
  );
  for (const row of known.rows) {
    const ours = migrations.find((m) => m.version === row.version);
    if (!ours) throw new Problem('database.newer', { version: row.version, newest: newestOf(migrations) });
    if (ours.checksum !== row.checksum) throw new Problem('database.changed', { file: ours.name });
  }
  const applied = new Set(known.rows.map(({ version }) => version));
  const missing = migrations.filter(({ version }) => !applied.has(version));
  for (const migration of missing) await applyOne(client, migration);
  return { version: newestOf(migrations), applied: missing.map((m) => m.name) };
}

const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into schema_migration (version, name, checksum) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * The files of a folder in the order of their numbers. Numbers may be left out: work done side by side takes them from ranges of its own. Throws
 * when one is there twice, because order would then be a guess.
 */
export async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)));
  const twice = migrations.find(({ version }, i) => version === migrations[i - 1]?.version);
  if (twice) throw new Error(`${twice.name}: the migration number ${twice.version} is there twice`);
  return migrations;
}

async function readMigration(folder: URL, name: string): Promise<Migration> {
  const [, number] = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name) ?? [];
  if (number === undefined) throw new Error(`${name}: expected a name like 0001_what_it_does.sql`);
  const text = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
  return { version: Number(number), name, text, checksum: createHash('sha256').update(text).digest('hex') };
}
