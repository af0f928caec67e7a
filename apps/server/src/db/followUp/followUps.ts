import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { type PersonFields, personColumns, personJoins } from '../isolation/advice.ts';
import { json } from '../json.ts';
import { unitsBelow } from '../resultFilter.ts';

export type FollowUpOnDay = PersonFields & {
  readonly id: number;
  readonly outbreakId: number;
  readonly originalStartOn: string;
  readonly startOn: string;
  readonly endOn: string;
  readonly openedOn: string | null;
  readonly state: 'open' | 'completed' | 'lost' | 'becameCase';
  /** What is written down for the day; null: nothing. */
  readonly recorded: 'done' | 'missed' | null;
  readonly lastSeenOn: string | null;
  readonly daysDone: number;
  readonly daysMissed: number;
};
export type FollowUpFilter = {
  readonly id?: number | undefined;
  readonly outbreakId?: number | undefined;
  readonly unitId?: number | undefined;
  readonly status?: 'due' | 'done' | 'missed' | 'lost' | 'all' | undefined;
};

/** Day 1, or the day the contact became known if that was later (`firstDueOn` of the rules). */
const firstDue = sql`greatest(i.start_on + 1, coalesce(i.opened_on, i.start_on + 1))`;

/** Follow-ups as they stand on `day`, by id. The page is found first, so that everything else is asked about its rows only. */
export async function readFollowUps(
  tx: Tx,
  filter: FollowUpFilter,
  day: string,
  page: { readonly after?: number | undefined; readonly limit: number },
): Promise<FollowUpOnDay[]> {
  const all: RawBuilder<unknown>[] = [sql`exists (select from person m where m.id = i.person_id and m.merged_into_id is null)`];
  if (filter.id !== undefined) all.push(sql`i.id = ${filter.id}`);
  if (filter.outbreakId !== undefined) all.push(sql`i.outbreak_id = ${filter.outbreakId}`);
  if (filter.unitId !== undefined) all.push(sql`i.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.status !== undefined) all.push(ofStatus(filter.status, day));
  if (page.after !== undefined) all.push(sql`i.id > ${page.after}`);
  const { rows } = await sql<FollowUpOnDay>`
    with i as materialized (
      select i.* from follow_up i where ${sql.join(all, sql` and `)} order by i.id limit ${page.limit})
    select i.id, i.outbreak_id as "outbreakId", i.original_start_on as "originalStartOn", i.start_on as "startOn", i.end_on as "endOn",
      i.opened_on as "openedOn", i.state, s.recorded, s.last as "lastSeenOn", s.done as "daysDone", s.missed as "daysMissed",
      ${personColumns}
    from i ${personJoins}
    cross join lateral (
      select max(x.day_on) filter (where x.status = 'done') as last, count(*) filter (where x.status = 'done')::int as done,
        count(*) filter (where x.status = 'missed')::int as missed, max(x.status) filter (where x.day_on = ${day}::date) as recorded
      from follow_up_day x where x.follow_up_id = i.id) s
    order by i.id`.execute(tx);
  return rows;
}

function ofStatus(status: NonNullable<FollowUpFilter['status']>, day: string): RawBuilder<unknown> {
  const written = (which: RawBuilder<unknown>) =>
    sql`exists (select from follow_up_day x where x.follow_up_id = i.id and x.day_on = ${day}::date and ${which})`;
  switch (status) {
    case 'due':
      return sql`i.state = 'open' and ${day}::date between ${firstDue} and i.end_on and not ${written(sql`true`)}`;
    case 'done':
    case 'missed':
      return written(sql`x.status = ${status}`);
    case 'lost':
      return sql`i.state = 'lost'`;
    case 'all':
      return sql`(${day}::date between i.start_on and i.end_on or i.state = 'lost')`;
  }
}

export type DiaryDay = {
  readonly dayOn: string;
  readonly status: 'done' | 'missed';
  readonly seenBy: 'call' | 'visit' | 'phone' | 'self' | null;
  readonly symptoms: unknown;
  readonly note: string | null;
};

/** What is written down of a follow-up, by day. */
export async function readDiary(tx: Tx, followUpId: number): Promise<DiaryDay[]> {
  return await tx
    .selectFrom('follow_up_day')
    .select(['day_on as dayOn', 'status', 'seen_by as seenBy', 'symptoms', 'note'])
    .where('follow_up_id', '=', followUpId)
    .orderBy('day_on')
    .execute();
}

export type Visit = {
  readonly followUpId: number;
  readonly dayOn: string;
  readonly seenBy: 'visit' | 'phone' | 'self';
  readonly symptoms: unknown;
  readonly note: string | null;
  readonly userId: number;
};

/** Writes a day on which somebody saw or spoke to the person; over what was written of that day before. */
export async function putVisit(tx: Tx, { followUpId, dayOn, seenBy, symptoms, note, userId }: Visit): Promise<void> {
  await sql`
    insert into follow_up_day (follow_up_id, unit_id, day_on, status, symptoms, seen_by, recorded_by, note)
    select f.id, f.unit_id, ${dayOn}::date, 'done', ${json(symptoms)}::jsonb, ${seenBy}, ${userId}, ${note}
    from follow_up f where f.id = ${followUpId}
    on conflict (follow_up_id, day_on) do update set status = 'done', symptoms = excluded.symptoms, seen_by = excluded.seen_by,
      recorded_by = excluded.recorded_by, note = excluded.note`.execute(tx);
}

/** Lets a lost follow-up go on, and takes its door visit off the list: the person was found. */
export async function resumeFollowUp(
  tx: Tx,
  found: { readonly followUpId: number; readonly state: 'open' | 'completed'; readonly seenOn: string; readonly at: Date },
): Promise<void> {
  const { followUpId, state, seenOn, at } = found;
  await sql`update follow_up set state = ${state}, lost_on = null, version = version + 1 where id = ${followUpId}`.execute(tx);
  await sql`
    update errand e set done_at = ${at}, result = ${`Đã gặp lại ngày ${seenOn.split('-').reverse().join('/')}.`}
    from follow_up f where f.id = ${followUpId} and e.person_id = f.person_id and e.code = 'lostToFollowUp' and e.done_at is null`.execute(
    tx,
  );
}

/** An alert that no call raised. */
export async function insertAlertOfVisit(
  tx: Tx,
  alert: { readonly personId: number; readonly code: string; readonly at: Date; readonly dueInMs: number },
): Promise<void> {
  const { personId, code, at, dueInMs } = alert;
  await sql`
    insert into alert (unit_id, person_id, attempt_id, code, raised_at, due_at)
    select p.unit_id, p.id, null, ${code}, ${at}, ${new Date(at.getTime() + dueInMs)} from person p where p.id = ${personId}
      and not has_open_alert(p.id, ${code})`.execute(tx);
}
