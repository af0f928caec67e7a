import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { openNationalId } from '../secrets/personNumbers.ts';
import { awayAt } from './away.ts';
import { all, filterConditions, type IdPage } from './parts.ts';
import { type ReturneeFilter, returneeConditions, riskOfJourney, riskTables } from './returnees.ts';

/** A line of the list that goes to the steering committee: someone who came back, or who is away and may. */
export type ReturneeLine = {
  readonly id: number;
  readonly unitName: string;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly sex: 'male' | 'female' | null;
  readonly nationalId: string | null;
  readonly e164: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly fromName: string | null;
  readonly fromText: string | null;
  readonly risk: string | null;
  readonly reason: string | null;
  readonly arrivedOn: string | null;
  readonly expectedBackOn: string | null;
  readonly vehicle: string | null;
  readonly companions: string | null;
  readonly doses: number;
  readonly lastDoseOn: string | null;
  readonly measure: string | null;
  readonly measurePlace: string | null;
  /** The quarantine is what a list says, and no order. */
  readonly measureStated: boolean;
  readonly sampledOn: string | null;
  readonly sampleResult: string | null;
};

type Raw = Omit<ReturneeLine, 'nationalId'> & { readonly sealed: string | null };

const personColumns = sql`u.name as "unitName", p.full_name as "fullName", p.birth_year as "birthYear", p.sex, p.national_id_sealed as sealed,
  (select e164 from person_phone where person_id = p.id order by position, e164 limit 1) as e164, p.hamlet, p.address,
  (select count(*) from vaccination v where v.person_id = p.id) as doses,
  (select max(v.given_on) from vaccination v where v.person_id = p.id) as "lastDoseOn"`;
/** The place of origin with what lies above it: "Thủ Đức, Hồ Chí Minh". */
const placeName = (alias: string) =>
  sql`(select string_agg(n.name, ', ' order by n.depth) from (
    with recursive up (id, name, parent_id, depth) as (
      select z.id, z.name, z.parent_id, 0 from unit z where z.id = ${sql.ref(alias)} and z.kind <> 'country'
      union all select z.id, z.name, z.parent_id, up.depth + 1 from unit z join up on z.id = up.parent_id where z.kind <> 'country'
    ) select name, depth from up) n)`;

/** Who came back, by id. Identity numbers are opened only when asked for. */
export async function readReturneeLines(
  tx: Tx,
  filter: ReturneeFilter,
  page: IdPage,
  identity: boolean,
): Promise<ReturneeLine[]> {
  const { rows } = await sql<Raw>`
    with ${riskTables(filter.outbreakId)}
    select j.id, ${personColumns}, ${placeName('j.from_unit_id')} as "fromName", j.from_text as "fromText", ${riskOfJourney} as risk,
      j.reason, j.arrived_on as "arrivedOn", null as "expectedBackOn", j.vehicle, j.companions,
      coalesce(o.measure, t.measure) as measure, case when o.measure is null then t.place else o.place end as "measurePlace",
      o.measure is null and (t.measure is not null or t.place is not null) as "measureStated", s.taken_on as "sampledOn", s.result as "sampleResult"
    from journey j join person p on p.id = j.person_id join unit u on u.id = j.unit_id
    left join lateral (
      select i.measure, coalesce(l.name, i.place) as place from isolation_order i left join place l on l.id = i.place_id
      where i.person_id = p.id and i.outbreak_id = j.outbreak_id and i.state <> 'cancelled' order by i.id desc limit 1
    ) o on true
    left join lateral (
      select nullif(i.measure, 'isolation') as measure, i.place from stated_isolation i
      where i.person_id = p.id and i.outbreak_id = j.outbreak_id and i.withdrawn_at is null order by i.start_on desc nulls last, i.id desc limit 1
    ) t on true
    left join lateral (
      select taken_on, result from sample where person_id = p.id and taken_on >= j.arrived_on order by taken_on desc, id desc limit 1
    ) s on true
    where ${all([...returneeConditions(filter), sql`j.id > ${page.afterId}`])}
    order by j.id limit ${page.limit}`.execute(tx);
  return rows.map((row) => opened(tx, row, identity));
}

/** Who is away and may come back, by id. */
export async function readAwayLines(
  tx: Tx,
  filter: { readonly unitId?: number | undefined; readonly until: Date; readonly day: string },
  page: IdPage,
  identity: boolean,
): Promise<ReturneeLine[]> {
  const { rows } = await sql<Raw>`
    select a.id, ${personColumns}, ${placeName('a.place_unit_id')} as "fromName", a.place_text as "fromText", null as risk,
      a.reason, null as "arrivedOn", a.expected_back_on as "expectedBackOn", null as vehicle, null as companions,
      null as measure, null as "measurePlace", false as "measureStated", null as "sampledOn", null as "sampleResult"
    from absence a join person p on p.id = a.person_id join unit u on u.id = a.unit_id
    where ${all([awayAt(filter), sql`p.merged_into_id is null`, sql`a.id > ${page.afterId}`, ...filterConditions(filter, 'a.unit_id')])}
    order by a.id limit ${page.limit}`.execute(tx);
  return rows.map((row) => opened(tx, row, identity));
}

function opened(tx: Tx, { sealed, ...row }: Raw, identity: boolean): ReturneeLine {
  return { ...row, nationalId: identity ? openNationalId(tx, sealed) : null };
}
