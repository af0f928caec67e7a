import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { AddressKind, AddressPrecision, AddressResolution } from '../schema/units.ts';
import type { LocalDate } from '../schema.ts';

export type AddressRecord = {
  readonly id: number;
  readonly personId: number;
  readonly kind: AddressKind;
  readonly province: string | null;
  readonly district: string | null;
  readonly commune: string | null;
  readonly hamlet: string | null;
  readonly group: string | null;
  readonly detail: string | null;
  /** The most exact unit known, of its time. */
  readonly unitId: number | null;
  readonly communeUnitId: number | null;
  readonly precision: AddressPrecision;
  readonly todayUnitId: number | null;
  readonly resolution: AddressResolution;
  readonly resolvedOn: LocalDate | null;
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  readonly version: number;
};

const columns = sql`a.id, a.person_id as "personId", a.kind, a.province_text as province, a.district_text as district, a.commune_text as commune,
  a.hamlet, a.group_text as "group", a.detail,
  coalesce(a.hamlet_unit_id, a.commune_unit_id, a.district_unit_id, a.province_unit_id) as "unitId", a.commune_unit_id as "communeUnitId",
  a.precision, a.today_unit_id as "todayUnitId", a.resolution, a.resolved_on as "resolvedOn", a.valid_from as "validFrom",
  a.valid_to as "validTo", a.version`;

/** The addresses of a person: those that hold first, the living one at the head. */
export async function readAddresses(tx: Tx, personId: number): Promise<AddressRecord[]> {
  const { rows } = await sql<AddressRecord>`
    select ${columns} from address a where a.person_id = ${personId}
    order by (a.valid_to is null) desc, (a.kind = 'living') desc, a.valid_from desc nulls last, a.id desc`.execute(tx);
  return rows;
}

export async function readAddress(tx: Tx, personId: number, addressId: number): Promise<AddressRecord | undefined> {
  const { rows } = await sql<AddressRecord>`
    select ${columns} from address a where a.person_id = ${personId} and a.id = ${addressId}`.execute(tx);
  return rows[0];
}

/** Living addresses that hold, in communes that ended before `today`, and that were not followed since: the next ones after `afterId`. */
export async function readOutdatedAddresses(
  tx: Tx,
  { today, afterId, limit }: { today: LocalDate; afterId: number; limit: number },
): Promise<AddressRecord[]> {
  const { rows } = await sql<AddressRecord>`
    select ${columns} from address a
    join unit c on c.id = a.commune_unit_id
    join person p on p.id = a.person_id and p.merged_into_id is null
    left join unit t on t.id = a.today_unit_id
    where a.valid_to is null and a.kind = 'living' and a.id > ${afterId} and c.valid_to < ${today}
      and (a.resolution = 'pending' or t.valid_to < ${today})
    order by a.id limit ${limit}`.execute(tx);
  return rows;
}

export type NewAddressRow = {
  readonly kind: AddressKind;
  readonly written: Readonly<Record<'province' | 'district' | 'commune' | 'hamlet' | 'group' | 'detail', string | null>>;
  readonly unitIds: Readonly<Record<'province' | 'district' | 'commune' | 'hamlet', number | null>>;
  readonly precision: AddressPrecision;
  readonly outcome: Outcome;
  readonly validFrom: LocalDate | null;
};
/** Where an address is today, and how sure that is. */
export type Outcome = {
  readonly todayUnitId: number | null;
  readonly resolution: AddressResolution;
  readonly resolvedOn: LocalDate;
};

/** Adds an address. A living one ends the living one before it, on the day before it begins. */
export async function insertAddress(tx: Tx, personId: number, row: NewAddressRow, at: Date): Promise<number> {
  const { written, unitIds, outcome } = row;
  if (row.kind === 'living') {
    await sql`
      update address set valid_to = greatest(valid_from, ${row.validFrom}::date - 1), version = version + 1
      where person_id = ${personId} and kind = 'living' and valid_to is null`.execute(tx);
  }
  const added = await tx
    .insertInto('address')
    .values({
      person_id: personId,
      kind: row.kind,
      province_text: written.province,
      district_text: written.district,
      commune_text: written.commune,
      hamlet: written.hamlet,
      group_text: written.group,
      detail: written.detail,
      province_unit_id: unitIds.province,
      district_unit_id: unitIds.district,
      commune_unit_id: unitIds.commune,
      hamlet_unit_id: unitIds.hamlet,
      precision: row.precision,
      today_unit_id: outcome.todayUnitId,
      resolution: outcome.resolution,
      resolved_on: outcome.resolvedOn,
      valid_from: row.validFrom,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return added.id;
}

export async function setToday(tx: Tx, addressId: number, { todayUnitId, resolution, resolvedOn }: Outcome): Promise<void> {
  await tx
    .updateTable('address')
    .set((eb) => ({ today_unit_id: todayUnitId, resolution, resolved_on: resolvedOn, version: eb('version', '+', 1) }))
    .where('id', '=', addressId)
    .execute();
}

export const addressErrandCode = 'addressAmbiguous';

/** An errand to say in which unit of today a person's address lies; one a person. */
export async function raiseAddressErrand(
  tx: Tx,
  personId: number,
  { text, candidates, at, dueInMs }: { text: string; candidates: string; at: Date; dueInMs: number },
): Promise<void> {
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, details, created_at, due_at)
    select p.unit_id, p.id, null, ${addressErrandCode}, jsonb_build_object('address', ${text}::text, 'candidates', ${candidates}::text), ${at},
      ${new Date(at.getTime() + dueInMs)}
    from person p where p.id = ${personId}
    on conflict (person_id, attempt_id, code, round) where person_id is not null
      do update set details = excluded.details, due_at = excluded.due_at, done_at = null, done_by = null, result = null`.execute(
    tx,
  );
}

/** Closes the errand about a person's address. */
export async function closeAddressErrand(
  tx: Tx,
  personId: number,
  { userId, result, at }: { userId: number; result: string; at: Date },
) {
  await tx
    .updateTable('errand')
    .set({ done_at: at, done_by: userId, result })
    .where('person_id', '=', personId)
    .where('code', '=', addressErrandCode)
    .where('done_at', 'is', null)
    .execute();
}
