import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitIdsBelow } from '../units.ts';
import {
  all,
  filterConditions,
  type IdPage,
  type PersonPart,
  personPart,
  type RegisterFilter,
  type UnitPart,
  unitPart,
} from './parts.ts';

export type LevelRecord = {
  readonly person: PersonPart;
  readonly unit: UnitPart;
  readonly level: number;
  readonly basis: 'derived' | 'stated';
  readonly exposedOn: string | null;
  readonly lapsesOn: string | null;
  readonly source: string | null;
  readonly isolation: { readonly measure: string; readonly startOn: string; readonly endOn: string } | null;
  readonly knownSince: Date | null;
};

export type LevelFilter = RegisterFilter & { readonly outbreakId: number; readonly level: number; readonly today: string };

/**
 * People of a level on a day, by id. What was derived counts; what a list stated counts where nothing was derived. Each of both is read in the order of
 * people until the page is full: a province has hundreds of thousands.
 */
export async function readLevelRegister(tx: Tx, filter: LevelFilter, page: IdPage): Promise<LevelRecord[]> {
  const { outbreakId, level, today, unitId, nameKeyPart } = filter;
  const unitIds = unitId === undefined ? undefined : await unitIdsBelow(tx, [unitId]);
  const asked = { outbreakId, today, unitIds, level };
  const part = (levels: RawBuilder<unknown>) => sql`(
    select l.* from (${levels}) l join person p on p.id = l.person_id
    where ${all([sql`l.person_id > ${page.afterId}`, sql`p.merged_into_id is null`, ...filterConditions({ nameKeyPart }, 'l.unit_id')])}
    order by l.person_id limit ${page.limit})`;
  const { rows } = await sql<LevelRecord>`
    with l as materialized (
      select * from (${part(derivedLevels(asked))} union all ${part(statedLevels(asked))}) both_parts order by person_id limit ${page.limit}
    )
    select ${personPart} as person, ${unitPart('u')} as unit, l.level, l.basis, l.exposed_on as "exposedOn", l.lapses_on as "lapsesOn",
      x.source, o.isolation, ${knownSince(outbreakId)} as "knownSince"
    from l join person p on p.id = l.person_id join unit u on u.id = l.unit_id
    left join lateral (
      select string_agg(distinct coalesce(k.code, sp.full_name, e.source_text), ', ') as source
      from exposure e left join case_record k on k.id = e.source_case_id left join person sp on sp.id = e.source_person_id
      where e.target_person_id = p.id and e.outbreak_id = ${outbreakId} and e.negated_at is null
    ) x on true
    left join lateral (
      select jsonb_build_object('measure', measure, 'startOn', start_on, 'endOn', end_on) as isolation
      from isolation_order where person_id = p.id and outbreak_id = ${outbreakId} and state = 'active' limit 1
    ) o on true
    order by l.person_id`.execute(tx);
  return rows;
}

/**
 * When person `p` got the level of `l`: as the levels' own history says; else, for a case, when it was confirmed, and for the others with the
 * first contact written down. What it goes by, `becameKnown` of changes.ts looks for.
 */
export function knownSince(outbreakId: number): RawBuilder<Date | null> {
  return sql`coalesce((
    select max(g.changed_at) from level_change g where g.person_id = p.id and g.outbreak_id = ${outbreakId} and g.to_level = l.level
  ), case when l.level = 0
    then (select min(coalesce(k.confirmed_at, k.recorded_at)) from case_record k where k.person_id = p.id and k.outbreak_id = ${outbreakId} and k.status = 'confirmed')
    else (select min(e.created_at) from exposure e where e.target_person_id = p.id and e.outbreak_id = ${outbreakId}) end)`;
}

/**
 * True while nobody has derived levels in this database (the server's first start does): only then does every level count that a list states. What
 * was derived is complete: whoever has no level there has none, but for those whose list names nobody they met, or only by name (`statedWithoutSource`).
 */
export const nothingDerived = sql<boolean>`(select not exists (select from setting where key = 'levels.derived'))`;

/** Whose levels: of units by id (everywhere if undefined), at one level (at any if undefined). */
export type LevelsAsked = {
  readonly outbreakId: number;
  readonly today: string;
  readonly unitIds: readonly number[] | undefined;
  readonly level?: number;
  /** Only of these people: a condition on the column that names them. Of everybody if undefined. */
  readonly among?: (person: string) => RawBuilder<boolean>;
};

/**
 * Everybody's level on a day: (person_id, unit_id, level, basis, exposed_on, lapses_on). A level is there
 * through the last day of its follow-up; a level that only a list
 * states ends with the person's follow-up.
 */
