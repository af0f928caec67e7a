import type { Permission, Role } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { Scope } from '../scope.ts';

/** What a user may do and where, as it stands in the database now. */
export type Rights = {
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: Scope;
};

export type RightsRow = {
  readonly permissions: readonly Permission[];
  readonly seesAll: boolean;
  readonly given: readonly number[];
  /** The units given, everything below them and what went into them whole (`units_below`), ascending. */
  readonly below: readonly number[];
};

/** Columns that tell the rights of the user `u`, in one round trip. */
export const rightsColumns = sql`
  array(select p.permission from role_permission p where p.role = u.role) as permissions,
  (select r.sees_all from role r where r.code = u.role) as "seesAll",
  array(select g.unit_id from user_unit g where g.user_id = u.id) as given,
  array(select id from units_below(array(select g.unit_id from user_unit g where g.user_id = u.id)) as below (id) order by id) as below`;

/** A user of a role that sees all and who has no unit sees everything; anybody else their units with all below them. */
export function rightsOf(userId: number, row: RightsRow): Rights {
  const permissions = new Set(row.permissions);
  const sees = { health: permissions.has('health.read'), identity: permissions.has('identity.read') };
  const everywhere = row.seesAll && row.given.length === 0;
  return {
    permissions,
    scope: everywhere ? { kind: 'all', userId, ...sees } : { kind: 'units', unitIds: row.below.map(Number), userId, ...sees },
  };
}

/** Grows with every committed change of what rights depend on (0100_quick_scope.sql). */
export const rightsVersion = sql<number>`(select sum(n)::bigint from rights_change)`;

/** The rights of a user. Undefined when there is no such user. */
export async function readRights(tx: Tx, userId: number): Promise<Rights | undefined> {
  const { rows } = await sql<RightsRow>`select ${rightsColumns} from app_user u where u.id = ${userId}`.execute(tx);
  return rows[0] && rightsOf(userId, rows[0]);
}

export type RoleRecord = {
  readonly code: Role;
  readonly vi: string;
  readonly en: string;
  readonly seesAll: boolean;
  readonly permissions: readonly Permission[];
};

/** Every role with what it permits, in the order they are shown. */
export async function readRoles(tx: Tx): Promise<RoleRecord[]> {
  const { rows } = await sql<RoleRecord>`
    select r.code, r.vi, r.en, r.sees_all as "seesAll",
      array(select p.permission from role_permission p where p.role = r.code order by p.permission) as permissions
    from role r order by r.position`.execute(tx);
  return rows;
}

export type PermissionRecord = { readonly code: Permission; readonly vi: string; readonly en: string };

export async function readPermissions(tx: Tx): Promise<PermissionRecord[]> {
  const { rows } = await sql<PermissionRecord>`select code, vi, en from permission order by code`.execute(tx);
  return rows;
}
