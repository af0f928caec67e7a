import type { Db, Tx } from './connect.ts';
import { inScope, systemScope } from './scope.ts';

const first = { code: 'covid-19', disease: 'covid-19', name: 'COVID-19' };

/** The outbreak that lists belong to until somebody makes another. Does nothing when there is one. Returns the newest one's id. */
export async function ensureFirstOutbreak(db: Db): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    const some = await tx.selectFrom('outbreak').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
    if (some) return some.id;
    const made = await tx.insertInto('outbreak').values(first).returning('id').executeTakeFirstOrThrow();
    return made.id;
  });
}

export type NewOutbreak = {
  readonly code: string;
  readonly disease: string;
  readonly name: string;
  readonly startedOn: string | null;
};

/** Undefined when there is one with this code. */
export async function insertOutbreak(tx: Tx, { startedOn, ...outbreak }: NewOutbreak): Promise<number | undefined> {
  const made = await tx
    .insertInto('outbreak')
    .values({ ...outbreak, started_on: startedOn })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id;
}

/** The code of an outbreak's disease; undefined when there is no such outbreak. */
export async function readDisease(tx: Tx, outbreakId: number): Promise<string | undefined> {
  const row = await tx.selectFrom('outbreak').select('disease').where('id', '=', outbreakId).executeTakeFirst();
  return row?.disease;
}
