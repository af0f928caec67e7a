import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../connect.ts';
import type { HouseholdReviewTable, RegisterName } from '../schema/registers.ts';
import type { AbsenceTable, JourneyTable, RiskAreaTable } from '../schema/tracing.ts';
import type { UnitPart } from './parts.ts';

export type JourneyRow = Selectable<JourneyTable>;
export type AbsenceRow = Selectable<AbsenceTable>;
export type ReviewRow = Selectable<HouseholdReviewTable>;

export async function insertJourney(tx: Tx, row: Insertable<JourneyTable>): Promise<JourneyRow> {
  return await tx.insertInto('journey').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function readJourney(tx: Tx, id: number): Promise<JourneyRow | undefined> {
  return await tx.selectFrom('journey').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Writes over a row that was locked before, and makes its next version. */
export async function updateJourney(tx: Tx, id: number, change: Updateable<JourneyTable>): Promise<JourneyRow> {
  return await tx
    .updateTable('journey')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The arrival of a person on this day (or on a day nobody knows) that is in the register. Holds the person: whoever writes the same waits. */
export async function openJourneyOf(
  tx: Tx,
  of: { readonly outbreakId: number; readonly personId: number; readonly arrivedOn: string | null },
): Promise<JourneyRow | undefined> {
  await holdPerson(tx, of.personId);
  return await tx
    .selectFrom('journey')
    .selectAll()
    .where('outbreak_id', '=', of.outbreakId)
    .where('person_id', '=', of.personId)
    .where('arrived_on', 'is not distinct from', of.arrivedOn)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
}

/** True while somebody is in the register as away. Holds the person, as `openJourneyOf`. */
export async function isAway(tx: Tx, personId: number): Promise<boolean> {
  await holdPerson(tx, personId);
  const open = tx.selectFrom('absence').select('id').where('person_id', '=', personId).where('closed_at', 'is', null);
  return (await open.where('returned_on', 'is', null).executeTakeFirst()) !== undefined;
}

const holdPerson = (tx: Tx, personId: number) =>
  tx.selectFrom('person').select('id').where('id', '=', personId).forNoKeyUpdate().execute();

export async function insertAbsence(tx: Tx, row: Insertable<AbsenceTable>): Promise<AbsenceRow> {
  return await tx.insertInto('absence').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function readAbsence(tx: Tx, id: number): Promise<AbsenceRow | undefined> {
  return await tx.selectFrom('absence').selectAll().where('id', '=', id).executeTakeFirst();
}

/** As `updateJourney`. */
export async function updateAbsence(tx: Tx, id: number, change: Updateable<AbsenceTable>): Promise<AbsenceRow> {
  return await tx
    .updateTable('absence')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Undefined when the team has already written down this household on this day. */
export async function insertReview(tx: Tx, row: Insertable<HouseholdReviewTable>): Promise<ReviewRow | undefined> {
  return await tx
    .insertInto('household_review')
    .values(row)
    .onConflict((oc) => oc.columns(['household_id', 'reviewed_on', 'team']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function readReview(tx: Tx, id: number): Promise<ReviewRow | undefined> {
  return await tx.selectFrom('household_review').selectAll().where('id', '=', id).executeTakeFirst();
}

/** As `updateJourney`. */
export async function updateReview(tx: Tx, id: number, change: Updateable<HouseholdReviewTable>): Promise<ReviewRow> {
  return await tx
    .updateTable('household_review')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type RegisterAct = {
  readonly register: RegisterName;
  readonly outbreakId: number | null;
  readonly unitId: number;
  readonly subjectId: number;
  readonly kind: 'changed' | 'closed' | 'reopened';
  readonly fields: readonly string[];
  readonly at: Date;
  readonly userId: number | null;
};

/** Notes for the daily list that an entry was changed, closed, opened again. */
export async function insertRegisterChange(tx: Tx, act: RegisterAct): Promise<void> {
  const row = {
    register: act.register,
    outbreak_id: act.outbreakId,
    unit_id: act.unitId,
    subject_id: act.subjectId,
    kind: act.kind,
    fields: [...act.fields],
    at: act.at,
    user_id: act.userId,
  };
  await tx.insertInto('register_change').values(row).execute();
}

export type RiskAreaRecord = Selectable<RiskAreaTable> & { readonly unit: UnitPart };

/** Areas of risk of an outbreak, the newest first. */
export async function readRiskAreas(tx: Tx, outbreakId: number, id?: number): Promise<RiskAreaRecord[]> {
  let query = tx
    .selectFrom('risk_area as r')
    .innerJoin('unit as u', 'u.id', 'r.unit_id')
    .selectAll('r')
    .select(['u.code as unitCode', 'u.name as unitName'])
    .where('r.outbreak_id', '=', outbreakId);
  if (id !== undefined) query = query.where('r.id', '=', id);
  const rows = await query.orderBy('r.valid_from', 'desc').orderBy('r.id', 'desc').execute();
  return rows.map(({ unitCode, unitName, ...row }) => ({ ...row, unit: { id: row.unit_id, code: unitCode, name: unitName } }));
}

/** Undefined when the area is listed from that day already. */
export async function insertRiskArea(tx: Tx, row: Insertable<RiskAreaTable>): Promise<number | undefined> {
  const made = await tx
    .insertInto('risk_area')
    .values(row)
    .onConflict((oc) => oc.columns(['outbreak_id', 'unit_id', 'valid_from']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id;
}

export async function updateRiskArea(tx: Tx, id: number, change: Updateable<RiskAreaTable>): Promise<{ outbreakId: number }> {
  return await tx
    .updateTable('risk_area')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('outbreak_id as outbreakId')
    .executeTakeFirstOrThrow();
}
