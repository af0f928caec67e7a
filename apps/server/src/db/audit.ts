import type { Tx } from './connect.ts';
import { json } from './json.ts';

export type AuditEntry = {
  readonly at: Date;
  /** Null for the system itself. */
  readonly userId: number | null;
  /** The unit whose people may read the row; null: administrators only. */
  readonly unitId: number | null;
  /** What was done: 'read', 'create', 'change', 'signIn'… */
  readonly action: string;
  /** To what: 'person', 'import', 'campaign'… */
  readonly subject: string;
  readonly subjectId?: string | number;
  readonly details?: unknown;
};

/** Adds a row in the same transaction as the act itself: neither exists without the other. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const row = {
    at: entry.at,
    user_id: entry.userId,
    unit_id: entry.unitId,
    action: entry.action,
    subject: entry.subject,
    subject_id: entry.subjectId === undefined ? null : String(entry.subjectId),
    details: json(entry.details ?? {}),
  };
  await tx.insertInto('audit_log').values(row).execute();
}
