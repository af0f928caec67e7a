import type { ListedCase } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { inParts } from './imports.ts';
import { json } from './json.ts';
import { kept } from './keptPlans.ts';

/** Makes sure that these cases exist; gives the id of each code. */
export async function ensureCases(tx: Tx, outbreakId: number, codes: readonly string[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map();
  await sql`
    insert into case_record (outbreak_id, code) select ${outbreakId}, code from unnest(${[...codes].sort()}::text[]) as code
    on conflict (outbreak_id, code) do nothing`.execute(tx);
  const found = await tx
    .selectFrom('case_record')
    .select(['id', 'code'])
    .where('outbreak_id', '=', outbreakId)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return new Map(found.map(({ id, code }) => [code, id]));
}

/** A case as a list tells of it. */
export type StatedCase = ListedCase & { readonly personId: number; readonly code: string };

/**
 * Records that these people are cases themselves. A case known by its code only gets its person; dates that nobody had written down are filled in,
 * others stay as they are. Gives the people for whom something changed.
 */
export async function recordCases(tx: Tx, outbreakId: number, cases: readonly StatedCase[]): Promise<Set<number>> {
  if (cases.length === 0) return new Set();
  const stated = sql`jsonb_to_recordset(${json(cases)}::jsonb)
    as r("personId" bigint, code text, "onsetOn" date, "firstPositiveOn" date, "isolatedOn" date)`;
  const completed = await sql<{ personId: number }>`
    update case_record c set onset_on = coalesce(c.onset_on, r."onsetOn"), first_positive_on = coalesce(c.first_positive_on, r."firstPositiveOn"),
      isolated_on = coalesce(c.isolated_on, r."isolatedOn"), version = c.version + 1
    from ${stated}
    where c.outbreak_id = ${outbreakId} and c.person_id = r."personId" and c.status <> 'discarded'
      and ((c.onset_on is null and r."onsetOn" is not null) or (c.first_positive_on is null and r."firstPositiveOn" is not null)
        or (c.isolated_on is null and r."isolatedOn" is not null))
    returning c.person_id as "personId"`.execute(tx);
  const { rows } = await sql<{ personId: number }>`
    insert into case_record (outbreak_id, person_id, unit_id, code, onset_on, first_positive_on, isolated_on)
    select ${outbreakId}, r."personId", (select p.unit_id from person p where p.id = r."personId"), r.code, r."onsetOn", r."firstPositiveOn", r."isolatedOn"
    from ${stated}
    where not exists (select from case_record c where c.outbreak_id = ${outbreakId} and c.person_id = r."personId")
    on conflict (outbreak_id, code) do update set person_id = excluded.person_id, unit_id = excluded.unit_id,
      onset_on = coalesce(case_record.onset_on, excluded.onset_on),
      first_positive_on = coalesce(case_record.first_positive_on, excluded.first_positive_on),
      isolated_on = coalesce(case_record.isolated_on, excluded.isolated_on) where case_record.person_id is null
    returning person_id as "personId"`.execute(tx);
  return new Set([...completed.rows, ...rows].map((row) => row.personId));
}

export type NewExposure = {
  readonly personId: number;
  readonly sourceCaseId: number | null;
  readonly sourceText: string | null;
  readonly level: number;
  readonly lastContactOn: string | null;
  readonly setting: string | null;
};
export type ListContext = { readonly outbreakId: number; readonly unitId: number; readonly importId: number; readonly at: Date };

/**
 * Adds exposures said by a list. One that is known already stays one; a new stated level replaces the old.
 * The rows must be distinct by person, source and date. Gives the people for whom something changed.
 */
export async function insertExposures(tx: Tx, exposures: readonly NewExposure[], list: ListContext): Promise<Set<number>> {
  const changed = new Set<number>();
  for (const part of inParts(exposures, 5_000)) {
    const { rows } = await sql<{ personId: number }>`${kept}
      insert into exposure (outbreak_id, unit_id, target_person_id, source_case_id, source_text, stated_level, last_contact_on, setting,
        learnt_from, import_id, created_at)
      select ${list.outbreakId}, ${list.unitId}, r."personId", r."sourceCaseId", r."sourceText", r.level, r."lastContactOn", r.setting,
        'list', ${list.importId}, ${list.at}
      from jsonb_to_recordset(${json(part)}::jsonb)
        as r("personId" bigint, "sourceCaseId" bigint, "sourceText" text, level smallint, "lastContactOn" date, setting text)
      on conflict (outbreak_id, target_person_id, coalesce(source_case_id, 0), coalesce(source_person_id, 0), coalesce(source_text, ''),
        coalesce(last_contact_on, date '0001-01-01'))
      do update set stated_level = excluded.stated_level where exposure.stated_level is distinct from excluded.stated_level
      returning target_person_id as "personId"`.execute(tx);
    for (const row of rows) changed.add(row.personId);
  }
  return changed;
}
