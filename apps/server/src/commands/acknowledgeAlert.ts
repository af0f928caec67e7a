import { Problem } from '@truyvet/contract';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { type AlertRecord, readAlerts } from '../db/inbox.ts';
import { holdPersonOf } from '../db/personFacts/holdPeople.ts';
import { inScope, type Scope } from '../db/scope.ts';

/**
 * Notes that an officer has taken an alert. A second time changes nothing: the first officer stays.
 * Throws `resource.missing` when there is no such alert in the scope.
 */
export async function acknowledgeAlert(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly alertId: number;
    readonly now: Date;
    readonly note?: string | undefined;
  },
): Promise<AlertRecord> {
  const { scope, userId, alertId, now } = request;
  const note = request.note || null;
  return await inScope(db, scope, async (tx) => {
    await holdPersonOf(tx, 'alert', alertId);
    const updated = await tx
      .updateTable('alert')
      .set((eb) => ({ acknowledged_at: now, acknowledged_by: userId, note, version: eb('version', '+', 1) }))
      .where('id', '=', alertId)
      .where('acknowledged_at', 'is', null)
      .executeTakeFirst();
    const [record] = await readAlerts(tx, { state: 'all', id: alertId, readerId: userId }, { limit: 1 });
    if (!record) throw new Problem('resource.missing');
    if (updated.numUpdatedRows > 0n) {
      const { unitId, personId, level } = record;
      const details = { personId, level };
      await appendAudit(tx, { at: now, userId, unitId, action: 'acknowledge', subject: 'alert', subjectId: alertId, details });
    }
    return record;
  });
}
