import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import { reachOfTask } from '../resultFilter.ts';
import type { LocalDate } from '../schema.ts';
import { type AskedUnits, fewUnits } from './askedUnits.ts';

/** 1 alert, 2 symptoms, 3 errand, 4 unreached, 5 follow-up: see work_item.urgency. */
export type Urgency = 1 | 2 | 3 | 4 | 5;
const urgencies = [1, 2, 3, 4, 5] as const;

/** Where a row stands; the instant as PostgreSQL writes it, because a Date would cut its microseconds off. */
export type WorkPosition = { readonly urgency: number; readonly dueAt: string; readonly personId: number };

export type WorkRecord = {
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly e164: string | null;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly urgency: Urgency;
  readonly dueAt: Date;
  readonly position: WorkPosition;
  readonly level: number | null;
  readonly reach: 'notCalled' | 'waiting' | 'underWay' | 'done' | 'givenUp';
  readonly disposition: string | null;
  readonly attempts: number | null;
  readonly nextCallAt: Date | null;
  readonly alerts: readonly string[];
  readonly errands: readonly string[];
  readonly followUp: { readonly startOn: LocalDate; readonly endOn: LocalDate; readonly lastSeenOn: LocalDate | null } | null;
};

export type WorkPage = { readonly after: WorkPosition | undefined; readonly limit: number };

/** As PostgreSQL gives it: columns, because fifty objects of JSON would take longer to write and read than the rest. */
type Row = Omit<WorkRecord, 'position' | 'followUp'> & {
  readonly dueAtText: string;
  readonly startOn: LocalDate | null;
  readonly endOn: LocalDate | null;
  readonly lastSeenOn: LocalDate | null;
};

function recordOf({ dueAtText, startOn, endOn, lastSeenOn, ...row }: Row): WorkRecord {
  const position = { urgency: row.urgency, dueAt: dueAtText, personId: row.personId };
  return { ...row, position, followUp: startOn !== null && endOn !== null ? { startOn, endOn, lastSeenOn } : null };
}

/** Who is due before `until`, the most urgent first, within each urgency the longest due. */
export async function readWorkList(tx: Tx, units: AskedUnits, until: Date, page: WorkPage): Promise<WorkRecord[]> {
  const { rows } = await sql<Row>`${kept}
    select p.id as "personId", p.full_name as "fullName", p.birth_year as "birthYear", p.hamlet, ph.e164, u.id as "unitId", u.code as "unitCode",
      u.name as "unitName", w.urgency, w.due_at as "dueAt", w.due_at::text as "dueAtText",
      l.level, ${reachOfTask} as reach, t.disposition, t.attempts_used as attempts, case when t.state = 'due' then t.due_at end as "nextCallAt",
      coalesce(al.codes, '{}') as alerts, coalesce(er.codes, '{}') as errands, f.start_on as "startOn", f.end_on as "endOn", f.last_seen_on as "lastSeenOn"
    from (${items(units, until, page)}) w join person p on p.id = w.person_id join unit u on u.id = p.unit_id
    left join lateral (
      select state, disposition, due_at, attempts_used, e164 from call_task where person_id = p.id order by id desc limit 1
    ) t on true
    left join lateral (
      select e164 from person_phone where person_id = p.id order by (e164 = t.e164) desc nulls last, position, e164 limit 1
    ) ph on true
    left join lateral (
      select min((select pl.level from person_level pl where pl.outbreak_id = o.id and pl.person_id = p.id)) as level from outbreak o
    ) l on true
    left join lateral (
      select array_agg(code order by due_at) as codes from alert where person_id = p.id and acknowledged_at is null and w.urgency = 1
    ) al on true
    left join lateral (select array_agg(code order by due_at) as codes from errand where person_id = p.id and done_at is null) er on true
    left join lateral (
      select fu.start_on, fu.end_on, (select max(d.day_on) from follow_up_day d where d.follow_up_id = fu.id and d.status = 'done') as last_seen_on
      from follow_up fu where fu.person_id = p.id and fu.state = 'open' order by fu.id desc limit 1
    ) f on true
    order by w.urgency, w.due_at, w.person_id`.execute(tx);
  return rows.map(recordOf);
}

/** A page of work_item. Each urgency is a range of an index of its own, so that what is due later is not read through. */
function items(units: AskedUnits, until: Date, { after, limit }: WorkPage): RawBuilder<unknown> {
  const from = urgencies.filter((urgency) => urgency >= (after?.urgency ?? 1));
  const classes = sql.join(
    from.map((urgency) =>
      after?.urgency === urgency
        ? sql`(${urgency}::smallint, ${after.dueAt}::timestamptz, ${after.personId}::bigint)`
        : sql`(${urgency}::smallint, '-infinity'::timestamptz, 0::bigint)`,
    ),
  );
  const each = units !== undefined && units.length <= fewUnits;
  const own = each ? sql`i.unit_id = a.id` : units === undefined ? sql`true` : sql`i.unit_id = any(${[...units]}::bigint[])`;
  const asked = each ? sql`unnest(${[...units]}::bigint[]) a (id) cross join` : sql``;
  return sql`
    select w.* from ${asked} (values ${classes}) c (urgency, due_at, person_id) cross join lateral (
      select i.person_id, i.urgency, i.due_at from work_item i
      where ${own} and i.urgency = c.urgency and i.due_at < ${until} and (i.due_at, i.person_id) > (c.due_at, c.person_id)
      order by i.due_at, i.person_id limit ${limit}
    ) w order by w.urgency, w.due_at, w.person_id limit ${limit}`;
}
