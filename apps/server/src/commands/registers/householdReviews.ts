import { type HouseholdReviewChange, missing, type NewHouseholdReview, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { insertRegisterChange, insertReview, type ReviewRow, readReview, updateReview } from '../../db/registers/entries.ts';
import { readHouseholdUnit } from '../../db/registers/parts.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { type Actor, changedFields, requireCame } from './entryRules.ts';

/** A village team has looked into a household. Throws `resource.missing`, `review.twice`, `register.future`. */
export async function createHouseholdReview(db: Db, actor: Actor, body: NewHouseholdReview): Promise<ReviewRow> {
  requireCame(body.reviewedOn, actor.now, 'reviewedOn');
  return await inScope(db, actor.scope, async (tx) => {
    const unitId = await readHouseholdUnit(tx, body.householdId);
    if (unitId === undefined) throw missing('householdId');
    const row = await insertReview(tx, {
      household_id: body.householdId,
      unit_id: unitId,
      reviewed_on: body.reviewedOn,
      team: body.team,
      reviewed_by: actor.userId,
      people_home: body.peopleHome,
      people_away: body.peopleAway,
      findings: body.findings,
      created_at: actor.now,
    });
    if (!row) throw new Problem('review.twice', { team: body.team, day: body.reviewedOn });
    const entry = { at: actor.now, userId: actor.userId, unitId, subject: 'householdReview', subjectId: row.id };
    await appendAudit(tx, { ...entry, action: 'create', details: { householdId: body.householdId } });
    return row;
  });
}

/** Throws `resource.missing`, `resource.changed`. */
export async function changeHouseholdReview(
  db: Db,
  actor: Actor,
  id: number,
  seen: number,
  change: HouseholdReviewChange,
): Promise<ReviewRow> {
  return await inScope(db, actor.scope, async (tx) => {
    await lockVersion(tx, 'household_review', id, seen);
    const before = await readReview(tx, id);
    if (!before) throw new Problem('resource.missing');
    const { fields, set, was } = changedFields(before, {
      team: change.team,
      people_home: change.peopleHome,
      people_away: change.peopleAway,
      findings: change.findings,
    });
    if (fields.length === 0) return before;
    const row = await updateReview(tx, id, set);
    const { userId, now } = actor;
    const about = { register: 'households', outbreakId: null, unitId: row.unit_id, subjectId: id } as const;
    await insertRegisterChange(tx, { ...about, kind: 'changed', fields, at: now, userId });
    const entry = { at: now, userId, unitId: row.unit_id, subject: 'householdReview', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'change', details: { fields, was } });
    return row;
  });
}
