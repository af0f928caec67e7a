/** The tables of migrations/0010_access.sql; see ../schema.ts for what a value is on this side. */
import type { Generated } from 'kysely';

export type PermissionTable = { code: string; vi: string; en: string };
export type RoleTable = { code: string; position: number; vi: string; en: string; sees_all: Generated<boolean> };
export type RolePermissionTable = { role: string; permission: string };

export type AccessTables = {
  permission: PermissionTable;
  role: RoleTable;
  role_permission: RolePermissionTable;
};
