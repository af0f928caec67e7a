import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { SampleKind, SampleResult } from '../schema/tracing.ts';
import type { LocalDate } from '../schema.ts';

export type SampleRecord = {
  readonly id: number;
  readonly outbreakId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly kind: SampleKind;
  readonly plannedOn: LocalDate | null;
  readonly takenOn: LocalDate | null;
  readonly sentOn: LocalDate | null;
  readonly laboratory: string | null;
  readonly result: SampleResult;
  readonly resultOn: LocalDate | null;
  readonly correctedAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
};
export type SampleFacts = Pick<SampleRecord, 'kind' | 'plannedOn' | 'takenOn' | 'sentOn' | 'laboratory' | 'result' | 'resultOn'>;

const columns = [
  'id',
  'outbreak_id as outbreakId',
  'person_id as personId',
  'unit_id as unitId',
  'kind',
  'planned_on as plannedOn',
  'taken_on as takenOn',
  'sent_on as sentOn',
  'laboratory',
  'result',
  'result_on as resultOn',
  'corrected_at as correctedAt',
  'created_at as createdAt',
  'version',
] as const;

const columnsOf = (facts: SampleFacts) => ({
  kind: facts.kind,
  planned_on: facts.plannedOn,
  taken_on: facts.takenOn,
  sent_on: facts.sentOn,
  laboratory: facts.laboratory,
  result: facts.result,
  result_on: facts.resultOn,
});

export async function insertSample(
  tx: Tx,
  sample: SampleFacts & { readonly outbreakId: number; readonly personId: number; readonly unitId: number; readonly at: Date },
): Promise<SampleRecord> {
  const { outbreakId, personId, unitId, at } = sample;
  const row = { ...columnsOf(sample), outbreak_id: outbreakId, person_id: personId, unit_id: unitId, created_at: at };
  return await tx.insertInto('sample').values(row).returning(columns).executeTakeFirstOrThrow();
}

/** Changes a sample that is locked. `correctedAt` when a result already given is another now. */
export async function updateSample(
  tx: Tx,
  id: number,
  facts: SampleFacts,
  { version, correctedAt }: { readonly version: number; readonly correctedAt: Date | null },
): Promise<SampleRecord> {
  const row = { ...columnsOf(facts), version, ...(correctedAt && { corrected_at: correctedAt }) };
  return await tx.updateTable('sample').set(row).where('id', '=', id).returning(columns).executeTakeFirstOrThrow();
}

/** The sample, or undefined when there is none that the scope may see. */
export async function readSample(tx: Tx, id: number): Promise<SampleRecord | undefined> {
  return await tx.selectFrom('sample').select(columns).where('id', '=', id).executeTakeFirst();
}

/** The samples of a person, the latest first. */
export async function readSamples(tx: Tx, personId: number): Promise<SampleRecord[]> {
  return await tx
    .selectFrom('sample')
    .select(columns)
    .where('person_id', '=', personId)
    .orderBy(sql`coalesce(taken_on, planned_on) desc nulls last, id desc`)
    .execute();
}

/**
 * The day from which a person counts as positive: the first positive sample that shows an infection of now (antibodies show one of some time).
 * Null without any.
 */
export async function firstPositiveOn(tx: Tx, outbreakId: number, personId: number): Promise<LocalDate | null> {
  const { rows } = await sql<{ day: LocalDate | null }>`${kept}
    select min(coalesce(taken_on, result_on, (created_at at time zone 'Asia/Ho_Chi_Minh')::date)) as day
    from sample where outbreak_id = ${outbreakId} and person_id = ${personId} and result = 'positive' and kind <> 'antibody'`.execute(
    tx,
  );
  return rows[0]?.day ?? null;
}
