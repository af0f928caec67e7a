import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { RegisterName } from '../schema/registers.ts';
import { unitIdsBelow } from '../units.ts';
import { inUnits, knownSince, statedLevels } from './levels.ts';
import { type UnitPart, unitPart } from './parts.ts';
import { isReturnee, riskTables } from './returnees.ts';

export type ChangeKind = 'new' | 'changed' | 'closed' | 'reopened';
export type ChangeRecord = {
  readonly kind: ChangeKind;
  readonly at: Date;
  readonly unit: UnitPart;
  readonly subjectId: number;
  readonly personId: number | null;
  readonly name: string;
  readonly birthYear: number | null;
  readonly fields: readonly string[];
};

/** Which register, of which unit and below, between which cuts. `day` is the report day that ends with `until`. */
export type ChangeWindow = {
  readonly register: RegisterName;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly day: string;
  readonly from: Date;
  readonly until: Date;
  /** Returnees count from this day on. */
  readonly returneesSince: string;
};
export type ChangePosition = { readonly at: Date; readonly kind: string; readonly subjectId: number };

/** What is new, changed, closed in a register, the oldest first. */
export async function readChanges(
  tx: Tx,
  window: ChangeWindow,
  page: { readonly after?: ChangePosition | undefined; readonly limit: number },
): Promise<ChangeRecord[]> {
  const after = page.after
    ? sql`(c.at, c.kind, c.subject_id) > (${page.after.at}::timestamptz, ${page.after.kind}, ${page.after.subjectId})`
    : sql`true`;
  const { rows } = await sql<ChangeRecord>`
    ${leading(window)} select c.kind, c.at, ${unitPart('u')} as unit, c.subject_id as "subjectId", c.person_id as "personId", c.name,
      c.birth_year as "birthYear", c.fields
    from (${happened(window, await unitIdsBelow(tx, [window.unitId]))}) c join unit u on u.id = c.unit_id
    where ${after} order by c.at, c.kind, c.subject_id limit ${page.limit}`.execute(tx);
  return rows;
}

/** How many entries were new, changed, closed. */
export async function countChanges(tx: Tx, window: ChangeWindow): Promise<Readonly<Record<ChangeKind, number>>> {
  const { rows } = await sql<{ kind: ChangeKind; entries: number }>`
    ${leading(window)} select c.kind, count(distinct c.subject_id) as entries from (${happened(window, await unitIdsBelow(tx, [window.unitId]))}) c group by c.kind`.execute(
    tx,
  );
  const counts = { new: 0, changed: 0, closed: 0, reopened: 0 };
  for (const { kind, entries } of rows) counts[kind] = entries;
  return counts;
}

/** What `happened` needs in front of the statement. */
const leading = ({ register, outbreakId }: ChangeWindow): RawBuilder<unknown> =>
  register === 'returnees' ? sql`with ${riskTables(outbreakId)}` : sql``;

/** (kind, at, unit_id, subject_id, person_id, name, birth_year, fields); instants in whole milliseconds, as a cursor carries them. */
function happened(window: ChangeWindow, unitIds: readonly number[]): RawBuilder<unknown> {
  switch (window.register) {
    case 'f0':
    case 'f1':
    case 'f2':
      return levelChanges(window, unitIds, Number(window.register[1]));
    case 'returnees':
      return entryChanges(
        window,
        unitIds,
        sql`journey`,
        sql`e.outbreak_id = ${window.outbreakId} and ${isReturnee(window.returneesSince)}`,
      );
    case 'away':
      return entryChanges(window, unitIds, sql`absence`, sql`true`);
    case 'households':
      return reviewChanges(window, unitIds);
  }
}

const inWindow = (column: RawBuilder<unknown>, { from, until }: ChangeWindow) =>
  sql`${column} >= ${from} and ${column} < ${until}`;
const ms = (column: RawBuilder<unknown>) => sql`date_trunc('milliseconds', ${column})`;

