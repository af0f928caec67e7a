import { type RawBuilder, sql } from 'kysely';
import type { SealedKind } from './keyRing.ts';

/** A column of cipher texts that outlive a rotation of keys. */
export type SealedPlace = {
  readonly table: string;
  readonly primaryKey: readonly string[];
  readonly column: string;
  readonly kind: SealedKind;
  /** `text`: `<key id>.<base64url>`; `json`: the same as a JSON string; `bytes`: the key's id stands beside, in `key_id`. */
  readonly form: 'text' | 'json' | 'bytes';
  readonly rowsAtOnce: number;
};

const id = ['id'];
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'person', primaryKey: id, column: 'national_id_sealed', kind: 'nationalId', form: 'text', rowsAtOnce: 1000 },
  { table: 'person', primaryKey: id, column: 'insurance_number_sealed', kind: 'insuranceNumber', form: 'text', rowsAtOnce: 1000 },
  { table: 'webhook', primaryKey: id, column: 'secret', kind: 'webhookSecret', form: 'text', rowsAtOnce: 1000 },
  { table: 'recording', primaryKey: id, column: 'alaw', kind: 'recording', form: 'bytes', rowsAtOnce: 50 },
  { table: 'import_file', primaryKey: id, column: 'content', kind: 'listFile', form: 'bytes', rowsAtOnce: 2 },
  { table: 'import_draft', primaryKey: id, column: 'content', kind: 'listFile', form: 'bytes', rowsAtOnce: 2 },
  {
    table: 'import_row',
    primaryKey: ['import_id', 'row_number'],
    column: 'cells',
    kind: 'listRow',
    form: 'json',
    rowsAtOnce: 1000,
  },
  {
    table: 'import_draft_row',
    primaryKey: ['draft_id', 'row_number'],
    column: 'cells',
    kind: 'listRow',
    form: 'json',
    rowsAtOnce: 1000,
  },
];

/** True of rows that are sealed with another key than `current`; empty and erased ones are sealed with none. */
export function sealedOtherwise({ column, form }: SealedPlace, current: string): RawBuilder<boolean> {
  const name = sql.ref(column);
  if (form === 'bytes') return sql`(key_id <> ${current} and ${name} <> '')`;
  if (form === 'text') return sql`split_part(${name}, '.', 1) <> ${current}`;
  return sql`(jsonb_typeof(${name}) = 'string' and split_part(${name} #>> '{}', '.', 1) <> ${current})`;
}
