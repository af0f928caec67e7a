import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';
import { json } from './json.ts';
import { kept } from './keptPlans.ts';

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

/**
 * Adds a row in the same transaction as the act itself: neither exists without the other. What is only shown may be noted by itself, before it
 * leaves: anybody may add rows, whatever the scope, so that needs no transaction around it.
 */
export async function appendAudit(at: Tx | Db, entry: AuditEntry): Promise<void> {
  const { userId, unitId, action, subject } = entry;
  const subjectId = entry.subjectId === undefined ? null : String(entry.subjectId);
  await sql`${kept}insert into audit_log (at, user_id, unit_id, action, subject, subject_id, details)
    values (${entry.at}, ${userId}, ${unitId}, ${action}, ${subject}, ${subjectId}, ${json(entry.details ?? {})})`.execute(at);
}
