import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitIdsBelow } from '../units.ts';
import { awayAt } from './away.ts';
import { inUnits, knownSince, levelled, statedLevels } from './levels.ts';
import type { UnitPart } from './parts.ts';
import { returneeConditions, riskTables } from './returnees.ts';

export type DayFilter = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly day: string;
  readonly from: Date;
  readonly until: Date;
  /** Returnees count from this day on. */
  readonly since: string;
  /** Who is expected back until this day counts. */
  readonly expectedUntil: string;
  readonly registers: readonly string[];
};

export const figureNames = [
  'cases',
  'newCases',
  'newCasesIsolated',
  'newCasesReturned',
  'newCasesCommunity',
  'f1',
  'newF1',
  'f2',
  'newF2',
  'returnees',
  'newReturnees',
  'away',
  'expectedBack',
  'householdsReviewed',
  'declarations',
  'reported',
] as const;
export type Figures = Readonly<Record<(typeof figureNames)[number], number>>;
export type UnitDayRecord = Figures & { readonly unit: UnitPart };

/**
 * The day's figures of every commune below a unit, by name; those of hamlets count in their commune. People kept at a wider unit have a line
 * of their own; so do communes of another time that still keep people. Communes of the day are there with zeros as well.
 */
export async function readDayFigures(tx: Tx, filter: DayFilter): Promise<UnitDayRecord[]> {
  const { day, outbreakId } = filter;
  const unitIds = await unitIdsBelow(tx, [filter.unitId]);
  const within = (column: RawBuilder<unknown>) => sql`${column} >= ${filter.from} and ${column} < ${filter.until}`;
  const { rows } = await sql<UnitDayRecord>`
    with ${riskTables(outbreakId)},
    below as (select id, parent_id, kind, code, name, valid_from, valid_to from unit where ${inUnits('id', unitIds)}),
    line as (
      select b.*, b.kind = 'commune' and b.valid_from <= ${day} and (b.valid_to is null or b.valid_to >= ${day}) as always
      from below b where b.kind <> 'hamlet' or b.id = ${filter.unitId}
    ),
    home (unit_id, line_id) as (
      select id, id from line union select b.id, b.parent_id from below b join line l on l.id = b.parent_id where b.kind = 'hamlet'
    ),
    people as (
      select l.unit_id, l.level, count(*) as people from ${levelled({ outbreakId, today: day, unitIds })} l where l.level <= 2 group by l.unit_id, l.level
    ),
    came (line_id, id, level, at) as (
      select h.line_id, g.person_id, g.to_level, max(g.changed_at)
      from level_change g join person p on p.id = g.person_id join home h on h.unit_id = g.unit_id
      where ${inUnits('g.unit_id', unitIds)} and g.outbreak_id = ${outbreakId} and g.to_level <= 2 and g.from_level is distinct from g.to_level and p.merged_into_id is null
        and ${within(sql`g.changed_at`)}
      group by h.line_id, g.person_id, g.to_level
      union
      select h.line_id, p.id, l.level, s.at
      from (${statedLevels({ outbreakId, today: day, unitIds })}) l join person p on p.id = l.person_id join home h on h.unit_id = l.unit_id
      cross join lateral (select ${knownSince(outbreakId)} as at) s
      where p.merged_into_id is null and l.level <= 2 and ${within(sql`s.at`)}
    ),
    fresh_case as (
      select c.line_id, c.id,
        exists (select from case_record k where k.person_id = c.id and k.outbreak_id = ${outbreakId} and k.isolated_on <= k.first_positive_on)
        or exists (select from person_isolation i where i.person_id = c.id and i.outbreak_id = ${outbreakId} and i.isolated_on < (c.at at time zone 'Asia/Ho_Chi_Minh')::date) as isolated,
        exists (select from journey j where j.person_id = c.id and j.arrived_on >= ${day}::date - 21) as returned
      from came c where c.level = 0
    ),
    levels as (
      select h.line_id, sum(p.people) filter (where p.level = 0) as cases, sum(p.people) filter (where p.level = 1) as f1,
        sum(p.people) filter (where p.level = 2) as f2
      from people p join home h on h.unit_id = p.unit_id group by h.line_id
    ),
    fresh as (
      select line_id, count(*) filter (where level = 1) as f1, count(*) filter (where level = 2) as f2 from came group by line_id
    ),
    new_cases as (
      select line_id, count(*) as fresh, count(*) filter (where isolated) as isolated,
        count(*) filter (where not isolated and returned) as returned, count(*) filter (where not isolated and not returned) as community
      from fresh_case group by line_id
    ),
    returnees as (
      select h.line_id, count(*) as now, count(*) filter (where ${within(sql`j.created_at`)}) as fresh
      from journey j join person p on p.id = j.person_id join home h on h.unit_id = j.unit_id
      where ${inUnits('j.unit_id', unitIds)} and ${sql.join(returneeConditions({ outbreakId, since: filter.since, knownBefore: filter.until, from: 'risk', state: 'all' }), sql` and `)} group by h.line_id
    ),
    away as (
      select h.line_id, count(*) as now, count(*) filter (where a.expected_back_on <= ${filter.expectedUntil}) as expected
      from absence a join person p on p.id = a.person_id join home h on h.unit_id = a.unit_id
      where ${inUnits('a.unit_id', unitIds)} and ${awayAt(filter)} and p.merged_into_id is null group by h.line_id
    ),
    reviews as (
      select h.line_id, count(distinct r.household_id) as reviewed
      from household_review r join home h on h.unit_id = r.unit_id where ${inUnits('r.unit_id', unitIds)} and ${within(sql`r.created_at`)} group by h.line_id
    ),
    declared as (
      select h.line_id, count(*) as declarations
      from declaration d join home h on h.unit_id = d.unit_id
      where ${inUnits('d.unit_id', unitIds)} and d.outbreak_id = ${outbreakId} and ${within(sql`d.created_at`)} group by h.line_id
    ),
    reports as (
      select r.unit_id as line_id, count(*) as reported from register_report r
      where r.outbreak_id = ${outbreakId} and r.report_day = ${day} and r.register = any (${[...filter.registers]}::text[]) group by r.unit_id
    ),
    figures as (
      select l.id, l.code, l.name, l.always,
        coalesce(v.cases, 0)::bigint as cases, coalesce(n.fresh, 0) as "newCases", coalesce(n.isolated, 0) as "newCasesIsolated",
        coalesce(n.returned, 0) as "newCasesReturned", coalesce(n.community, 0) as "newCasesCommunity",
        coalesce(v.f1, 0)::bigint as f1, coalesce(f.f1, 0) as "newF1", coalesce(v.f2, 0)::bigint as f2, coalesce(f.f2, 0) as "newF2",
        coalesce(b.now, 0) as returnees, coalesce(b.fresh, 0) as "newReturnees", coalesce(a.now, 0) as away,
        coalesce(a.expected, 0) as "expectedBack", coalesce(w.reviewed, 0) as "householdsReviewed",
        coalesce(d.declarations, 0) as declarations, coalesce(p.reported, 0) as reported
      from line l left join levels v on v.line_id = l.id left join fresh f on f.line_id = l.id left join new_cases n on n.line_id = l.id
      left join returnees b on b.line_id = l.id left join away a on a.line_id = l.id left join reviews w on w.line_id = l.id
      left join declared d on d.line_id = l.id left join reports p on p.line_id = l.id
    )
    select jsonb_build_object('id', id, 'code', code, 'name', name) as unit, ${sql.join(figureNames.map((name) => sql.ref(name)))}
    from figures where always or ${sql.join(
      figureNames.map((name) => sql`${sql.ref(name)} > 0`),
      sql` or `,
    )}
    order by name, id`.execute(tx);
  return rows;
}
