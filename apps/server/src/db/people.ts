import type { Measure } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { BirthPrecision, LearntFrom, LocalDate, PhoneState, Sex } from './schema.ts';
import { openNationalId } from './secrets/personNumbers.ts';
import { ask, type Question } from './together.ts';

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
  readonly occupation: string | null;
  readonly workplaceId: number | null;
  readonly workplaceName: string | null;
  readonly workplaceText: string | null;
  /** Set while the record is part of another. */
  readonly mergedIntoId: number | null;
};

export type StoredPerson = Omit<PersonRecord, 'nationalId'> & { readonly nationalIdSealed: string | null };

/** The person, or nobody when there is none that the scope may see. */
export const personById = (personId: number): Question<StoredPerson> => ({
  rows: sql`select p.id, u.id as "unitId", u.code as "unitCode", u.name as "unitName", p.full_name as "fullName", p.birth_year as "birthYear",
      p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex, p.national_id_sealed as "nationalIdSealed", p.hamlet, p.address,
      p.occupation, w.id as "workplaceId", w.name as "workplaceName", p.workplace_text as "workplaceText", p.merged_into_id as "mergedIntoId"
    from person p join unit u on u.id = p.unit_id left join place w on w.id = p.workplace_id where p.id = ${personId}`,
  instants: [],
});

export async function readPerson(tx: Tx, personId: number): Promise<PersonRecord | undefined> {
  const [stored] = await ask(tx, personById(personId));
  return stored && openPerson(tx, stored);
}

/** With the identity number, for a scope that may see it. */
export function openPerson(tx: Tx, { nationalIdSealed, ...person }: StoredPerson): PersonRecord {
  return { ...person, nationalId: openNationalId(tx, nationalIdSealed) };
}

export type PhoneRecord = {
  readonly e164: string;
  readonly ownerRelation: string | null;
  readonly state: PhoneState;
  readonly sharedWith: readonly { readonly id: number; readonly fullName: string }[];
};

/** The person's numbers, the preferred one first, and who else (within the scope) has them. */
export const phonesOf = (personId: number): Question<PhoneRecord> => ({
  rows: sql`select ph.e164, ph.owner_relation as "ownerRelation", ph.state,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'fullName', o.full_name) order by o.id)
        from person_phone other join person o on o.id = other.person_id
        where other.e164 = ph.e164 and other.person_id <> ph.person_id), '[]') as "sharedWith"
    from person_phone ph where ph.person_id = ${personId} order by ph.position, ph.e164`,
  instants: [],
});

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
export const exposuresOf = (personId: number): Question<ExposureRecord> => ({
  rows: sql`select x.id, k.code as "sourceCase", s.id as "sourcePersonId", s.full_name as "sourcePersonName", x.source_text as "sourceText",
      x.stated_level as level, x.last_contact_on as "lastContactOn", x.setting, x.learnt_from as "learntFrom", f.id as "importId",
      f.file_name as "fileName"
    from exposure x left join case_record k on k.id = x.source_case_id left join person s on s.id = x.source_person_id
    left join import_file f on f.id = x.import_id
    where x.target_person_id = ${personId} order by x.last_contact_on desc nulls last, x.id`,
  instants: [],
});

export type FollowUpRecord = {
  readonly startOn: LocalDate;
  readonly endOn: LocalDate;
  readonly state: 'open' | 'completed' | 'lost' | 'becameCase';
  readonly days: readonly { readonly dayOn: LocalDate; readonly status: 'done' | 'missed'; readonly attemptId: number | null }[];
};

/** The person's latest follow-up with its days. */
export const followUpOf = (personId: number): Question<FollowUpRecord> => ({
  rows: sql`select f.start_on as "startOn", f.end_on as "endOn", f.state,
      coalesce((select jsonb_agg(jsonb_build_object('dayOn', d.day_on, 'status', d.status, 'attemptId', d.attempt_id) order by d.day_on)
        from follow_up_day d where d.follow_up_id = f.id), '[]') as days
    from follow_up f where f.person_id = ${personId} order by f.id desc limit 1`,
  instants: [],
});

export type StatedIsolationRecord = {
  readonly id: number;
  readonly version: number;
  readonly measure: Measure | null;
  readonly place: string | null;
  readonly startOn: LocalDate | null;
  readonly endOn: LocalDate | null;
  readonly importId: number | null;
  readonly fileName: string | null;
};

/** What lists say of the person's quarantine, and nobody withdrew. */
export const statedIsolationsOf = (personId: number): Question<StatedIsolationRecord> => ({
  rows: sql`select s.id, s.version, s.measure, s.place, s.start_on as "startOn", s.end_on as "endOn", f.id as "importId", f.file_name as "fileName"
    from stated_isolation s left join import_file f on f.id = s.import_id
    where s.person_id = ${personId} and s.withdrawn_at is null order by s.start_on desc nulls last, s.id`,
  instants: [],
});
