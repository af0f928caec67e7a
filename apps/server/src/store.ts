import { referenceUnits } from '@truyvet/outbreak';
import { connect, type Db } from './db/connect.ts';
import { migrate } from './db/migrate.ts';
import { ensureFirstOutbreak } from './db/outbreaks.ts';
import { loadReferenceUnits } from './db/units.ts';
import { ensurePostgres, type Postgres, type Say } from './postgres/index.ts';

/** The database, ready to work with. */
export type Store = { readonly db: Db; readonly postgres: Postgres; readonly close: () => Promise<void> };

/**
 * Finds or starts PostgreSQL, brings the schema to this release, and makes sure that the reference units and one outbreak are there.
 * Throws Problem `postgres.*` and `database.*`.
 */
export async function openStore(dataFolder: string, env: NodeJS.ProcessEnv, say: Say): Promise<Store> {
  const postgres = await ensurePostgres({ dataFolder, say, env });
  try {
    await migrate(postgres.ownerUrl);
    const db = connect(postgres.url);
    await loadReferenceUnits(db, referenceUnits);
    await ensureFirstOutbreak(db);
    return { db, postgres, close: () => close(db, postgres) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function close(db: Db, postgres: Postgres): Promise<void> {
  await db.destroy();
  await postgres.stop();
}
