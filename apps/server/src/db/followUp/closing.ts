import type { ClosedDay, OpenFollowUp } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

export type FollowUpToClose = OpenFollowUp & { readonly id: number; readonly personId: number; readonly unitId: number };

/** Open follow-ups that had begun by `day`, by id from `after` on; those of records merged into another stand still. Needs a transaction in scope `all`. */
export async function readFollowUpsToClose(
  tx: Tx,
  day: string,
  page: { readonly after: number; readonly limit: number },
): Promise<{ readonly id: number; readonly personId: number }[]> {
  const { rows } = await sql<{ id: number; personId: number }>`
    select f.id, f.person_id as "personId" from follow_up f
    where f.state = 'open' and f.start_on <= ${day}::date and f.id > ${page.after}
      and exists (select from person p where p.id = f.person_id and p.merged_into_id is null)
    order by f.id limit ${page.limit}`.execute(tx);
  return rows;
}

/** Locks those of these follow-ups that are still open, with what the day's closing needs to know. Their people are held already (holdPeople.ts). */
export async function lockOpenFollowUps(tx: Tx, day: string, ids: readonly number[]): Promise<FollowUpToClose[]> {
  const { rows } = await sql<FollowUpToClose>`
    select f.id, f.person_id as "personId", f.unit_id as "unitId", f.start_on as "startOn", f.end_on as "endOn", f.opened_on as "openedOn",
      (select max(d.day_on) from follow_up_day d where d.follow_up_id = f.id and d.status = 'done' and d.day_on <= ${day}::date)
        as "lastSeenOn",
      exists (select from follow_up_day d where d.follow_up_id = f.id and d.day_on = ${day}::date) as recorded,
      exists (select from case_record c where c.person_id = f.person_id and c.outbreak_id = f.outbreak_id and c.status = 'confirmed')
        as "isCase"
    from follow_up f where f.id = any (${[...ids]}::bigint[]) and f.state = 'open' and f.start_on <= ${day}::date
      and exists (select from person p where p.id = f.person_id and p.merged_into_id is null)
    order by f.id for no key update of f`.execute(tx);
  return rows;
}

export type Closing = ClosedDay & Pick<FollowUpToClose, 'id' | 'lastSeenOn'>;

/** Writes what a day's closing made of these follow-ups. Returns those that are lost now. */
export async function writeClosings(tx: Tx, day: string, closings: readonly Closing[]): Promise<void> {
  const missed = closings.filter((one) => one.missed).map(({ id }) => id);
  if (missed.length > 0) {
    await sql`
      insert into follow_up_day (follow_up_id, unit_id, day_on, status)
      select f.id, f.unit_id, ${day}::date, 'missed' from follow_up f where f.id = any(${missed}::bigint[])
      on conflict (follow_up_id, day_on) do nothing`.execute(tx);
  }
  const ended = closings.filter(({ becomes }) => becomes !== 'open').map(({ id, becomes }) => ({ id, becomes }));
  if (ended.length > 0) {
    await sql`
      update follow_up f set state = e.becomes, lost_on = case when e.becomes = 'lost' then ${day}::date end, version = f.version + 1
      from jsonb_to_recordset(${json(ended)}::jsonb) as e (id bigint, becomes text) where f.id = e.id`.execute(tx);
  }
}

/** A door visit for everybody who is lost now; nobody gets a second one while the first is open. */
export async function insertLostErrands(
  tx: Tx,
  lost: readonly Closing[],
  { at, dueInMs }: { readonly at: Date; readonly dueInMs: number },
): Promise<void> {
  const rows = lost.map(({ id, lastSeenOn, unseenDays }) => ({
    id,
    details: { unseenDays: String(unseenDays), lastSeenOn: lastSeenOn ?? 'never' },
  }));
  if (rows.length === 0) return;
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, round, details, created_at, due_at)
    select f.unit_id, f.person_id, null, 'lostToFollowUp',
      coalesce((select max(e.round) + 1 from errand e where e.person_id = f.person_id and e.attempt_id is null and e.code = 'lostToFollowUp'), 0),
      r.details, ${at}, ${new Date(at.getTime() + dueInMs)}
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (id bigint, details jsonb) join follow_up f on f.id = r.id
    where not exists (select from errand e where e.person_id = f.person_id and e.code = 'lostToFollowUp' and e.done_at is null)`.execute(
    tx,
  );
}

export type ClosedFigures = { readonly missed: number; readonly lost: number; readonly completed: number };

/** Notes that a day was closed; a second closing adds what it found. */
export async function noteClosing(tx: Tx, day: string, at: Date, { missed, lost, completed }: ClosedFigures): Promise<void> {
  await tx
    .insertInto('follow_up_closing')
    .values({ day_on: day, closed_at: at, missed, lost, completed })
    .onConflict((oc) =>
      oc.column('day_on').doUpdateSet((eb) => ({
        closed_at: at,
        missed: eb('follow_up_closing.missed', '+', missed),
        lost: eb('follow_up_closing.lost', '+', lost),
        completed: eb('follow_up_closing.completed', '+', completed),
      })),
    )
    .execute();
}

/** The latest day that was closed. */
export async function lastClosedDay(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('follow_up_closing').select('day_on').orderBy('day_on', 'desc').limit(1).executeTakeFirst();
  return row?.day_on ?? null;
}
