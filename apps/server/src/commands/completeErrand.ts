import { Problem } from '@truyvet/contract';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { type ErrandRecord, readErrands } from '../db/inbox.ts';
import { inScope, type Scope } from '../db/scope.ts';

/**
 * Closes an errand with what the officer found out. Throws `resource.missing` when there is no such errand in the scope, `errand.done` when
 * somebody has closed it before: two reports about one visit are for people to settle.
 */
export async function completeErrand(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly errandId: number;
    readonly result: string;
    readonly now: Date;
  },
): Promise<ErrandRecord> {
  const { scope, userId, errandId, result, now } = request;
  return await inScope(db, scope, async (tx) => {
    const updated = await tx
      .updateTable('errand')
      .set({ done_at: now, done_by: userId, result })
      .where('id', '=', errandId)
      .where('done_at', 'is', null)
      .executeTakeFirst();
    const [record] = await readErrands(tx, { state: 'all', id: errandId }, { limit: 1 });
    if (!record) throw new Problem('resource.missing');
    if (updated.numUpdatedRows === 0n) throw new Problem('errand.done');
    const { unitId, personId, code } = record;
    const details = { personId, code };
    await appendAudit(tx, { at: now, userId, unitId, action: 'complete', subject: 'errand', subjectId: errandId, details });
    return record;
  });
}
