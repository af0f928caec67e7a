import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { unitsBelow } from '../resultFilter.ts';

export type MilestoneFacts = {
  readonly placeId: number | null;
  readonly name: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly sourceCaseId: number | null;
};
export type MilestoneRow = MilestoneFacts & {
  readonly id: number;
  readonly version: number;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly placeName: string | null;
  readonly caseCode: string | null;
  readonly visits: number;
  readonly exposures: number;
  readonly createdAt: Date;
};
export type MilestonePosition = { readonly startsAt: Date; readonly id: number };

/** Milestones, the latest first. */
export async function readMilestones(
  tx: Tx,
  filter: { readonly id?: number | undefined; readonly outbreakId?: number | undefined; readonly unitId?: number | undefined },
  page: { readonly after?: MilestonePosition | undefined; readonly limit: number },
): Promise<MilestoneRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.id !== undefined) conditions.push(sql`m.id = ${filter.id}`);
  if (filter.outbreakId !== undefined) conditions.push(sql`m.outbreak_id = ${filter.outbreakId}`);
  if (filter.unitId !== undefined) conditions.push(sql`m.unit_id in ${unitsBelow(filter.unitId)}`);
  if (page.after) conditions.push(sql`(m.starts_at, m.id) < (${page.after.startsAt}, ${page.after.id})`);
  const { rows } = await sql<MilestoneRow>`
    select m.id, m.version, m.outbreak_id as "outbreakId", u.id as "unitId", u.code as "unitCode", u.name as "unitName", m.place_id as "placeId",
      l.name as "placeName", m.name, m.starts_at as "startsAt", m.ends_at as "endsAt", m.source_case_id as "sourceCaseId", k.code as "caseCode",
      (select count(*)::int from milestone_visit v where v.milestone_id = m.id) as visits,
      (select count(*)::int from exposure x where x.milestone_id = m.id) as exposures, m.created_at as "createdAt"
    from milestone m join unit u on u.id = m.unit_id left join place l on l.id = m.place_id left join case_record k on k.id = m.source_case_id
    where ${sql.join(conditions, sql` and `)} order by m.starts_at desc, m.id desc limit ${page.limit}`.execute(tx);
  return rows;
}

