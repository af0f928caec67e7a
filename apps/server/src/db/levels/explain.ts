import { contactDistance, contactInterval, type LevelWindow, unpackWindows } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

/** A level as it is kept, with the outbreak it is in. */
export type KeptLevel = {
  readonly outbreakId: number;
  readonly outbreakCode: string;
  readonly outbreakName: string;
  readonly disease: string;
  readonly level: number | null;
  readonly exposedOn: LocalDate | null;
  readonly lapsesOn: LocalDate | null;
  readonly viaExposureId: number | null;
  readonly derivedAt: Date | null;
};

/** Every outbreak in which something is known of the person, and the level there. */
export async function readKeptLevels(tx: Tx, personId: number): Promise<KeptLevel[]> {
  const { rows } = await sql<KeptLevel>`
    select o.id as "outbreakId", o.code as "outbreakCode", o.name as "outbreakName", o.disease, l.level, l.exposed_on as "exposedOn",
      l.lapses_on as "lapsesOn", l.via_exposure_id as "viaExposureId", l.derived_at as "derivedAt"
    from outbreak o left join person_level l on l.outbreak_id = o.id and l.person_id = ${personId}
    where l.person_id is not null or exists (select from exposure x where x.target_person_id = ${personId} and x.outbreak_id = o.id)
      or exists (select from level_override v where v.person_id = ${personId} and v.outbreak_id = o.id)
    order by o.id desc`.execute(tx);
  return rows;
}

export type StoredContact = {
  readonly id: number;
  readonly targetId: number;
  readonly sourceId: number | null;
  readonly caseId: number | null;
  readonly caseCode: string | null;
  readonly caseCounts: boolean;
  readonly statedLevel: number | null;
  readonly first: LocalDate | null;
  readonly last: LocalDate | null;
  readonly interval: { readonly from: number; readonly until: number };
  readonly distance: number;
  readonly negated: boolean;
  readonly sourceWindows: readonly LevelWindow[];
};

type ContactRow = Omit<StoredContact, 'interval' | 'distance' | 'sourceWindows'> & {
  readonly byCode: boolean;
  readonly recordedOn: LocalDate;
  readonly windows: string | null;
};

const contactColumns = (outbreakId: number) => sql`
  x.id, x.target_person_id as "targetId", coalesce(x.source_person_id, k.person_id) as "sourceId", k.id as "caseId", k.code as "caseCode",
  coalesce(k.status = 'confirmed', false) as "caseCounts", x.stated_level as "statedLevel", x.first_contact_on as first, x.last_contact_on as last,
  x.negated_at is not null as negated, x.source_person_id is null and k.id is not null as "byCode",
  (x.created_at at time zone 'Asia/Ho_Chi_Minh')::date as "recordedOn",
  array_to_string(coalesce(l.windows, z.windows), ',') as windows
  from exposure x left join case_record k on k.id = coalesce(x.source_case_id,
    (select c.id from case_record c where c.person_id = x.source_person_id and c.outbreak_id = x.outbreak_id order by c.status = 'confirmed' desc, c.id limit 1))
  left join person_level l on l.outbreak_id = ${outbreakId} and l.person_id = coalesce(x.source_person_id, k.person_id)
  left join lapsed_level z on z.outbreak_id = ${outbreakId} and z.person_id = coalesce(x.source_person_id, k.person_id)`;

/** The contacts of a person as the target, or one contact by its id. Needs scope `all`: sources may live anywhere. */
export async function readContacts(
  tx: Tx,
  outbreakId: number,
  which: { readonly targetId: number } | { readonly id: number },
): Promise<StoredContact[]> {
  const where = 'id' in which ? sql`x.id = ${which.id}` : sql`x.target_person_id = ${which.targetId}`;
  const { rows } = await sql<ContactRow>`
    select ${contactColumns(outbreakId)} where x.outbreak_id = ${outbreakId} and ${where} order by x.last_contact_on desc nulls last, x.id`.execute(
    tx,
  );
  return rows.map(({ byCode, recordedOn, windows, ...row }) => ({
    ...row,
    interval: contactInterval({ first: row.first, last: row.last, recordedOn }),
    distance: contactDistance(row.statedLevel, byCode),
    sourceWindows: windows === null || windows === '' ? [] : unpackWindows(windows.split(',').map(Number)),
  }));
}

/** Names of those among these people whom the scope may see. */
export async function readNames(tx: Tx, people: readonly number[]): Promise<Map<number, string>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<{ id: number; fullName: string }>`
    select id, full_name as "fullName" from person where id = any(${people}::bigint[])`.execute(tx);
  return new Map(rows.map(({ id, fullName }) => [id, fullName]));
}
