import type { Bearer } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { inParts } from '../imports.ts';
import { json } from '../json.ts';

/** A contact of a list by what it is known again by. */
export type ContactInWords = { readonly personId: number; readonly sourceText: string; readonly lastContactOn: string | null };
type Known = { readonly place: number; readonly changed: boolean };

/**
 * Of these contacts those that an earlier list gave and whose source was found then: they are not to be written again. Their stated level follows the list.
 * Gives their places, and whether the level was another.
 */
export async function keepLinked(
  tx: Tx,
  outbreakId: number,
  contacts: ReadonlyArray<ContactInWords & { readonly level: number }>,
): Promise<Known[]> {
  const records = contacts.map(({ personId, sourceText, lastContactOn, level }, place) => ({
    place,
    personId,
    sourceText,
    lastContactOn,
    level,
  }));
  const { rows } = await sql<Known>`
    with linked as (
      select r.place, r.level, x.id
      from jsonb_to_recordset(${json(records)}::jsonb)
        as r(place integer, "personId" bigint, "sourceText" text, "lastContactOn" date, level smallint)
      join exposure x on x.outbreak_id = ${outbreakId} and x.target_person_id = r."personId" and x.source_text = r."sourceText"
        and x.last_contact_on is not distinct from r."lastContactOn"
      where x.source_person_id is not null or x.source_case_id is not null
    ), changed as (
      update exposure x set stated_level = l.level from linked l where x.id = l.id and x.stated_level is distinct from l.level returning x.id
    )
    select l.place, bool_or(c.id is not null) as changed from linked l left join changed c using (id) group by l.place`.execute(
    tx,
  );
  return rows;
}

/** Somebody who bears a name that a list gives as a source, with what tells them from namesakes. */
export type StoredBearer = Bearer & {
  readonly nameKey: string;
  readonly birthYear: number | null;
  readonly caseId: number | null;
};

/**
 * Who bears these names: people of the list, and F0 and F1 of the list's units; as far as the scope sees. Asked when all rows of the list are stored, so
 * that their order does not matter.
 */
export async function readBearers(
  tx: Tx,
  asked: {
    readonly outbreakId: number;
    readonly importId: number;
    readonly unitIds: readonly number[];
    readonly nameKeys: readonly string[];
  },
): Promise<StoredBearer[]> {
  const { outbreakId, importId, unitIds } = asked;
  const found: StoredBearer[] = [];
  for (const keys of inParts(asked.nameKeys, 5_000)) {
    const { rows } = await sql<Omit<StoredBearer, 'hasCase'>>`
      with near as materialized (
        select p.id, p.full_name, p.name_key, p.birth_year from person p
        where p.name_key = any(${keys}::text[]) and p.unit_id = any(${unitIds}::bigint[]) and p.merged_into_id is null
      ), listed as (
        select r.person_id as id, array_agg(r.row_number order by r.row_number) as rows from import_row r
        where r.import_id = ${importId} and r.person_id in (select id from near) group by r.person_id
      )
      select p.id, p.full_name as "fullName", p.name_key as "nameKey", p.birth_year as "birthYear", k.id as "caseId",
        coalesce(l.rows, '{}') as rows, coalesce(x.levels, '{}') as levels
      from near p left join listed l on l.id = p.id
      left join lateral (select c.id from case_record c
        where c.outbreak_id = ${outbreakId} and c.person_id = p.id and c.status <> 'discarded' order by c.id limit 1) k on true
      left join lateral (select array_agg(distinct s.level::integer) as levels from (
        select e.stated_level as level from exposure e
        where e.outbreak_id = ${outbreakId} and e.target_person_id = p.id and e.negated_at is null and e.stated_level is not null
        union all select v.level from person_level v where v.outbreak_id = ${outbreakId} and v.person_id = p.id) s) x on true
      where l.rows is not null or k.id is not null or x.levels && array[0, 1]
      order by p.id`.execute(tx);
    found.push(...rows.map((row) => ({ ...row, hasCase: row.caseId !== null })));
  }
  return found;
}

export type FoundSource = ContactInWords & { readonly sourcePersonId: number | null; readonly sourceCaseId: number | null };

/**
 * Gives contacts that so far were words their source, not sure until somebody asks; the words stay beside it. One that an officer found not to count stays
 * as it is. Gives whose contacts changed.
 */
export async function linkSources(tx: Tx, outbreakId: number, found: readonly FoundSource[]): Promise<Set<number>> {
  const changed = new Set<number>();
  for (const part of inParts(found, 5_000)) {
    const { rows } = await sql<{ personId: number }>`
      update exposure x set source_person_id = r."sourcePersonId", source_case_id = r."sourceCaseId",
        certainty = coalesce(x.certainty, 'unsure'), version = x.version + 1
      from jsonb_to_recordset(${json(part)}::jsonb) as r("personId" bigint, "sourceText" text, "lastContactOn" date,
        "sourcePersonId" bigint, "sourceCaseId" bigint)
      where x.outbreak_id = ${outbreakId} and x.target_person_id = r."personId" and x.source_text = r."sourceText"
        and x.last_contact_on is not distinct from r."lastContactOn" and x.source_person_id is null and x.source_case_id is null
        and x.learnt_from = 'list' and x.negated_at is null
      returning x.target_person_id as "personId"`.execute(tx);
    for (const { personId } of rows) changed.add(personId);
  }
  return changed;
}
