import { sql } from 'kysely';
import { localDate } from '../../localTime.ts';
import type { Tx } from '../connect.ts';
import { inParts } from '../imports.ts';
import { json } from '../json.ts';
import { holdPeople } from '../personFacts/holdPeople.ts';

export type NewFollowUp = {
  readonly personId: number;
  readonly startOn: string;
  readonly endOn: string;
  /** False when the contact's date is unknown: such a follow-up never moves one that exists. */
  readonly dated: boolean;
  /** The id of the rule that gave the length. */
  readonly rule: string;
};

/**
 * Opens follow-ups, one a person (the rows too), known from the day of `at`. A later contact starts the clock of an existing one again and keeps its
 * first start; see `restarted` of the rules. The people are held first (holdPeople.ts). Gives those for whom something changed.
 */
export async function openFollowUps(
  tx: Tx,
  followUps: readonly NewFollowUp[],
  { outbreakId, at }: { readonly outbreakId: number; readonly at: Date },
): Promise<Set<number>> {
  const changed = new Set<number>();
  for (const part of inParts(followUps, 5_000)) {
    await holdPeople(
      tx,
      part.map(({ personId }) => personId),
    );
    const { rows } = await sql<{ personId: number }>`
      with wanted as (
        select * from jsonb_to_recordset(${json(part)}::jsonb) as r("personId" bigint, "startOn" date, "endOn" date, dated boolean, rule text)
      ), moved as (
        update follow_up f set start_on = w."startOn", end_on = w."endOn", rule = w.rule, state = 'open', lost_on = null, version = f.version + 1
        from wanted w
        where f.outbreak_id = ${outbreakId} and f.person_id = w."personId" and w.dated and w."endOn" > f.end_on and f.state <> 'becameCase'
        returning f.person_id
      ), opened as (
        insert into follow_up (outbreak_id, person_id, unit_id, original_start_on, start_on, end_on, rule, opened_on)
        select ${outbreakId}, p.id, p.unit_id, w."startOn", w."startOn", w."endOn", w.rule, ${localDate(at)}::date
        from wanted w join person p on p.id = w."personId"
        on conflict (outbreak_id, person_id) do nothing returning person_id
      )
      select person_id as "personId" from moved union select person_id from opened`.execute(tx);
    for (const row of rows) changed.add(row.personId);
  }
  return changed;
}

export type LevelToFollow = {
  readonly personId: number;
  readonly level: number;
  /** The last day of exposure at this level. */
  readonly exposedOn: string | null;
};

/** Any constant, different from the other advisory locks of this database. */
const lockKey = 7_720_117;

/**
 * Lets one transaction at a time open follow-ups for levels: two jobs, or two servers, would do the same work and wait for each other's rows. The
 * second then sees what the first has done. Waits as long as a statement may take.
 */
export async function lockLevelFollowing(tx: Tx): Promise<void> {
  await sql`select set_config('lock_timeout', '0', true)`.execute(tx);
  await sql`select pg_advisory_xact_lock(${lockKey})`.execute(tx);
}

/** Of an outbreak's follow-ups `f`: ended because the contact became a case, which a corrected result has taken back. */
const caseTakenBack = sql`f.state = 'becameCase' and not exists (
  select from case_record c where c.person_id = f.person_id and c.outbreak_id = f.outbreak_id and c.status = 'confirmed')`;

/**
 * Goes on with the follow-up of those of these people who are no case after all; the closing of a day ends it where its time is over. The people are held
 * already. Gives those for whom something changed.
 */
export async function resumeTakenBack(tx: Tx, outbreakId: number, people: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ personId: number }>`
    update follow_up f set state = 'open', version = f.version + 1
    where f.outbreak_id = ${outbreakId} and f.person_id = any (${[...people]}::bigint[]) and ${caseTakenBack}
    returning f.person_id as "personId"`.execute(tx);
  return new Set(rows.map(({ personId }) => personId));
}

/**
 * People of a level whose follow-up is not there, began before their last exposure, or ended with a case that was none, by id from `after` on. With `since`, only those whose level
 * moved or whose contact was written down from then on. Needs a transaction in scope `all`.
 */
export async function readLevelsToFollow(
  tx: Tx,
  outbreakId: number,
  page: { readonly after: number; readonly since: Date | null; readonly limit: number },
): Promise<LevelToFollow[]> {
  const recent = sql`l.person_id in (
    select c.person_id from level_change c where c.outbreak_id = ${outbreakId} and c.changed_at >= ${page.since}
    union select x.target_person_id from exposure x where x.outbreak_id = ${outbreakId} and x.created_at >= ${page.since})`;
  const { rows } = await sql<LevelToFollow>`
    select l.person_id as "personId", l.level, l.exposed_on as "exposedOn"
    from person_level l join person p on p.id = l.person_id and p.merged_into_id is null
    left join follow_up f on f.outbreak_id = l.outbreak_id and f.person_id = l.person_id
    where l.outbreak_id = ${outbreakId} and l.level in (1, 2) and l.person_id > ${page.after}
      and (f.id is null or (l.exposed_on > f.start_on and f.state <> 'becameCase') or (${caseTakenBack})) and ${page.since === null ? sql`true` : recent}
    order by l.person_id limit ${page.limit}`.execute(tx);
  return rows;
}
