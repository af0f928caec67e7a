import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { withFolderLock } from '../postgres/folderLock.ts';
import { ensurePostgres, type Postgres } from '../postgres/index.ts';
import { connect, type Db } from './connect.ts';
import { migrate } from './migrate.ts';
import { testKeyRing } from './secrets/testKeys.ts';
import { testFolderVariable } from './testServer.ts';

const template = 'truyvet_template';

export type TestDatabase = {
  /** The application's pool: truyvet_app, row-level security on. */
  readonly db: Db;
  /** The same database, for another `connect`. */
  readonly url: string;
  /** As the owner, whom row-level security does not bind. */
  readonly ownerUrl: string;
};

/**
 * A database of its own for a test file, cloned from a migrated template on a real PostgreSQL (started at first use).
 *
 *     const test = useTestDatabase();
 *     it('…', async () => { await inScope(test.db, systemScope, …) });
 */
export function useTestDatabase(): TestDatabase {
  let opened: (TestDatabase & { close: () => Promise<void> }) | undefined;
  const get = () => {
    if (!opened) throw new Error('the test database exists only inside tests and hooks');
    return opened;
  };
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(async () => {
    await opened?.close();
  });
  return {
    get db() {
      return get().db;
    },
    get url() {
      return get().url;
    },
    get ownerUrl() {
      return get().ownerUrl;
    },
  };
}

let server: Promise<Postgres> | undefined;

async function openTestDatabase(): Promise<TestDatabase & { close: () => Promise<void> }> {
  server ??= startServer();
  const { url, ownerUrl } = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const at = (base: string) => base.replace(/\/[^/]*$/, `/${name}`);
  await asOwner(ownerUrl, `create database ${name} template ${template}`);
  const db = connect(at(url), { maxConnections: 8, keys: testKeyRing });
  const close = async () => {
    await db.destroy();
    await asOwner(ownerUrl, `drop database ${name} with (force)`);
  };
  return { db, url: at(url), ownerUrl: at(ownerUrl), close };
}

/** The run's server; shared by the workers, stopped by testServer.ts. */
async function startServer(): Promise<Postgres> {
  const folder = process.env[testFolderVariable] ?? mkdtempSync(join(tmpdir(), 'truyvet-test-0-'));
  const { DATABASE_URL: _, ...env } = process.env;
  return await withFolderLock(join(folder, 'lock'), 60_000, async () => {
    const postgres = await ensurePostgres({ dataFolder: join(folder, 'data'), say: () => {}, env, durable: false });
    const templateUrl = postgres.ownerUrl.replace(/\/[^/]*$/, `/${template}`);
    const made = await asOwner(postgres.ownerUrl, `select from pg_database where datname = '${template}'`);
    if (made.rowCount === 0) {
      await asOwner(postgres.ownerUrl, `create database ${template}`);
      await migrate(templateUrl);
    }
    return postgres;
  });
}

async function asOwner(ownerUrl: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
