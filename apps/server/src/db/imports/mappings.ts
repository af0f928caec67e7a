import type { FieldCode } from '@truyvet/outbreak';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

/** Fields by column from 0; null for columns that are not read. */
export type Fields = ReadonlyArray<FieldCode | null>;

export type Mapping = { readonly fields: Fields; readonly usedAt: Date };

/** Mappings that one sender can have; the oldest are not looked at. */
const mostMappings = 500;

/** How this sender's columns were read before, by the fingerprint of the header. */
export async function readMappings(tx: Tx, unitId: number): Promise<Map<string, Mapping>> {
  const rows = await tx
    .selectFrom('import_mapping')
    .select(['fingerprint', 'columns', 'used_at as usedAt'])
    .where('unit_id', '=', unitId)
    .orderBy('used_at', 'desc')
    .limit(mostMappings)
    .execute();
  return new Map(rows.map(({ fingerprint, columns, usedAt }) => [fingerprint, { fields: columns as Fields, usedAt }]));
}

/** Remembers how columns under a header are read, for the next list of this sender. */
export async function rememberMapping(
  tx: Tx,
  mapping: {
    readonly unitId: number;
    readonly fingerprint: string;
    readonly fields: Fields;
    readonly at: Date;
    readonly userId: number | null;
  },
): Promise<void> {
  const row = {
    unit_id: mapping.unitId,
    fingerprint: mapping.fingerprint,
    columns: json(mapping.fields),
    used_at: mapping.at,
    used_by: mapping.userId,
  };
  const { columns, used_at, used_by } = row;
  await tx
    .insertInto('import_mapping')
    .values(row)
    .onConflict((conflict) => conflict.columns(['unit_id', 'fingerprint']).doUpdateSet({ columns, used_at, used_by }))
    .execute();
}
