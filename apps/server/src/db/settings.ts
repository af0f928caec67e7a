import { Problem } from '@truyvet/contract';
import { type ZodType, z } from 'zod';
import type { Tx } from './connect.ts';
import { json } from './json.ts';

/** A stored setting, checked against its shape; undefined when it was never set. Throws ZodError when what is stored does not fit. */
export async function readSetting<T>(tx: Tx, key: string, shape: ZodType<T>): Promise<T | undefined> {
  const row = await tx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row && shape.parse(row.value);
}

/** A setting of the whole system with the version that a change of it has to name. */
export type VersionedSetting<T> = { readonly value: T; readonly version: number };

/** The same with its version: 1 when it was never set. */
export async function readVersionedSetting<T>(tx: Tx, key: string, shape: ZodType<T>): Promise<VersionedSetting<T | undefined>> {
  const row = await tx.selectFrom('setting').select(['value', 'version']).where('key', '=', key).executeTakeFirst();
  return row ? { value: shape.parse(row.value), version: row.version } : { value: undefined, version: 1 };
}

/**
 * Sets what an officer saw in its version `seen`; gives the new version. Needs a transaction in scope `all`. Throws `resource.changed` when somebody
 * was faster: the transaction has to be rolled back then.
 */
export async function changeSetting(tx: Tx, key: string, value: unknown, seen: number): Promise<number> {
  const row = { key, value: json(value), version: 2 };
  const { version } = await tx
    .insertInto('setting')
    .values(row)
    .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ value: row.value, version: eb('setting.version', '+', 1) })))
    .returning('version')
    .executeTakeFirstOrThrow();
  if (version !== seen + 1) throw new Problem('resource.changed', { version: version - 1 });
  return version;
}

/** For what no officer sets. Needs a transaction in scope `all`. */
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
