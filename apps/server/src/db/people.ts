import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { kept } from './keptPlans.ts';
import type { BirthPrecision, LearntFrom, LocalDate, PhoneState, Sex } from './schema.ts';
import { openNationalId } from './secrets/personNumbers.ts';

export type PersonRecord = {
  readonly id: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly birthDate: LocalDate | null;
  readonly birthPrecision: BirthPrecision | null;
  readonly sex: Sex | null;
  readonly nationalId: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  /** Set while the record is part of another. */
  readonly mergedIntoId: number | null;
};

/** The person, or undefined when there is none that the scope may see. */
export async function readPerson(tx: Tx, personId: number): Promise<PersonRecord | undefined> {
  const row = await tx
    .selectFrom('person as p')
    .modifyFront(kept)
    .innerJoin('unit as u', 'u.id', 'p.unit_id')
    .select([
      'p.id',
      'u.id as unitId',
      'u.code as unitCode',
      'u.name as unitName',
      'p.full_name as fullName',
      'p.birth_year as birthYear',
      'p.birth_date as birthDate',
      'p.birth_precision as birthPrecision',
      'p.sex',
      'p.national_id_sealed as nationalIdSealed',
      'p.hamlet',
      'p.address',
      'p.merged_into_id as mergedIntoId',
    ])
    .where('p.id', '=', personId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { nationalIdSealed, ...person } = row;
  return { ...person, nationalId: openNationalId(tx, nationalIdSealed) };
}

export type PhoneRecord = {
  readonly e164: string;
  readonly ownerRelation: string | null;
  readonly state: PhoneState;
  readonly sharedWith: readonly { readonly id: number; readonly fullName: string }[];
};

/** The person's numbers, the preferred one first, and who else (within the scope) has them. */
export async function readPhones(tx: Tx, personId: number): Promise<PhoneRecord[]> {
  const { rows } = await sql<PhoneRecord>`${kept}
    select ph.e164, ph.owner_relation as "ownerRelation", ph.state,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'fullName', o.full_name) order by o.id)
        from person_phone other join person o on o.id = other.person_id
        where other.e164 = ph.e164 and other.person_id <> ph.person_id), '[]') as "sharedWith"
    from person_phone ph where ph.person_id = ${personId} order by ph.position, ph.e164`.execute(tx);
  return rows;
}

export type ExposureRecord = {
  readonly id: number;
  readonly sourceCase: string | null;
  readonly sourcePersonId: number | null;
  readonly sourcePersonName: string | null;
  readonly sourceText: string | null;
  readonly level: number | null;
  readonly lastContactOn: LocalDate | null;
  readonly setting: string | null;
  readonly learntFrom: LearntFrom;
  readonly importId: number | null;
  readonly fileName: string | null;
};

/** Whom the person was exposed to, the latest contact first. */
export async function readExposures(tx: Tx, personId: number): Promise<ExposureRecord[]> {
  return await tx
    .selectFrom('exposure as x')
    .modifyFront(kept)
    .leftJoin('case_record as k', 'k.id', 'x.source_case_id')
    .leftJoin('person as s', 's.id', 'x.source_person_id')
    .leftJoin('import_file as f', 'f.id', 'x.import_id')
    .select([
      'x.id',
      'k.code as sourceCase',
      's.id as sourcePersonId',
      's.full_name as sourcePersonName',
      'x.source_text as sourceText',
      'x.stated_level as level',
      'x.last_contact_on as lastContactOn',
      'x.setting',
      'x.learnt_from as learntFrom',
      'f.id as importId',
      'f.file_name as fileName',
    ])
    .where('x.target_person_id', '=', personId)
    .orderBy(sql`x.last_contact_on desc nulls last, x.id`)
    .execute();
}

export type FollowUpRecord = {
  readonly startOn: LocalDate;
  readonly endOn: LocalDate;
  readonly state: 'open' | 'completed' | 'lost' | 'becameCase';
  readonly days: readonly { readonly dayOn: LocalDate; readonly status: 'done' | 'missed'; readonly attemptId: number | null }[];
};

/** The person's latest follow-up with its days, or undefined. */
export async function readFollowUp(tx: Tx, personId: number): Promise<FollowUpRecord | undefined> {
  const followUp = await tx
    .selectFrom('follow_up')
    .modifyFront(kept)
    .select(['id', 'start_on as startOn', 'end_on as endOn', 'state'])
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!followUp) return undefined;
  const days = await tx
    .selectFrom('follow_up_day')
    .modifyFront(kept)
    .select(['day_on as dayOn', 'status', 'attempt_id as attemptId'])
    .where('follow_up_id', '=', followUp.id)
    .orderBy('day_on')
    .execute();
  return { startOn: followUp.startOn, endOn: followUp.endOn, state: followUp.state, days };
}
