import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { Sex } from './schema.ts';

export type HouseholdRecord = {
  readonly id: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly code: string;
  readonly name: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly headPersonId: number | null;
  readonly headName: string | null;
  readonly members: number;
  readonly version: number;
};

const select = sql`
  select h.id, u.id as "unitId", u.code as "unitCode", u.name as "unitName", h.code, h.name, h.hamlet, h.address,
    p.id as "headPersonId", p.full_name as "headName", h.version,
    (select count(*) from person m where m.household_id = h.id and m.merged_into_id is null) as members
  from household h join unit u on u.id = h.unit_id left join person p on p.id = h.head_person_id`;

export async function readHousehold(tx: Tx, id: number): Promise<HouseholdRecord | undefined> {
  const { rows } = await sql<HouseholdRecord>`${select} where h.id = ${id}`.execute(tx);
  return rows[0];
}

/** Households of a unit (all visible ones without it), by id; those after `afterId`. */
export async function readHouseholds(
  tx: Tx,
  page: { readonly unitId: number | undefined; readonly afterId: number; readonly limit: number },
): Promise<HouseholdRecord[]> {
  const ofUnit = page.unitId === undefined ? sql`true` : sql`h.unit_id = ${page.unitId}`;
  const { rows } = await sql<HouseholdRecord>`
    ${select} where ${ofUnit} and h.id > ${page.afterId} order by h.id limit ${page.limit}`.execute(tx);
  return rows;
}

export type MemberRecord = {
  readonly id: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly sex: Sex | null;
};

/** The members, the oldest first. */
export async function readMembers(tx: Tx, householdId: number): Promise<MemberRecord[]> {
  return await tx
    .selectFrom('person')
    .select(['id', 'full_name as fullName', 'birth_year as birthYear', 'sex'])
    .where('household_id', '=', householdId)
    .where('merged_into_id', 'is', null)
    .orderBy('birth_year')
    .orderBy('id')
    .execute();
}

export type HouseholdRow = {
  readonly code: string;
  readonly name: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly headPersonId: number | null;
};

export async function insertHousehold(tx: Tx, unitId: number, row: HouseholdRow, at: Date): Promise<number> {
  const { code, name, hamlet, address, headPersonId } = row;
  const added = await tx
    .insertInto('household')
    .values({ unit_id: unitId, code, name, hamlet, address, head_person_id: headPersonId, created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return added.id;
}

export async function updateHousehold(tx: Tx, id: number, version: number, change: Partial<HouseholdRow>): Promise<void> {
  const { headPersonId, ...rest } = change;
  const head = headPersonId === undefined ? {} : { head_person_id: headPersonId };
  await tx
    .updateTable('household')
    .set({ ...rest, ...head, version })
    .where('id', '=', id)
    .execute();
}

/** True when a household of the unit has this code. */
export async function codeTaken(tx: Tx, unitId: number, code: string, otherThan?: number): Promise<boolean> {
  const found = await tx
    .selectFrom('household')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('code', '=', code)
    .where('id', '<>', otherThan ?? 0)
    .executeTakeFirst();
  return found !== undefined;
}

/** The next free code of a unit: H0001, H0002… Locks the unit's households against another who asks at the same time. */
export async function nextCode(tx: Tx, unitId: number): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended('household of unit', ${unitId}))`.execute(tx);
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(substring(code from '^H(\\d{1,9})$')::integer), 0) as last from household where unit_id = ${unitId}`.execute(
    tx,
  );
  return `H${String((rows[0]?.last ?? 0) + 1).padStart(4, '0')}`;
}

/** The household has no head any more if this person was it. */
export async function leaveHeadship(tx: Tx, householdId: number, personId: number): Promise<void> {
  await tx
    .updateTable('household')
    .set((eb) => ({ head_person_id: null, version: eb('version', '+', 1) }))
    .where('id', '=', householdId)
    .where('head_person_id', '=', personId)
    .execute();
}
