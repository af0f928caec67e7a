import { type ZodType, z } from 'zod';
import type { Tx } from './connect.ts';
import { json } from './json.ts';

/** A stored setting, checked against its shape; undefined when it was never set. Throws ZodError when what is stored does not fit. */
export async function readSetting<T>(tx: Tx, key: string, shape: ZodType<T>): Promise<T | undefined> {
  const row = await tx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row && shape.parse(row.value);
}

/** Needs a transaction in scope `all`. */
export async function writeSetting(tx: Tx, key: string, value: unknown): Promise<void> {
  const row = { key, value: json(value) };
  await tx
    .insertInto('setting')
    .values(row)
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: row.value }))
    .execute();
}

/** A database that lives at another time (a demonstration): it was `origin` at the real instant `realOrigin`. */
export const clockSetting = {
  key: 'clock',
  shape: z.object({ origin: z.iso.datetime(), realOrigin: z.iso.datetime() }),
} as const;
