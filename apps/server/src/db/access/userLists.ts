import type { Role, UnitName } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { Locale } from '../schema.ts';

export type UserRecord = {
  readonly id: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale: Locale;
  readonly disabled: boolean;
  readonly units: readonly UnitName[];
  readonly createdAt: Date;
  readonly version: number;
};

export type UserFilter = {
  readonly id?: number;
  readonly username?: string;
  /** Only users who have units, all of them among these: whom somebody bound to these units may manage. */
  readonly within?: readonly number[];
  readonly afterUsername?: string;
  readonly limit: number;
};

/** Users by name. */
export async function readUsers(tx: Tx, { id, username, within, afterUsername, limit }: UserFilter): Promise<UserRecord[]> {
  const mine = within
    ? sql`and exists (select from user_unit g where g.user_id = u.id)
          and not exists (select from user_unit g where g.user_id = u.id and g.unit_id <> all (${[...within]}::bigint[]))`
    : sql``;
  const { rows } = await sql<UserRecord>`
    select u.id, u.username, u.display_name as "displayName", u.role, u.locale, u.disabled, u.created_at as "createdAt", u.version,
      coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'code', n.code, 'name', n.name) order by n.id)
                from user_unit g join unit n on n.id = g.unit_id where g.user_id = u.id), '[]') as units
    from app_user u
    where (${id ?? null}::bigint is null or u.id = ${id ?? null}) and (${username ?? null}::text is null or u.username = ${username ?? null})
      and u.username > ${afterUsername ?? ''} ${mine}
    order by u.username limit ${limit}`.execute(tx);
  return rows;
}

export type UserEdit = {
  readonly displayName?: string | undefined;
  readonly role?: Role | undefined;
  readonly locale?: Locale | undefined;
  readonly disabled?: boolean | undefined;
  readonly unitIds?: readonly number[] | undefined;
};

/** Needs a transaction in scope `all`. The row must be locked and at `version - 1`. A disabled user's sessions end. */
export async function updateUser(tx: Tx, userId: number, version: number, edit: UserEdit): Promise<void> {
  const { displayName, role, locale, disabled, unitIds } = edit;
  const columns = {
    version,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(role === undefined ? {} : { role }),
    ...(locale === undefined ? {} : { locale }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  await tx.updateTable('app_user').set(columns).where('id', '=', userId).execute();
  if (disabled) await tx.deleteFrom('user_session').where('user_id', '=', userId).execute();
  if (!unitIds) return;
  await tx.deleteFrom('user_unit').where('user_id', '=', userId).execute();
  const units = [...new Set(unitIds)].map((unitId) => ({ user_id: userId, unit_id: unitId }));
  if (units.length > 0) await tx.insertInto('user_unit').values(units).execute();
}

/** True while somebody besides this user could still manage everything. */
export async function anotherAdministrator(tx: Tx, besides: number): Promise<boolean> {
  const { rows } = await sql`
    select from app_user u join role r on r.code = u.role
    where u.id <> ${besides} and not u.disabled and r.sees_all and not exists (select from user_unit g where g.user_id = u.id) limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** How many of these units there are. */
export async function countUnits(tx: Tx, unitIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from unit where id = any (${[...unitIds]}::bigint[])`.execute(tx);
  return rows[0]?.n ?? 0;
}