function entryChanges(
  window: ChangeWindow,
  unitIds: readonly number[],
  table: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select 'new' as kind, ${ms(sql`e.created_at`)} as at, e.unit_id, e.id as subject_id, p.id as person_id, p.full_name as name, p.birth_year, '{}'::text[] as fields
    from ${table} e join person p on p.id = e.person_id
    where ${inUnits('e.unit_id', unitIds)} and ${inWindow(sql`e.created_at`, window)} and ${condition} and e.closed_because is distinct from 'mistake'
    union all
    select g.kind, ${ms(sql`g.at`)}, g.unit_id, g.subject_id, p.id, p.full_name, p.birth_year, g.fields
    from register_change g join ${table} e on e.id = g.subject_id join person p on p.id = e.person_id
    where g.register = ${window.register} and ${inUnits('g.unit_id', unitIds)} and ${inWindow(sql`g.at`, window)} and ${condition}`;
}

function reviewChanges(window: ChangeWindow, unitIds: readonly number[]): RawBuilder<unknown> {
  const named = sql`coalesce(p.full_name, h.code) as name, p.birth_year`;
  const joins = sql`join household h on h.id = r.household_id left join person p on p.id = h.head_person_id`;
  return sql`
    select 'new' as kind, ${ms(sql`r.created_at`)} as at, r.unit_id, r.id as subject_id, h.head_person_id as person_id, ${named}, '{}'::text[] as fields
    from household_review r ${joins} where ${inUnits('r.unit_id', unitIds)} and ${inWindow(sql`r.created_at`, window)}
    union all
    select g.kind, ${ms(sql`g.at`)}, g.unit_id, g.subject_id, h.head_person_id, ${named}, g.fields
    from register_change g join household_review r on r.id = g.subject_id ${joins}
    where g.register = 'households' and ${inUnits('g.unit_id', unitIds)} and ${inWindow(sql`g.at`, window)}`;
}

/**
 * As the levels' own history says: new is who came to the level between the cuts, closed who left it, whatever became of them later. While nothing
 * was derived, new is who was written down with it.
 */
function levelChanges(window: ChangeWindow, unitIds: readonly number[], level: number): RawBuilder<unknown> {
  const { outbreakId, day } = window;
  const moved = (kind: 'new' | 'closed', to: string, from: string) => sql`
    select ${sql.lit(kind)} as kind, ${ms(sql`g.changed_at`)} as at, g.unit_id, p.id as subject_id, p.id as person_id, p.full_name as name, p.birth_year,
      array[g.because] as fields
    from level_change g join person p on p.id = g.person_id
    where g.outbreak_id = ${outbreakId} and ${sql.ref(to)} = ${level} and ${sql.ref(from)} is distinct from ${level}
      and ${inUnits('g.unit_id', unitIds)} and p.merged_into_id is null and ${inWindow(sql`g.changed_at`, window)}`;
  return sql`
    ${moved('new', 'g.to_level', 'g.from_level')}
    union all
    ${moved('closed', 'g.from_level', 'g.to_level')}
    union all
    select 'new', ${ms(sql`s.at`)}, l.unit_id, p.id, p.id, p.full_name, p.birth_year, '{}'
    from (${statedLevels({ outbreakId, today: day, unitIds, level, among: (person) => becameKnown(window, person) })}) l join person p on p.id = l.person_id
    cross join lateral (select ${knownSince(outbreakId)} as at) s
    where p.merged_into_id is null and ${inWindow(sql`s.at`, window)}`;
}

/** Of whom something that `knownSince` goes by lies between the cuts: without this the levels of everybody would be worked out to find those of a day. */
function becameKnown(window: ChangeWindow, person: string): RawBuilder<boolean> {
  const { outbreakId } = window;
  return sql<boolean>`${sql.ref(person)} in (
    select g.person_id from level_change g where g.outbreak_id = ${outbreakId} and ${inWindow(sql`g.changed_at`, window)}
    union select e.target_person_id from exposure e where e.outbreak_id = ${outbreakId} and ${inWindow(sql`e.created_at`, window)}
    union select k.person_id from case_record k where k.outbreak_id = ${outbreakId} and ${inWindow(sql`coalesce(k.confirmed_at, k.recorded_at)`, window)})`;
}
