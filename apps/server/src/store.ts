import { referenceUnits, rulesVnCovid } from '@truyvet/outbreak';
import { keyFileOf } from './config.ts';
import { connect, type Db } from './db/connect.ts';
import { loadShippedRules } from './db/isolation/rules.ts';
import { migrate } from './db/migrate.ts';
import { ensureFirstOutbreak } from './db/outbreaks.ts';
import { openKeys } from './db/secrets/openKeys.ts';
import { sealPlainValues } from './db/secrets/sealPlainValues.ts';
import { loadReferenceUnits } from './db/units.ts';
import { ensurePostgres, type Postgres, type Say } from './postgres/index.ts';

/** The database, ready to work with. */
export type Store = { readonly db: Db; readonly postgres: Postgres; readonly close: () => Promise<void> };

/**
 * Finds or starts PostgreSQL, brings the schema to this release, and makes sure that the reference units and one outbreak are there.
 * Throws Problem `postgres.*`, `database.*` and `keys.*`.
 */
export async function openStore(dataFolder: string, env: NodeJS.ProcessEnv, say: Say): Promise<Store> {
  const postgres = await ensurePostgres({ dataFolder, say, env });
  try {
    await migrate(postgres.ownerUrl);
    const keyFile = keyFileOf(dataFolder, env);
    const db = connect(postgres.url, { keys: await openKeys(postgres.url, keyFile) });
    await sealPlainValues(db);
    await loadReferenceUnits(db, referenceUnits);
    await ensureFirstOutbreak(db);
    await loadShippedRules(db, rulesVnCovid, new Date());
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
