import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely';
import type { Tx } from '../connect.ts';
import { all, type IdPage, type UnitPart, unitPart } from '../registers/parts.ts';
import { unitsBelow } from '../resultFilter.ts';
import type { CheckInTable, PlaceKind, PlaceTable } from '../schema/tracing.ts';

export type PlaceRecord = {
  readonly id: number;
  readonly version: number;
  readonly unit: UnitPart;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly posterCode: string | null;
  readonly checkIns: number;
  readonly createdAt: Date;
};
export type PlaceFilter = {
  readonly unitId?: number | undefined;
  readonly kind?: PlaceKind | undefined;
  readonly withoutPoster?: boolean | undefined;
  readonly nameKeyPart?: string | undefined;
  readonly id?: number | undefined;
};

/** Registered places that are open, by id. */
export async function readPlaces(tx: Tx, filter: PlaceFilter, page: IdPage): Promise<PlaceRecord[]> {
  const conditions: RawBuilder<unknown>[] = [sql`l.id > ${page.afterId}`];
  if (filter.id === undefined) conditions.push(sql`l.closed_at is null`);
  else conditions.push(sql`l.id = ${filter.id}`);
  if (filter.unitId !== undefined) conditions.push(sql`l.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.kind !== undefined) conditions.push(sql`l.kind = ${filter.kind}`);
  if (filter.withoutPoster !== undefined)
    conditions.push(filter.withoutPoster ? sql`l.poster_code is null` : sql`l.poster_code is not null`);
  if (filter.nameKeyPart) conditions.push(sql`l.name_key like ${`%${filter.nameKeyPart.replace(/[\\%_]/g, '\\$&')}%`}`);
  const { rows } = await sql<PlaceRecord>`
    select l.id, l.version, ${unitPart('u')} as unit, l.kind, l.name, l.hamlet, l.address, l.poster_code as "posterCode",
      (select count(*) from check_in c where c.place_id = l.id) as "checkIns", l.created_at as "createdAt"
    from place l join unit u on u.id = l.unit_id where ${all(conditions)} order by l.id limit ${page.limit}`.execute(tx);
  return rows;
}

export async function insertPlace(tx: Tx, row: Insertable<PlaceTable>): Promise<number> {
  return (await tx.insertInto('place').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** Writes over a row that was locked before, and makes its next version. */
export async function updatePlace(tx: Tx, id: number, change: Updateable<PlaceTable>): Promise<void> {
  await tx
    .updateTable('place')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** The open place whose poster carries this code. */
export async function readPlaceByPoster(
  tx: Tx,
  posterCode: string,
): Promise<{ readonly id: number; readonly unitId: number; readonly name: string } | undefined> {
  return await tx
    .selectFrom('place')
    .select(['id', 'unit_id as unitId', 'name'])
    .where('poster_code', '=', posterCode)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

export async function insertCheckIn(tx: Tx, row: Insertable<CheckInTable>): Promise<number> {
  return (await tx.insertInto('check_in').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

/** The check-in of the same words at the same place since an instant: somebody who tapped twice. */
export async function readSameCheckIn(
  tx: Tx,
  same: { readonly placeId: number; readonly fullName: string; readonly e164: string | null; readonly since: Date },
): Promise<{ readonly id: number; readonly cameAt: Date } | undefined> {
  return await tx
    .selectFrom('check_in')
    .select(['id', 'came_at as cameAt'])
    .where('place_id', '=', same.placeId)
    .where('full_name', '=', same.fullName)
    .where((eb) => (same.e164 === null ? eb('e164', 'is', null) : eb('e164', '=', same.e164)))
    .where('came_at', '>=', same.since)
    .executeTakeFirst();
}

/** Communes that a citizen may choose as the place where they are now: those of the day below the units that somebody here works for, by name. */
export async function readCommuneChoices(
  tx: Tx,
  day: string,
): Promise<{ readonly code: string; readonly name: string; readonly within: string | null }[]> {
  const { rows } = await sql<{ code: string; name: string; within: string | null }>`
    with recursive served (id) as (
      select unit_id from user_unit union select u.id from unit u join served s on u.parent_id = s.id
    )
    select u.code, u.name, d.name as within from unit u left join unit d on d.id = u.parent_id
    where u.kind = 'commune' and u.valid_from <= ${day} and (u.valid_to is null or u.valid_to >= ${day})
      and (u.id in (select id from served) or not exists (select from user_unit))
    order by d.name, u.name, u.id`.execute(tx);
  return rows;
}
