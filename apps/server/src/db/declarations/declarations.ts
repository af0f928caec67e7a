import type { DeclarationFields } from '@truyvet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { all, type IdPage, type PersonPart, personPart, type UnitPart, unitPart } from '../registers/parts.ts';
import { unitsBelow } from '../resultFilter.ts';
import type { DeclarationChannel, DeclarationMatch } from '../schema/registers.ts';

/** What was declared, made comparable. */
export type DeclarationToStore = Omit<DeclarationFields, 'phone' | 'from'> & {
  readonly code: string;
  readonly submissionKey: string | null;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly channel: DeclarationChannel;
  readonly sourceRef: string | null;
  readonly nameKey: string;
  readonly e164: string | null;
  readonly fromText: string | null;
  readonly personId: number | null;
  readonly match: DeclarationMatch;
  readonly at: Date;
  readonly userId: number | null;
};

/** Stores a declaration; undefined when one with the same submission key is stored already. */
export async function insertDeclaration(tx: Tx, given: DeclarationToStore): Promise<number | undefined> {
  const row = {
    code: given.code,
    submission_key: given.submissionKey,
    outbreak_id: given.outbreakId,
    unit_id: given.unitId,
    channel: given.channel,
    source_ref: given.sourceRef,
    full_name: given.fullName,
    name_key: given.nameKey,
    birth_year: given.birthYear,
    birth_date: given.birthDate,
    sex: given.sex,
    e164: given.e164,
    declared_by: given.declaredBy,
    hamlet: given.hamlet,
    address: given.address,
    from_text: given.fromText,
    left_on: given.leftOn,
    arrived_on: given.arrivedOn,
    vehicle: given.vehicle,
    companions: given.companions,
    reason: given.reason,
    places: given.places,
    symptoms: json(given.symptoms),
    met_case: given.metCase,
    met_case_text: given.metCaseText,
    note: given.note,
    person_id: given.personId,
    match: given.match,
    created_at: given.at,
    created_by: given.userId,
  };
  const made = await tx
    .insertInto('declaration')
    .values(row)
    .onConflict((oc) => oc.column('submission_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id;
}

/** The receipt of a form that was sent before, and what it said. */
export async function readBySubmissionKey(
  tx: Tx,
  key: string,
): Promise<{ readonly id: number; readonly code: string; readonly symptoms: unknown } | undefined> {
  return await tx
    .selectFrom('declaration')
    .select(['id', 'code', 'symptoms'])
    .where('submission_key', '=', key)
    .executeTakeFirst();
}

export async function insertCandidates(
  tx: Tx,
  declarationId: number,
  candidates: readonly { readonly personId: number; readonly unitId: number; readonly reasons: readonly string[] }[],
): Promise<void> {
  if (candidates.length === 0) return;
  const rows = candidates.map(({ personId, unitId, reasons }) => ({
    declaration_id: declarationId,
    person_id: personId,
    unit_id: unitId,
    reasons: [...reasons],
  }));
  await tx.insertInto('declaration_candidate').values(rows).execute();
}

/** Says whom a declaration is about, or that it is about nobody. */
export async function settleDeclaration(
  tx: Tx,
  id: number,
  settled: {
    readonly match: DeclarationMatch;
    readonly personId: number | null;
    readonly journeyId: number | null;
    readonly at: Date | null;
    readonly userId: number | null;
  },
): Promise<void> {
  await tx
    .updateTable('declaration')
    .set((eb) => ({
      match: settled.match,
      person_id: settled.personId,
      journey_id: settled.journeyId,
      decided_at: settled.at,
      decided_by: settled.userId,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export type DeclarationRecord = {
  readonly id: number;
  readonly version: number;
  readonly code: string;
  readonly outbreakId: number;
  readonly unit: UnitPart;
  readonly channel: DeclarationChannel;
  readonly sourceRef: string | null;
  readonly createdAt: Date;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly e164: string | null;
  readonly declaredBy: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly fromUnit: UnitPart | null;
  readonly fromText: string | null;
  readonly leftOn: string | null;
  readonly arrivedOn: string | null;
  readonly vehicle: string | null;
  readonly companions: string | null;
  readonly reason: string | null;
  readonly places: string | null;
  readonly symptoms: unknown;
  readonly metCase: 'yes' | 'no' | 'unsure' | null;
  readonly metCaseText: string | null;
  readonly note: string | null;
  readonly match: DeclarationMatch;
  readonly person: PersonPart | null;
  readonly candidates: readonly { readonly person: PersonPart; readonly reasons: readonly string[] }[];
  readonly journeyId: number | null;
};

export type DeclarationFilter = {
  readonly unitId?: number | undefined;
  readonly id?: number | undefined;
  readonly ids?: readonly number[] | undefined;
  /** Those of an imported file of this name. */
  readonly file?: string | undefined;
  readonly state: 'open' | 'decided' | 'all';
};

/** Declarations in the order in which they came, with whom they are or may be about. */
export async function readDeclarations(tx: Tx, filter: DeclarationFilter, page: IdPage): Promise<DeclarationRecord[]> {
  const conditions: RawBuilder<unknown>[] = [sql`d.id > ${page.afterId}`];
  if (filter.id !== undefined) conditions.push(sql`d.id = ${filter.id}`);
  if (filter.unitId !== undefined) conditions.push(sql`d.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.ids !== undefined) conditions.push(sql`d.id = any(${filter.ids}::bigint[])`);
  if (filter.file !== undefined)
    conditions.push(sql`d.channel = 'import' and regexp_replace(d.source_ref, '#\\d+$', '') = ${filter.file}`);
  const open = sql`d.match in ('proposed', 'none')`;
  if (filter.state !== 'all') conditions.push(filter.state === 'open' ? open : sql`not ${open}`);
  const { rows } = await sql<DeclarationRecord>`
    select d.id, d.version, d.code, d.outbreak_id as "outbreakId", ${unitPart('u')} as unit, d.channel, d.source_ref as "sourceRef", d.created_at as "createdAt",
      d.full_name as "fullName", d.birth_year as "birthYear", d.birth_date as "birthDate", d.sex, d.e164, d.declared_by as "declaredBy",
      d.hamlet, d.address, ${unitPart('o')} as "fromUnit", d.from_text as "fromText", d.left_on as "leftOn", d.arrived_on as "arrivedOn",
      d.vehicle, d.companions, d.reason, d.places, d.symptoms, d.met_case as "metCase", d.met_case_text as "metCaseText", d.note, d.match,
      d.journey_id as "journeyId", case when p.id is not null then ${personPart} end as person,
      coalesce((select jsonb_agg(jsonb_build_object('person', x.part, 'reasons', x.reasons) order by x.id)
                from (select p.id, ${personPart} as part, c.reasons from declaration_candidate c join person p on p.id = c.person_id
                      where c.declaration_id = d.id) x), '[]') as candidates
    from declaration d join unit u on u.id = d.unit_id left join unit o on o.id = d.from_unit_id left join person p on p.id = d.person_id
    where ${all(conditions)} order by d.id limit ${page.limit}`.execute(tx);
  return rows;
}
