import pg from 'pg';
import { inScope, systemScope } from '../db/scope.ts';
import { clockSetting, writeSetting } from '../db/settings.ts';
import type { Postgres, Say } from '../postgres/index.ts';
import { openStore, type Store } from '../store.ts';

const demoName = 'truyvet_demo';

/** An empty database of its own for the demo, on the server that is running; the last demo's is dropped. The real one is not touched. */
export async function openDemoStore(postgres: Postgres, dataFolder: string, say: Say): Promise<Store & { readonly url: string }> {
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  try {
    await owner.query(`drop database if exists ${demoName} with (force)`);
    await owner.query(`create database ${demoName}`);
  } finally {
    await owner.end();
  }
  const url = withDatabase(postgres.url, demoName);
  const env = { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: withDatabase(postgres.ownerUrl, demoName) };
  return { ...(await openStore(dataFolder, env, say)), url };
}

/** From now on this database lives at `origin`. */
export async function setLogicalTime({ db }: Store, origin: Date, realOrigin: Date): Promise<void> {
  const value = { origin: origin.toISOString(), realOrigin: realOrigin.toISOString() };
  await inScope(db, systemScope, (tx) => writeSetting(tx, clockSetting.key, value));
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
