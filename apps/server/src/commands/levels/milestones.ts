import { missing, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { readCase } from '../../db/levels/cases.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import {
  exposeVisitors,
  insertMilestone,
  type MilestoneFacts,
  type MilestoneRow,
  type NewVisit,
  putVisits,
  readMilestones,
  readUnseen,
  readVisits,
  updateMilestone,
  type VisitRow,
} from '../../db/levels/milestones.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { requireCame } from '../registers/entryRules.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };

/** Writes a milestone down. The unit has been checked by the route. Throws `resource.missing`, `register.future`, `milestone.times`. */
export async function addMilestone(
  db: Db,
  request: Asking & { readonly outbreakId: number; readonly unitId: number; readonly facts: MilestoneFacts },
): Promise<MilestoneRow> {
  const { scope, userId, now: at, outbreakId, unitId, facts } = request;
  return await inScope(db, scope, async (tx) => {
    await requireOutbreak(tx, outbreakId);
    await requireFacts(tx, outbreakId, facts, at);
    const id = await insertMilestone(tx, { ...facts, outbreakId, unitId, at });
    await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'milestone', subjectId: id, details: facts });
    return await requireMilestone(tx, id);
  });
}

/** Changes a milestone. Contacts that it has given stay as they are. Throws `resource.missing`, `resource.changed`, `register.future`, `milestone.times`. */
export async function changeMilestone(
  db: Db,
  request: Asking & { readonly milestoneId: number; readonly seen: number; readonly changes: Partial<MilestoneFacts> },
): Promise<MilestoneRow> {
  const { scope, userId, now: at, milestoneId, seen, changes } = request;
  return await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'milestone', milestoneId, seen);
    const before = await requireMilestone(tx, milestoneId);
    const { placeId, name, startsAt, endsAt, sourceCaseId } = { ...before, ...changes };
    const facts = { placeId, name, startsAt, endsAt, sourceCaseId };
    await requireFacts(tx, before.outbreakId, facts, at);
    await updateMilestone(tx, milestoneId, facts, seen + 1);
    const { unitId } = before;
    await appendAudit(tx, {
      at,
      userId,
      unitId,
      action: 'change',
      subject: 'milestone',
      subjectId: milestoneId,
      details: changes,
    });
    return await requireMilestone(tx, milestoneId);
  });
}

/** Adds or changes who was there and when. Throws `resource.missing` also for a person out of the scope, `milestone.times`. */
export async function recordVisits(
  db: Db,
  request: Asking & { readonly milestoneId: number; readonly visits: readonly NewVisit[] },
): Promise<VisitRow[]> {
  const { scope, userId, now: at, milestoneId, visits } = request;
  return await inScope(db, scope, async (tx) => {
    const { startsAt, endsAt, unitId } = await requireMilestone(tx, milestoneId);
    for (const { fromAt, untilAt } of visits)
      if ((fromAt ?? startsAt) > (untilAt ?? endsAt) || (fromAt ?? startsAt) >= endsAt || (untilAt ?? endsAt) <= startsAt)
        throw new Problem('milestone.times');
    const distinct = [...new Map(visits.map((visit) => [visit.personId, visit])).values()];
    if ((await putVisits(tx, milestoneId, distinct)) !== distinct.length) throw await unseenVisitors(tx, visits);
    const details = { people: distinct.map(({ personId }) => personId) };
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'milestone', subjectId: milestoneId, details });
    return await readVisits(tx, milestoneId);
  });
}

/** Names the visitors who are not there to be seen. */
async function unseenVisitors(tx: Tx, visits: readonly NewVisit[]): Promise<Problem> {
  const unseen = await readUnseen(
    tx,
    visits.map(({ personId }) => personId),
  );
  return missing(...visits.flatMap(({ personId }, at) => (unseen.has(personId) ? [`visits.${at}.personId`] : [])));
}

/** Exposes the visitors to the cases who were there. Throws `resource.missing`, `milestone.noSource`. */
export async function exposeMilestone(
  db: Db,
  request: Asking & { readonly milestoneId: number },
): Promise<{ readonly exposures: number; readonly moved: readonly MovedPerson[] }> {
  const { scope, userId, now: at, milestoneId } = request;
  return await inScope(db, scope, async (tx) => {
    const { outbreakId, unitId } = await requireMilestone(tx, milestoneId);
    await lockLevels(tx, outbreakId);
    const { exposures, people, sources } = await asSystem(tx, () => exposeVisitors(tx, milestoneId, at));
    if (sources === 0) throw new Problem('milestone.noSource');
    const details = { exposures };
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'milestone', subjectId: milestoneId, details });
    const moved = await moveLevels(tx, { outbreakId, people, because: 'milestone', cause: { milestoneId }, at, userId });
    return { exposures: exposures.length, moved };
  });
}

async function requireFacts(
  tx: Tx,
  outbreakId: number,
  { startsAt, endsAt, sourceCaseId, placeId }: MilestoneFacts,
  now: Date,
): Promise<void> {
  // Who will be somewhere has met nobody there yet. Later on the same day counts as now: it is written down while it goes on.
  requireCame(localDate(startsAt), now, 'startsAt');
  requireCame(localDate(endsAt), now, 'endsAt');
  if (endsAt <= startsAt) throw new Problem('milestone.times');
  if (sourceCaseId !== null && (await readCase(tx, sourceCaseId))?.outbreakId !== outbreakId) throw missing('sourceCaseId');
  if (placeId === null) return;
  const place = await tx.selectFrom('place').select('id').where('id', '=', placeId).executeTakeFirst();
  if (!place) throw missing('placeId');
}

export async function requireMilestone(tx: Tx, id: number): Promise<MilestoneRow> {
  const [row] = await readMilestones(tx, { id }, { limit: 1 });
  if (!row) throw new Problem('resource.missing');
  return row;
}
