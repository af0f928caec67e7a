import { type JourneyChange, type NewJourney, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  insertJourney,
  insertRegisterChange,
  type JourneyRow,
  openJourneyOf,
  readJourney,
  updateJourney,
} from '../../db/registers/entries.ts';
import { requireUnit } from '../../db/registers/parts.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { type Actor, changedFields, personUnit, requireCame, requireOrder } from './entryRules.ts';

/** Writes down that somebody came. Throws `resource.missing` for a person who is not seen, `register.dates`, `register.future`, `journey.twice`. */
export async function createJourney(db: Db, actor: Actor, outbreakId: number, body: NewJourney): Promise<JourneyRow> {
  requireDays(body.leftOn, body.arrivedOn, actor.now);
  return await inScope(db, actor.scope, async (tx) => {
    const { personId, arrivedOn } = body;
    if (await openJourneyOf(tx, { outbreakId, personId, arrivedOn })) throw new Problem('journey.twice');
    return await addJourney(tx, actor, outbreakId, body);
  });
}

/** The same within a transaction that is open: a declaration, a return, a list. */
export async function addJourney(
  tx: Tx,
  { userId, now }: Pick<Actor, 'userId' | 'now'>,
  outbreakId: number,
  body: Omit<NewJourney, 'outbreakId'>,
): Promise<JourneyRow> {
  const unitId = await personUnit(tx, body.personId);
  await requireUnit(tx, body.fromUnitId, 'fromUnitId');
  const row = await insertJourney(tx, {
    outbreak_id: outbreakId,
    person_id: body.personId,
    unit_id: unitId,
    from_unit_id: body.fromUnitId,
    from_text: body.fromText,
    left_on: body.leftOn,
    arrived_on: body.arrivedOn,
    vehicle: body.vehicle,
    companions: body.companions,
    reason: body.reason,
    created_at: now,
  });
  const details = { personId: body.personId };
  await appendAudit(tx, { at: now, userId, unitId, action: 'create', subject: 'journey', subjectId: row.id, details });
  return row;
}

/** Changes an entry that is open. Throws `resource.missing`, `resource.changed`, `register.closed`, `register.dates`, `register.future`, `register.origin`. */
export async function changeJourney(db: Db, actor: Actor, id: number, seen: number, change: JourneyChange): Promise<JourneyRow> {
  return await inScope(db, actor.scope, async (tx) => {
    const before = await openJourney(tx, id, seen);
    const columns = {
      from_unit_id: change.fromUnitId,
      from_text: change.fromText,
      left_on: change.leftOn,
      arrived_on: change.arrivedOn,
      vehicle: change.vehicle,
      companions: change.companions,
      reason: change.reason,
    };
    const { fields, set, was } = changedFields(before, columns);
    if (fields.length === 0) return before;
    const after = { ...before, ...set };
    requireDays(after.left_on, after.arrived_on, actor.now);
    await requireUnit(tx, set.from_unit_id, 'fromUnitId');
    if (after.from_unit_id === null && after.from_text === null) throw new Problem('register.origin');
    const row = await updateJourney(tx, id, set);
    await note(tx, actor, row, 'changed', fields, was);
    return row;
  });
}

/** Who is expected is away (`absence`); whoever is written down here has come. */
function requireDays(leftOn: string | null, arrivedOn: string | null, now: Date): void {
  requireOrder(leftOn, arrivedOn, 'arrivedOn');
  requireCame(arrivedOn, now, 'arrivedOn');
}

/** Takes an entry out of the register; it stays to be read. Throws as `changeJourney`. */
export async function closeJourney(db: Db, actor: Actor, id: number, seen: number, because: string): Promise<JourneyRow> {
  return await inScope(db, actor.scope, async (tx) => {
    await openJourney(tx, id, seen);
    const row = await updateJourney(tx, id, { closed_at: actor.now, closed_because: because });
    await note(tx, actor, row, 'closed', [because], {});
    return row;
  });
}

async function openJourney(tx: Tx, id: number, seen: number): Promise<JourneyRow> {
  await lockVersion(tx, 'journey', id, seen);
  const row = await readJourney(tx, id);
  if (!row) throw new Problem('resource.missing');
  if (row.closed_at) throw new Problem('register.closed');
  return row;
}

async function note(
  tx: Tx,
  { userId, now }: Actor,
  row: JourneyRow,
  kind: 'changed' | 'closed',
  fields: readonly string[],
  was: object,
): Promise<void> {
  const entry = { register: 'returnees', outbreakId: row.outbreak_id, unitId: row.unit_id, subjectId: row.id } as const;
  await insertRegisterChange(tx, { ...entry, kind, fields, at: now, userId });
  const action = kind === 'changed' ? 'change' : 'close';
  const details = { personId: row.person_id, fields, was };
  await appendAudit(tx, { at: now, userId, unitId: row.unit_id, action, subject: 'journey', subjectId: row.id, details });
}
