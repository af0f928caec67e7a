import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

/** How long somebody is taken to have stayed where nobody checked out. */
export const assumedStayHours = 2;

export type CoPresentRow = {
  readonly checkInId: number;
  readonly personId: number | null;
  readonly fullName: string | null;
  readonly unitId: number | null;
  readonly unitCode: string | null;
  readonly unitName: string | null;
  readonly placeId: number;
  readonly placeName: string;
  readonly placeKind: string;
  readonly from: Date;
  readonly until: Date;
  readonly assumedEnd: boolean;
  readonly overlapMinutes: number;
  /** The local day on which both were there. */
  readonly day: LocalDate;
  readonly known: boolean;
};

/**
 * Check-ins of others that overlap with those of a person between two instants, the longest overlap first; one a person, place and day. Needs
 * scope `all`: a case goes to places of other units.
 */
export async function readCoPresent(
  tx: Tx,
  which: {
    readonly outbreakId: number;
    readonly caseId: number;
    readonly personId: number;
    readonly from: Date | null;
    readonly until: Date | null;
  },
): Promise<CoPresentRow[]> {
  const stay = sql`interval '1 hour' * ${assumedStayHours}::int`;
  const { rows } = await sql<CoPresentRow>`
    with own as (
      select place_id, came_at, coalesce(left_at, came_at + ${stay}) as left_at from check_in
      where person_id = ${which.personId} and came_at >= coalesce(${which.from}::timestamptz, '-infinity')
        and came_at < coalesce(${which.until}::timestamptz, 'infinity')
    ), met as (
      select o.id, o.person_id, o.place_id, o.came_at, coalesce(o.left_at, o.came_at + ${stay}) as left_at, o.left_at is null as assumed,
        greatest(o.came_at, w.came_at) as since, least(coalesce(o.left_at, o.came_at + ${stay}), w.left_at) as until
      from own w join check_in o on o.place_id = w.place_id and o.came_at > w.came_at - interval '24 hours' and o.came_at < w.left_at
      where o.person_id is distinct from ${which.personId} and coalesce(o.left_at, o.came_at + ${stay}) > w.came_at
    ), longest as (
      select distinct on (coalesce(m.person_id, -m.id), m.place_id, (m.since at time zone 'Asia/Ho_Chi_Minh')::date) m.*,
        (m.since at time zone 'Asia/Ho_Chi_Minh')::date as day
      from met m
      order by coalesce(m.person_id, -m.id), m.place_id, (m.since at time zone 'Asia/Ho_Chi_Minh')::date, m.until - m.since desc, m.id
    )
    select m.id as "checkInId", p.id as "personId", p.full_name as "fullName", u.id as "unitId", u.code as "unitCode", u.name as "unitName",
      l.id as "placeId", l.name as "placeName", l.kind as "placeKind", m.came_at as "from", m.left_at as until, m.assumed as "assumedEnd",
      round(extract(epoch from m.until - m.since) / 60)::int as "overlapMinutes", m.day,
      exists (select from exposure x where x.outbreak_id = ${which.outbreakId} and x.target_person_id = m.person_id
        and x.source_case_id = ${which.caseId} and x.place_id = m.place_id and x.last_contact_on = m.day) as known
    from longest m join place l on l.id = m.place_id
    left join person p on p.id = m.person_id and p.merged_into_id is null left join unit u on u.id = p.unit_id
    order by m.until - m.since desc, m.id`.execute(tx);
  return rows;
}
