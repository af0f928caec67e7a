import { type AbsenceChange, type AbsenceClosing, type NewAbsence, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  type AbsenceRow,
  insertAbsence,
  insertRegisterChange,
  isAway,
  openJourneyOf,
  readAbsence,
  updateAbsence,
} from '../../db/registers/entries.ts';
import { requireUnit } from '../../db/registers/parts.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { type Actor, changedFields, personUnit, requireCame, requireOrder } from './entryRules.ts';
import { addJourney } from './journeys.ts';

/** Writes down that a local is away. Throws `resource.missing`, `register.dates`, `absence.twice`. */
export async function createAbsence(db: Db, actor: Actor, body: NewAbsence): Promise<AbsenceRow> {
  requireOrder(body.leftOn, body.expectedBackOn, 'expectedBackOn');
  return await inScope(db, actor.scope, async (tx) => {
    const unitId = await personUnit(tx, body.personId);
    await requireUnit(tx, body.placeUnitId, 'placeUnitId');
    if (await isAway(tx, body.personId)) throw new Problem('absence.twice');
    const row = await insertAbsence(tx, {
      person_id: body.personId,
      unit_id: unitId,
      reason: body.reason,
      destination: body.destination,
      place_unit_id: body.placeUnitId,
      place_text: body.placeText,
      left_on: body.leftOn,
      expected_back_on: body.expectedBackOn,
      created_at: actor.now,
    });
    const entry = { at: actor.now, userId: actor.userId, unitId, subject: 'absence', subjectId: row.id };
    await appendAudit(tx, { ...entry, action: 'create', details: { personId: body.personId } });
    return row;
  });
}

/** Changes an entry that is open. Throws `resource.missing`, `resource.changed`, `register.closed`, `register.dates`. */
export async function changeAbsence(db: Db, actor: Actor, id: number, seen: number, change: AbsenceChange): Promise<AbsenceRow> {
  return await inScope(db, actor.scope, async (tx) => {
    const before = await openAbsence(tx, id, seen);
    const { fields, set, was } = changedFields(before, {
      reason: change.reason,
      destination: change.destination,
      place_unit_id: change.placeUnitId,
      place_text: change.placeText,
      left_on: change.leftOn,
      expected_back_on: change.expectedBackOn,
    });
    if (fields.length === 0) return before;
    const after = { ...before, ...set };
    requireOrder(after.left_on, after.expected_back_on, 'expectedBackOn');
    await requireUnit(tx, set.place_unit_id, 'placeUnitId');
    const row = await updateAbsence(tx, id, set);
    await note(tx, actor, row, 'changed', fields, was);
    return row;
  });
}

/**
 * Ends an absence. Who returned enters the register of returnees with the place they were away at, in the same transaction, unless they are there already.
 * Throws as `changeAbsence`, and `register.future`.
 */
export async function closeAbsence(
  db: Db,
  actor: Actor,
  id: number,
  seen: number,
  closing: AbsenceClosing & { readonly outbreak: number },
): Promise<{ readonly absence: AbsenceRow; readonly journeyId: number | null }> {
  return await inScope(db, actor.scope, async (tx) => {
    const before = await openAbsence(tx, id, seen);
    const returnedOn = closing.because === 'returned' ? closing.returnedOn : null;
    requireOrder(before.left_on, returnedOn, 'returnedOn');
    requireCame(returnedOn, actor.now, 'returnedOn');
    const set = { closed_at: actor.now, closed_because: closing.because, returned_on: returnedOn };
    const absence = await updateAbsence(tx, id, set);
    await note(tx, actor, absence, 'closed', [closing.because], {});
    if (returnedOn === null) return { absence, journeyId: null };
    const arrival = { outbreakId: closing.outbreak, personId: before.person_id, arrivedOn: returnedOn };
    const known = await openJourneyOf(tx, arrival);
    if (known) return { absence, journeyId: known.id };
    const journey = await addJourney(tx, actor, closing.outbreak, {
      personId: before.person_id,
      fromUnitId: before.place_unit_id,
      fromText: before.place_text,
      leftOn: null,
      arrivedOn: returnedOn,
      vehicle: null,
      companions: null,
      reason: before.reason,
    });
    return { absence, journeyId: journey.id };
  });
}

async function openAbsence(tx: Tx, id: number, seen: number): Promise<AbsenceRow> {
  await lockVersion(tx, 'absence', id, seen);
  const row = await readAbsence(tx, id);
  if (!row) throw new Problem('resource.missing');
  if (row.closed_at || row.returned_on) throw new Problem('register.closed');
  return row;
}

async function note(
  tx: Tx,
  { userId, now }: Actor,
  row: AbsenceRow,
  kind: 'changed' | 'closed',
  fields: readonly string[],
  was: object,
): Promise<void> {
  const entry = { register: 'away', outbreakId: null, unitId: row.unit_id, subjectId: row.id } as const;
  await insertRegisterChange(tx, { ...entry, kind, fields, at: now, userId });
  const action = kind === 'changed' ? 'change' : 'close';
  const details = { personId: row.person_id, fields, was };
  await appendAudit(tx, { at: now, userId, unitId: row.unit_id, action, subject: 'absence', subjectId: row.id, details });
}
