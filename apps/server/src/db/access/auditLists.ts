import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

export type AuditRecord = {
  readonly id: number;
  readonly at: Date;
  readonly user: { readonly id: number; readonly username: string; readonly displayName: string } | null;
  readonly unitId: number | null;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly details: unknown;
  readonly seal: number | null;
};

export type AuditFilter = {
  readonly userId?: number | undefined;
  readonly subject?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly beforeId?: number | undefined;
  readonly limit: number;
};

/** What was read and changed, newest first; row-level security leaves the rows of the scope's units. */
export async function readAudit(tx: Tx, filter: AuditFilter): Promise<AuditRecord[]> {
  const { rows } = await sql<AuditRecord>`
    select a.id, a.at, a.unit_id as "unitId", a.action, a.subject, a.subject_id as "subjectId", a.details, a.seal,
      case when u.id is null then null
           else jsonb_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name) end as user
    from audit_log a left join app_user u on u.id = a.user_id
    where a.id < ${filter.beforeId ?? Number.MAX_SAFE_INTEGER}
      and (${filter.userId ?? null}::bigint is null or a.user_id = ${filter.userId ?? null})
      and (${filter.subject ?? null}::text is null or a.subject = ${filter.subject ?? null})
      and (${filter.subjectId ?? null}::text is null or a.subject_id = ${filter.subjectId ?? null})
      and (${filter.action ?? null}::text is null or a.action = ${filter.action ?? null})
      and (${filter.from ?? null}::timestamptz is null or a.at >= ${filter.from ?? null})
      and (${filter.until ?? null}::timestamptz is null or a.at < ${filter.until ?? null})
    order by a.id desc limit ${filter.limit}`.execute(tx);
  return rows;
}