export function levelled(asked: LevelsAsked): RawBuilder<unknown> {
  return sql`(${derivedLevels(asked)} union all ${statedLevels(asked)})`;
}

/** As `levelled`: what was derived. */
function derivedLevels({ outbreakId, today, unitIds, level }: LevelsAsked): RawBuilder<unknown> {
  const asked = level === undefined ? sql`true` : sql`d.level = ${level}`;
  return sql`select d.person_id, d.unit_id, d.level::integer as level, 'derived' as basis, d.exposed_on, d.lapses_on
    from person_level d
    where d.outbreak_id = ${outbreakId} and (d.lapses_on is null or d.lapses_on >= ${today}) and ${asked} and ${inUnits('d.unit_id', unitIds)}`;
}

/** As an array: a sub-select would be planned without knowing how few units it gives. */
export const inUnits = (column: string, unitIds: readonly number[] | undefined): RawBuilder<boolean> =>
  unitIds === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any (${[...unitIds]}::bigint[])`;

/** As `levelled`: what lists state, while nothing was derived, and where nothing can be. */
export function statedLevels({ outbreakId, today, unitIds, level, among }: LevelsAsked): RawBuilder<unknown> {
  const underived = (person: string) => sql<boolean>`not exists (
    select from person_level d where d.outbreak_id = ${outbreakId} and d.person_id = ${sql.ref(person)}) and ${among?.(person) ?? sql`true`}`;
  const asked = level === undefined ? sql`true` : sql`s.level = ${level}`;
  return sql`select s.* from (
    select k.person_id, kp.unit_id, 0 as level, 'stated' as basis, min(coalesce(k.onset_on, k.first_positive_on)) as exposed_on, null::date as lapses_on
    from case_record k join person kp on kp.id = k.person_id
    where ${nothingDerived} and k.outbreak_id = ${outbreakId} and k.status = 'confirmed' and ${inUnits('kp.unit_id', unitIds)} and ${underived('k.person_id')}
    group by k.person_id, kp.unit_id
    union all
    select e.target_person_id, e.unit_id, min(e.stated_level)::integer, 'stated', max(e.last_contact_on), null
    from exposure e
    where ${nothingDerived} and e.outbreak_id = ${outbreakId} and e.stated_level > 0 and e.negated_at is null and ${inUnits('e.unit_id', unitIds)}
      and ${underived('e.target_person_id')}
      and not exists (select from case_record k where k.outbreak_id = e.outbreak_id and k.person_id = e.target_person_id and k.status = 'confirmed')
      and not exists (select from follow_up f where f.outbreak_id = e.outbreak_id and f.person_id = e.target_person_id and f.end_on < ${today})
    group by e.target_person_id, e.unit_id
    union all
    ${statedWithoutSource({ outbreakId, today, unitIds }, underived('e.target_person_id'))}
  ) s where ${asked}`;
}

/**
 * A list says F1 but not of whom, or only in words ("bố chồng", "chợ Vạn"): no level can be derived, and the person must be watched all the same. They
 * stay in the register as stated until their follow-up ends, somebody negates the contact, decides their level, or names the source. So do those whose
 * source was found by a name, where no level came of it: that may be a namesake, or a contact who has no level either.
 */
function statedWithoutSource(
  { outbreakId, today, unitIds }: Omit<LevelsAsked, 'level'>,
  underived: RawBuilder<boolean>,
): RawBuilder<unknown> {
  return sql`select e.target_person_id, e.unit_id, min(e.stated_level)::integer, 'stated', max(e.last_contact_on), max(f.end_on)
    from exposure e left join follow_up f on f.outbreak_id = e.outbreak_id and f.person_id = e.target_person_id
    where not ${nothingDerived} and (e.source_text is not null or (e.source_case_id is null and e.source_person_id is null))
      and e.negated_at is null and e.stated_level > 0
      and ((e.source_case_id is null and e.source_person_id is null) or not exists (
        select from lapsed_level z where z.outbreak_id = e.outbreak_id and z.person_id = e.target_person_id))
      and e.outbreak_id = ${outbreakId} and ${inUnits('e.unit_id', unitIds)} and ${underived}
      and (f.end_on is null or f.end_on >= ${today})
      and not exists (select from level_override d where d.outbreak_id = e.outbreak_id and d.person_id = e.target_person_id and d.withdrawn_at is null)
      and not exists (select from case_record k where k.outbreak_id = e.outbreak_id and k.person_id = e.target_person_id and k.status = 'confirmed')
    group by e.target_person_id, e.unit_id`;
}
