import { missing, type Outbreak, Problem } from '@truyvet/contract';
import { z } from 'zod';
import type { Db, Tx } from './connect.ts';
import { inScope, systemScope } from './scope.ts';
import { readSetting } from './settings.ts';

/** Which outbreak is meant where none is named, as an administrator chose it. */
export const defaultOutbreakSetting = { key: 'outbreak', shape: z.object({ outbreakId: z.number().int().nullable() }) } as const;

/** Outbreaks, the newest first. The chosen one is the default; without a choice, or when it is gone, the newest. */
export async function readOutbreaks(tx: Tx): Promise<Outbreak[]> {
  const { key, shape } = defaultOutbreakSetting;
  const chosen = await readSetting(tx, key, shape);
  const rows = await tx
    .selectFrom('outbreak')
    .select(['id', 'code', 'disease', 'name', 'started_on as startedOn'])
    .orderBy('id', 'desc')
    .execute();
  const meant = rows.find(({ id }) => id === chosen?.outbreakId) ?? rows[0];
  return rows.map((row) => ({ ...row, isDefault: row === meant }));
}

/**
 * The outbreak that is asked for, or the default where none is named: whatever takes an outbreak or leaves it out goes through here.
 * Throws `resource.missing` with the field.
 */
export async function outbreakOf(tx: Tx, outbreakId: number | undefined): Promise<Outbreak> {
  const outbreaks = await readOutbreaks(tx);
  const found = outbreaks.find(({ id, isDefault }) => (outbreakId === undefined ? isDefault : id === outbreakId));
  if (!found) throw outbreakId === undefined ? new Problem('resource.missing') : missing('outbreakId');
  return found;
}

const first = { code: 'covid-19', disease: 'covid-19', name: 'COVID-19' };

/** The outbreak that lists belong to until somebody makes another. Does nothing when there is one. Returns the default one's id. */
export async function ensureFirstOutbreak(db: Db): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    const some = await tx.selectFrom('outbreak').select('id').limit(1).executeTakeFirst();
    if (!some) await tx.insertInto('outbreak').values(first).execute();
    return (await outbreakOf(tx, undefined)).id;
  });
}

export type OutbreakToAdd = {
  readonly code: string;
  readonly disease: string;
  readonly name: string;
  readonly startedOn: string | null;
};

/** Undefined when there is one with this code. */
export async function insertOutbreak(tx: Tx, { startedOn, ...outbreak }: OutbreakToAdd): Promise<number | undefined> {
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
