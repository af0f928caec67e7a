import { createHash } from 'node:crypto';
import pg from 'pg';
import { inScope, systemScope } from '../db/scope.ts';
import { clockSetting, writeSetting } from '../db/settings.ts';
import type { Postgres } from '../postgres/index.ts';
import { openStore, type Store } from '../store.ts';

export type DemoStore = Store & { readonly url: string };

/**
 * An empty database of its own for the demo, named after its folder, on the server that is running; `close` drops it. The real one is not
 * touched, and demos in different folders do not meet.
 */
export async function openDemoStore(postgres: Postgres, outFolder: string): Promise<DemoStore> {
  const name = `truyvet_demo_${createHash('sha256').update(outFolder).digest('hex').slice(0, 8)}`;
  await asOwner(postgres, `drop database if exists ${name} with (force)`, `create database ${name}`);
  const url = withDatabase(postgres.url, name);
  const env = { ...process.env, DATABASE_URL: url, DATABASE_OWNER_URL: withDatabase(postgres.ownerUrl, name) };
  const store = await openStore(outFolder, env, () => undefined);
  return {
    ...store,
    url,
    close: async () => {
      await store.close();
      await asOwner(postgres, `drop database if exists ${name} with (force)`);
    },
  };
}

/** From now on this database lives at `origin`. */
export async function setLogicalTime({ db }: Store, origin: Date, realOrigin: Date): Promise<void> {
  const value = { origin: origin.toISOString(), realOrigin: realOrigin.toISOString() };
  await inScope(db, systemScope, (tx) => writeSetting(tx, clockSetting.key, value));
}

async function asOwner({ ownerUrl }: Postgres, ...statements: readonly string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    for (const statement of statements) await owner.query(statement);
  } finally {
    await owner.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
