import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { insertDecision, readDecision, withdrawDecision } from '../../db/levels/decisions.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };
export type Decided = { readonly id: number; readonly moved: readonly MovedPerson[] };

/**
 * Sets a level by hand: a recorded act with its reason, in force until it is withdrawn. Throws `resource.missing`, `level.decided` when one is in
 * force, `exposure.dates` for a day in the future.
 */
export async function decideLevel(
  db: Db,
  request: Asking & {
    readonly personId: number;
    readonly outbreakId: number;
    readonly level: number | null;
    readonly exposedOn: string | null;
    readonly because: string;
  },
): Promise<Decided> {
  const { scope, userId, now: at, personId, outbreakId, level, because } = request;
  const exposedOn = request.exposedOn ?? localDate(at);
  if (exposedOn > localDate(at)) throw new Problem('exposure.dates', { field: 'exposedOn' });
  return await inScope(db, scope, async (tx) => {
    await requireOutbreak(tx, outbreakId);
    await lockLevels(tx, outbreakId);
    const unitId = await unitOfPerson(tx, personId);
    const id = await insertDecision(tx, { outbreakId, personId, unitId, level, exposedOn, because, userId, at });
    if (id === null) throw new Problem('level.decided');
    const details = { personId, level, exposedOn, because };
    await appendAudit(tx, { at, userId, unitId, action: 'decide', subject: 'level', subjectId: id, details });
    const cause = { decisionId: id };
    return { id, moved: await moveLevels(tx, { outbreakId, people: [personId], because: 'decided', cause, at, userId }) };
  });
}

/** Takes a decision back: the level is derived again. Throws `resource.missing`, `level.withdrawn`. */
export async function withdrawLevelDecision(
  db: Db,
  request: Asking & { readonly decisionId: number; readonly because: string },
): Promise<Decided> {
  const { scope, userId, now: at, decisionId: id, because } = request;
  return await inScope(db, scope, async (tx) => {
    const decision = await readDecision(tx, id);
    if (!decision) throw new Problem('resource.missing');
    const { outbreakId, personId, unitId } = decision;
    await lockLevels(tx, outbreakId);
    if (!(await withdrawDecision(tx, id, { userId, at, because }))) throw new Problem('level.withdrawn');
    await appendAudit(tx, {
      at,
      userId,
      unitId,
      action: 'withdraw',
      subject: 'level',
      subjectId: id,
      details: { personId, because },
    });
    const act = { outbreakId, people: [personId], because: 'decisionWithdrawn', cause: { decisionId: id }, at, userId } as const;
    return { id, moved: await moveLevels(tx, act) };
  });
}