export async function insertMilestone(
  tx: Tx,
  milestone: MilestoneFacts & { readonly outbreakId: number; readonly unitId: number; readonly at: Date },
): Promise<number> {
  const row = { ...columnsOf(milestone), outbreak_id: milestone.outbreakId, unit_id: milestone.unitId, created_at: milestone.at };
  return (await tx.insertInto('milestone').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

export async function updateMilestone(tx: Tx, id: number, facts: MilestoneFacts, version: number): Promise<void> {
  await tx
    .updateTable('milestone')
    .set({ ...columnsOf(facts), version })
    .where('id', '=', id)
    .execute();
}

const columnsOf = ({ placeId, name, startsAt, endsAt, sourceCaseId }: MilestoneFacts) => ({
  place_id: placeId,
  name,
  starts_at: startsAt,
  ends_at: endsAt,
  source_case_id: sourceCaseId,
});

export type VisitRow = {
  readonly personId: number;
  readonly fullName: string;
  readonly fromAt: Date | null;
  readonly untilAt: Date | null;
};

/** Visits of people whom the scope may see. */
export async function readVisits(tx: Tx, milestoneId: number): Promise<VisitRow[]> {
  const { rows } = await sql<VisitRow>`
    select p.id as "personId", p.full_name as "fullName", v.from_at as "fromAt", v.until_at as "untilAt"
    from milestone_visit v join person p on p.id = v.person_id where v.milestone_id = ${milestoneId}
    order by v.from_at nulls first, p.id`.execute(tx);
  return rows;
}

export type NewVisit = { readonly personId: number; readonly fromAt: Date | null; readonly untilAt: Date | null };

/** Adds or changes visits of people whom the scope may see; gives how many. */
export async function putVisits(tx: Tx, milestoneId: number, visits: readonly NewVisit[]): Promise<number> {
  const written = await sql`
    insert into milestone_visit (milestone_id, person_id, unit_id, from_at, until_at)
    select ${milestoneId}::bigint, p.id, p.unit_id, r."fromAt", r."untilAt"
    from jsonb_to_recordset(${json(visits)}::jsonb) as r("personId" bigint, "fromAt" timestamptz, "untilAt" timestamptz)
    join person p on p.id = r."personId" and p.merged_into_id is null
    on conflict (milestone_id, person_id) do update set from_at = excluded.from_at, until_at = excluded.until_at`.execute(tx);
  return Number(written.numAffectedRows ?? 0n);
}

/** Which of these people cannot be seen, or are merged into another. */
export async function readUnseen(tx: Tx, personIds: readonly number[]): Promise<Set<number>> {
  const seen = await tx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [...personIds])
    .where('merged_into_id', 'is', null)
    .execute();
  const known = new Set(seen.map(({ id }) => id));
  return new Set(personIds.filter((id) => !known.has(id)));
}

/**
 * Exposes everybody who was at a milestone to the cases who were there at the same time: those among the visitors, and the case that made it a
 * milestone (for the whole of it, when no visit of theirs says otherwise). Again: only what is new. Needs scope `all`. Gives the people exposed.
 */
export async function exposeVisitors(
  tx: Tx,
  milestoneId: number,
  at: Date,
): Promise<{ exposures: number[]; people: number[]; sources: number }> {
  const { rows } = await sql<{ id: number | null; personId: number | null; sources: number }>`
    with stay as (
      select m.id, m.outbreak_id, m.place_id, m.name, v.person_id, v.unit_id, greatest(coalesce(v.from_at, m.starts_at), m.starts_at) as since,
        least(coalesce(v.until_at, m.ends_at), m.ends_at) as until
      from milestone m join milestone_visit v on v.milestone_id = m.id where m.id = ${milestoneId}
    ), source as (
      select k.id, k.person_id, s.since, s.until from stay s
      join case_record k on k.person_id = s.person_id and k.outbreak_id = s.outbreak_id and k.status = 'confirmed'
      union all
      select k.id, k.person_id, m.starts_at, m.ends_at from milestone m join case_record k on k.id = m.source_case_id and k.status = 'confirmed'
      where m.id = ${milestoneId} and not exists (select from stay s where s.person_id = k.person_id)
    ), met as (
      select s.outbreak_id, s.unit_id, s.person_id, c.id as case_id, s.place_id, s.name, greatest(s.since, c.since) as since, least(s.until, c.until) as until
      from stay s join source c on c.person_id is distinct from s.person_id and c.since < s.until and s.since < c.until
    ), added as (
      insert into exposure (outbreak_id, unit_id, target_person_id, source_case_id, first_contact_on, last_contact_on, setting, closeness, certainty,
        learnt_from, milestone_id, place_id, overlap_minutes, created_at)
      select outbreak_id, unit_id, person_id, case_id, (since at time zone 'Asia/Ho_Chi_Minh')::date, (until at time zone 'Asia/Ho_Chi_Minh')::date,
        left(name, 200), 'unknown', 'likely', 'milestone', ${milestoneId}::bigint, place_id, round(extract(epoch from until - since) / 60)::int, ${at}::timestamptz
      from met
      where not exists (select from exposure x where x.milestone_id = ${milestoneId} and x.target_person_id = met.person_id and x.source_case_id = met.case_id)
      on conflict do nothing returning id, target_person_id
    )
    select a.id, a.target_person_id as "personId", (select count(*)::int from source) as sources
    from (select 1) one left join added a on true`.execute(tx);
  return {
    exposures: rows.flatMap(({ id }) => id ?? []),
    people: rows.flatMap(({ personId }) => personId ?? []),
    sources: rows[0]?.sources ?? 0,
  };
}
