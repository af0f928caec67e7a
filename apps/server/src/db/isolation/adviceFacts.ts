import { type Category, categories } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';

/** Everything the database knows that isolation advice depends on. */
export type AdviceFacts = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly disease: string;
  /** A case, the derived level (else the nearest that a list stated), or someone who came back; null: none of these. */
  readonly category: Category | null;
  readonly lastContactOn: string | null;
  readonly arrivedOn: string | null;
  readonly cameFrom: { readonly codes: readonly string[]; readonly text: string | null } | null;
  readonly doses: readonly { readonly dose: number; readonly givenOn: string | null }[];
  /** The person's own unit first, then what is above it. */
  readonly units: readonly { readonly code: string; readonly name: string; readonly kind: string }[];
};

/** Undefined when the person, or the outbreak, is not there or not to be seen. */
export async function readAdviceFacts(tx: Tx, personId: number, outbreakId: number): Promise<AdviceFacts | undefined> {
  const { rows } = await sql<{
    unitId: number;
    disease: string;
    isCase: boolean;
    level: number | null;
    statedLevel: number | null;
    exposedOn: string | null;
    lastContactOn: string | null;
    hasJourney: boolean;
    arrivedOn: string | null;
    fromUnitId: number | null;
    fromText: string | null;
  }>`
    select p.unit_id as "unitId", o.disease, l.level, l.exposed_on as "exposedOn",
      exists (select from case_record c where c.person_id = p.id and c.outbreak_id = o.id and c.status in ('confirmed', 'probable')
              and coalesce(c.outcome, 'ill') = 'ill') as "isCase",
      x.stated as "statedLevel", x.last as "lastContactOn",
      j.id is not null as "hasJourney", j.arrived_on as "arrivedOn", j.from_unit_id as "fromUnitId", j.from_text as "fromText"
    from person p join outbreak o on o.id = ${outbreakId}
    left join person_level l on l.person_id = p.id and l.outbreak_id = o.id
    left join lateral (
      select min(stated_level) as stated, max(last_contact_on) as last from exposure e
      where e.target_person_id = p.id and e.outbreak_id = o.id and e.negated_at is null) x on true
    left join lateral (
      select j.id, j.arrived_on, j.from_unit_id, j.from_text from journey j
      where j.person_id = p.id and j.outbreak_id = o.id order by j.arrived_on desc nulls last, j.id desc limit 1) j on true
    where p.id = ${personId}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { unitId, disease, arrivedOn, fromUnitId, fromText } = row;
  return {
    unitId,
    outbreakId,
    disease,
    category: categoryOf(row),
    lastContactOn: row.exposedOn ?? row.lastContactOn,
    arrivedOn,
    cameFrom: row.hasJourney
      ? { codes: fromUnitId === null ? [] : (await unitsAbove(tx, fromUnitId)).map(({ code }) => code), text: fromText }
      : null,
    doses: await readDoses(tx, personId),
    units: await unitsAbove(tx, unitId),
  };
}

function categoryOf(row: {
  isCase: boolean;
  level: number | null;
  statedLevel: number | null;
  hasJourney: boolean;
}): Category | null {
  if (row.isCase) return 'F0';
  const level = row.level ?? row.statedLevel;
  const found = level === null ? undefined : categories.find((category) => category === `F${level}`);
  return found ?? (row.hasJourney ? 'returnee' : null);
}

async function readDoses(tx: Tx, personId: number): Promise<AdviceFacts['doses']> {
  return await tx
    .selectFrom('vaccination')
    .select(['dose', 'given_on as givenOn'])
    .where('person_id', '=', personId)
    .orderBy('dose')
    .execute();
}

/** A unit and everything above it, itself first. */
async function unitsAbove(tx: Tx, unitId: number): Promise<{ code: string; name: string; kind: string }[]> {
  const { rows } = await sql<{ code: string; name: string; kind: string }>`
    with recursive up as (
      select id, parent_id, code, name, kind, 0 as step from unit where id = ${unitId}
      union all select u.id, u.parent_id, u.code, u.name, u.kind, up.step + 1 from unit u join up on u.id = up.parent_id where up.step < 9)
    select code, name, kind from up order by step`.execute(tx);
  return rows;
}

/**
 * F1 and F2 of a unit and below for whom nothing was advised since their last exposure, the nearest to a case first. A level that has lapsed
 * asks for nothing.
 */
export async function readPeopleWithoutAdvice(
  tx: Tx,
  { outbreakId, unitId, today }: { readonly outbreakId: number; readonly unitId: number; readonly today: string },
  limit: number,
): Promise<{ readonly personIds: number[]; readonly total: number }> {
  const { rows } = await sql<{ personId: number; total: number }>`
    select l.person_id as "personId", count(*) over ()::int as total
    from person_level l join person p on p.id = l.person_id and p.merged_into_id is null
    where l.outbreak_id = ${outbreakId} and l.level in (1, 2) and l.unit_id in ${unitsBelow(unitId)}
      and (l.lapses_on is null or l.lapses_on >= ${today}::date)
      and not exists (select from isolation_advice a where a.person_id = l.person_id and a.outbreak_id = l.outbreak_id
        and a.advised_on >= coalesce(l.exposed_on, a.advised_on))
    order by l.level, l.exposed_on desc nulls last, l.person_id limit ${limit}`.execute(tx);
  return { personIds: rows.map(({ personId }) => personId), total: rows[0]?.total ?? 0 };
}
