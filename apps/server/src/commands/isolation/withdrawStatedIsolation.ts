import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { moveLevels } from '../levels/moveLevels.ts';

/**
 * An officer found that a quarantine which a list states was not so: it kept nobody from others, so that levels are derived again without it. Gives
 * who moved. Throws `resource.missing` (also for one that was withdrawn before), `resource.changed`.
 */
export async function withdrawStatedIsolation(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly id: number;
    readonly seen: number;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<readonly MovedPerson[]> {
  const { scope, userId, id, seen, reason, now: at } = request;
  return await inScope(db, scope, async (tx) => {
    const { outbreakId, personId, unitId } = await requireStated(tx, id);
    await lockLevels(tx, outbreakId);
    await lockVersion(tx, 'stated_isolation', id, seen);
    await tx
      .updateTable('stated_isolation')
      .set({ withdrawn_at: at, withdrawn_because: reason, version: seen + 1 })
      .where('id', '=', id)
      .execute();
    const details = { personId, reason };
    await appendAudit(tx, { at, userId, unitId, action: 'withdraw', subject: 'statedIsolation', subjectId: id, details });
    const cause = { statedIsolationId: id };
    return await moveLevels(tx, { outbreakId, people: [personId], because: 'isolation', cause, at, userId });
  });
}

async function requireStated(tx: Tx, id: number) {
  const stated = await tx
    .selectFrom('stated_isolation')
    .select(['outbreak_id as outbreakId', 'person_id as personId', 'unit_id as unitId'])
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!stated) throw new Problem('resource.missing');
  return stated;
}
