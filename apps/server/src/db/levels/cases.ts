import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { CaseBasis } from '../schema/levels.ts';
import type { LocalDate } from '../schema.ts';

export type CaseStatus = 'confirmed' | 'probable' | 'suspect' | 'discarded';
export type CaseOutcome = 'ill' | 'recovered' | 'died';
export type CaseRecord = {
  readonly id: number;
  readonly outbreakId: number;
  readonly personId: number | null;
  readonly unitId: number | null;
  readonly code: string;
  readonly status: CaseStatus;
  readonly onsetOn: LocalDate | null;
  readonly firstPositiveOn: LocalDate | null;
  readonly isolatedOn: LocalDate | null;
  readonly confirmedAt: Date | null;
  readonly outcome: CaseOutcome | null;
  readonly basis: CaseBasis;
  readonly version: number;
};
export type CaseFacts = Pick<
  CaseRecord,
  'status' | 'onsetOn' | 'firstPositiveOn' | 'isolatedOn' | 'confirmedAt' | 'outcome' | 'basis'
>;

const columns = [
  'id',
  'outbreak_id as outbreakId',
  'person_id as personId',
  'unit_id as unitId',
  'code',
  'status',
  'onset_on as onsetOn',
  'first_positive_on as firstPositiveOn',
  'isolated_on as isolatedOn',
  'confirmed_at as confirmedAt',
  'outcome',
  'basis',
  'version',
] as const;

const columnsOf = (facts: CaseFacts) => ({
  status: facts.status,
  onset_on: facts.onsetOn,
  first_positive_on: facts.firstPositiveOn,
  isolated_on: facts.isolatedOn,
  confirmed_at: facts.confirmedAt,
  outcome: facts.outcome,
  basis: facts.basis,
});

export async function readCase(tx: Tx, id: number): Promise<CaseRecord | undefined> {
  return await tx.selectFrom('case_record').select(columns).where('id', '=', id).executeTakeFirst();
}

/** The record of a person in an outbreak: the confirmed one, else the first. */
export async function readCaseOfPerson(tx: Tx, outbreakId: number, personId: number): Promise<CaseRecord | undefined> {
  return await tx
    .selectFrom('case_record')
    .select(columns)
    .modifyFront(kept)
    .where('outbreak_id', '=', outbreakId)
    .where('person_id', '=', personId)
    .orderBy(sql`status = 'confirmed' desc, id`)
    .limit(1)
    .executeTakeFirst();
}

export async function readCaseByCode(tx: Tx, outbreakId: number, code: string): Promise<CaseRecord | undefined> {
  return await tx
    .selectFrom('case_record')
    .select(columns)
    .where('outbreak_id', '=', outbreakId)
    .where('code', '=', code)
    .executeTakeFirst();
}

export async function insertCase(
  tx: Tx,
  record: CaseFacts & {
    readonly outbreakId: number;
    readonly personId: number | null;
    readonly unitId: number | null;
    readonly code: string;
    readonly at: Date;
  },
): Promise<CaseRecord> {
  const { outbreakId, personId, unitId, code, at } = record;
  const row = { ...columnsOf(record), outbreak_id: outbreakId, person_id: personId, unit_id: unitId, code, recorded_at: at };
  return await tx.insertInto('case_record').values(row).returning(columns).executeTakeFirstOrThrow();
}

/** Changes a case; its version goes up by one. `person` gives a case known by its code only the person it is. */
export async function updateCase(
  tx: Tx,
  id: number,
  facts: CaseFacts,
  person?: { readonly personId: number; readonly unitId: number },
): Promise<CaseRecord> {
  return await tx
    .updateTable('case_record')
    .set((eb) => ({
      ...columnsOf(facts),
      ...(person && { person_id: person.personId, unit_id: person.unitId }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Everybody who has a contact with these very records: whom a change of a case known by its code only concerns. */
export async function targetsOfCases(tx: Tx, caseIds: readonly number[]): Promise<number[]> {
  if (caseIds.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select distinct target_person_id as id from exposure
    where source_case_id = any(${caseIds}::bigint[]) and source_person_id is null and negated_at is null`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The confirmed records of these people. */
export async function casesOfPeople(tx: Tx, outbreakId: number, people: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from case_record
    where outbreak_id = ${outbreakId} and person_id = any(${people}::bigint[]) and status = 'confirmed'`.execute(tx);
  return rows.map(({ id }) => id);
}
