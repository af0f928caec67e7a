import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { type ErrandRecord, readErrands } from '../../db/inbox.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockErrand, setOwner, userReaches } from '../../db/triage/errands.ts';

/**
 * Gives an errand to somebody: oneself, a colleague, or (null) back to everybody. Throws `resource.missing`, `errand.done`,
 * `resource.changed` when `seen` is no longer its version, `errand.ownerOutOfReach` when the new owner could not see it.
 */
export async function assignErrand(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly errandId: number;
    readonly ownerId: number | null;
    readonly seen: number;
    readonly now: Date;
  },
): Promise<ErrandRecord> {
  const { scope, userId, errandId, ownerId, seen, now } = request;
  return await inScope(db, scope, async (tx) => {
    const errand = await lockErrand(tx, errandId);
    if (!errand) throw new Problem('resource.missing');
    if (errand.doneAt) throw new Problem('errand.done');
    if (errand.version !== seen) throw new Problem('resource.changed', { version: errand.version });
    const { unitId, unitName, personId, code } = errand;
    if (ownerId !== null && !(await userReaches(tx, ownerId, unitId))) {
      throw new Problem('errand.ownerOutOfReach', { unit: unitName });
    }
    await setOwner(tx, errand, { ownerId, by: userId, at: now });
    const details = { personId, code, from: errand.ownerId, to: ownerId };
    await appendAudit(tx, { at: now, userId, unitId, action: 'assign', subject: 'errand', subjectId: errandId, details });
    const [record] = await readErrands(tx, { state: 'all', id: errandId }, { limit: 1 });
    if (!record) throw new Problem('resource.missing');
    return record;
  });
}
