/** The tables of migrations/0010_access.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json } from '../json.ts';

export type PermissionTable = { code: string; vi: string; en: string };
export type RoleTable = { code: string; position: number; vi: string; en: string; sees_all: Generated<boolean> };
export type RolePermissionTable = { role: string; permission: string };

export type IdempotencyKeyTable = {
  user_id: number;
  key: string;
  request_hash: Buffer;
  status: number | null;
  response: Buffer | null;
  content_type: string | null;
  created_at: Date;
  expires_at: Date;
};
export type WebhookTable = {
  id: GeneratedAlways<number>;
  unit_id: number | null;
  url: string;
  events: string[];
  secret: string;
  active: Generated<boolean>;
  created_by: number | null;
  created_at: Date;
  version: Generated<number>;
};
export type WebhookDeliveryTable = {
  id: GeneratedAlways<number>;
  webhook_id: number;
  event_id: string;
  event: string;
  unit_id: number | null;
  data: Json<unknown>;
  happened_at: Date;
  state: Generated<'due' | 'delivered' | 'givenUp'>;
  tries: Generated<number>;
  due_at: Date;
  delivered_at: Date | null;
  last_status: number | null;
  last_error: string | null;
};

export type AccessTables = {
  idempotency_key: IdempotencyKeyTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
  permission: PermissionTable;
  role: RoleTable;
  role_permission: RolePermissionTable;
};
