import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { asSystem } from '../levels/asSystem.ts';
import { awayAt } from './away.ts';
import { inUnits, knownSince, levelled, statedLevels } from './levels.ts';
import { returneeConditions, riskTables } from './returnees.ts';

/** What the lines of a day count. */
export type DayFrame = {
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
/** The figures of one unit; those of the hamlets in a commune count in the commune's. */
export type CountedLine = Figures & { readonly unitId: number };

/** So many lines are counted by one statement: a second or two of a large database. */
const linesAtOnce = 50;

/**
 * Counts the day's figures of these units, each by itself: in the scope of everybody, because a unit's figures do not depend on who asks for them. They name
 * nobody. A hamlet counts in its commune, or alone when it is asked for by itself.
 */
export async function countDayFigures(tx: Tx, frame: DayFrame, lineIds: readonly number[]): Promise<CountedLine[]> {
  if (lineIds.length === 0) return [];
  return await asSystem(tx, async () => {
    const counted: CountedLine[] = [];
    for (let from = 0; from < lineIds.length; from += linesAtOnce)
      counted.push(...(await countLines(tx, frame, await readHomes(tx, lineIds.slice(from, from + linesAtOnce)))));
    return counted;
  });
}

type Home = { readonly unitId: number; readonly lineId: number };

/** Which units count in which line. */
async function readHomes(tx: Tx, lineIds: readonly number[]): Promise<Home[]> {
  const { rows } = await sql<Home>`
    select id as "unitId", id as "lineId" from unnest(${[...lineIds]}::bigint[]) as l (id)
    union select u.id, u.parent_id from unit u where u.kind = 'hamlet' and u.parent_id = any (${[...lineIds]}::bigint[])`.execute(
    tx,
  );
  return rows;
}

/** Of a move `g`: somebody became a case and was none any more before the cut, because the result was corrected. They are no new case of the day. */
const takenBack = ({ until }: DayFrame) => sql`exists (
  select from level_change later where later.person_id = g.person_id and later.outbreak_id = g.outbreak_id and later.id > g.id
    and later.from_level = 0 and later.to_level is distinct from 0 and later.changed_at < ${until})`;

async function countLines(tx: Tx, frame: DayFrame, homes: readonly Home[]): Promise<CountedLine[]> {
  const { day, outbreakId } = frame;
  const unitIds = homes.map(({ unitId }) => unitId);
  const lineOf = homes.map(({ lineId }) => lineId);
  const within = (column: RawBuilder<unknown>) => sql`${column} >= ${frame.from} and ${column} < ${frame.until}`;
  const { rows } = await sql<CountedLine>`
    with ${riskTables(outbreakId)},
    home (unit_id, line_id) as (select * from unnest(${unitIds}::bigint[], ${lineOf}::bigint[])),
    people as (
      select l.unit_id, l.level, count(*) as people from ${levelled({ outbreakId, today: day, unitIds })} l where l.level <= 2 group by l.unit_id, l.level
    ),
    came (line_id, id, level, at) as (
      select h.line_id, g.person_id, g.to_level, max(g.changed_at)
      from level_change g join person p on p.id = g.person_id join home h on h.unit_id = g.unit_id
      where ${inUnits('g.unit_id', unitIds)} and g.outbreak_id = ${outbreakId} and g.to_level <= 2 and g.from_level is distinct from g.to_level and p.merged_into_id is null
        and ${within(sql`g.changed_at`)} and not (g.to_level = 0 and ${takenBack(frame)})
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
      where ${inUnits('j.unit_id', unitIds)} and ${sql.join(returneeConditions({ outbreakId, since: frame.since, knownBefore: frame.until, from: 'risk', state: 'all' }), sql` and `)} group by h.line_id
    ),
    away as (
      select h.line_id, count(*) as now, count(*) filter (where a.expected_back_on <= ${frame.expectedUntil}) as expected
      from absence a join person p on p.id = a.person_id join home h on h.unit_id = a.unit_id
      where ${inUnits('a.unit_id', unitIds)} and ${awayAt(frame)} and p.merged_into_id is null group by h.line_id
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
      where ${inUnits('r.unit_id', unitIds)} and r.outbreak_id = ${outbreakId} and r.report_day = ${day} and r.register = any (${[...frame.registers]}::text[]) group by r.unit_id
    ),
    line as (select distinct line_id as id from home)
    select l.id as "unitId",
      coalesce(v.cases, 0)::bigint as cases, coalesce(n.fresh, 0) as "newCases", coalesce(n.isolated, 0) as "newCasesIsolated",
      coalesce(n.returned, 0) as "newCasesReturned", coalesce(n.community, 0) as "newCasesCommunity",
      coalesce(v.f1, 0)::bigint as f1, coalesce(f.f1, 0) as "newF1", coalesce(v.f2, 0)::bigint as f2, coalesce(f.f2, 0) as "newF2",
      coalesce(b.now, 0) as returnees, coalesce(b.fresh, 0) as "newReturnees", coalesce(a.now, 0) as away,
      coalesce(a.expected, 0) as "expectedBack", coalesce(w.reviewed, 0) as "householdsReviewed",
      coalesce(d.declarations, 0) as declarations, coalesce(p.reported, 0) as reported
    from line l left join levels v on v.line_id = l.id left join fresh f on f.line_id = l.id left join new_cases n on n.line_id = l.id
    left join returnees b on b.line_id = l.id left join away a on a.line_id = l.id left join reviews w on w.line_id = l.id
    left join declared d on d.line_id = l.id left join reports p on p.line_id = l.id`.execute(tx);
  return rows;
}
