import type { Tally } from '@truyvet/outbreak';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { caseInUnits, counts, type IndicatorFrame, inUnits, listed, reportedAt } from './parts.ts';

/** In days, but the last two in whole hours begun. */
export type DelayTallies = {
  readonly onsetToReport: Tally;
  readonly onsetToSample: Tally;
  readonly onsetToIsolation: Tally;
  readonly sampleToResult: Tally;
  readonly reportToInterview: Tally;
  readonly listedToReached: Tally;
};

type Row = { readonly kind: keyof DelayTallies; readonly value: number; readonly count: number };

/** How long things took for the cases reported in the period, the results given and the contacts listed in it. */
export async function readDelays(tx: Tx, frame: IndicatorFrame): Promise<DelayTallies> {
  const { from, until, outbreakId } = frame;
  const local = (at: RawBuilder<unknown>) => sql`(${at} at time zone 'Asia/Ho_Chi_Minh')::date`;
  // Few people are looked up one by one; many are found in the calls of the period.
  const about =
    frame.units === undefined
      ? sql`true`
      : sql`a.person_id in (select person_id from fresh union select person_id from new_contacts)`;
  const { rows } = await sql<Row>`
    with fresh as materialized (
      select k.id, k.person_id, k.onset_on, k.isolated_on, ${reportedAt} as reported_at from case_record k
      where ${counts(frame)} and ${reportedAt} >= ${from} and ${caseInUnits(frame)}
    ), sampled as (
      select f.id, min(s.taken_on) as taken_on from fresh f join sample s on s.person_id = f.person_id and s.outbreak_id = ${outbreakId}
      where s.result = 'positive' and s.taken_on is not null group by f.id
    ), kept as (
      select f.id, coalesce(f.isolated_on, min(o.isolated_on)) as isolated_on
      from fresh f left join person_isolation o on o.person_id = f.person_id and o.outbreak_id = ${outbreakId} group by f.id, f.isolated_on
    ), new_contacts as materialized (
      select e.target_person_id as person_id, min(e.created_at) as listed_at from exposure e
      where ${listed(frame)} and e.created_at >= ${from} and ${inUnits(frame, sql`e.unit_id`)} group by e.target_person_id
    ), talks as materialized (
      select a.person_id, a.answered_at from attempt a
      where a.committed_at >= ${from}::timestamptz - interval '1 hour' and a.committed_at < ${until}
        and a.identified is not null and a.answered_at < ${until} and ${about}
    ), interviewed as (
      select f.id, min(a.answered_at) as at from fresh f join talks a on a.person_id = f.person_id
      where a.answered_at >= f.reported_at group by f.id
    ), reached as (
      select n.person_id, n.listed_at, min(a.answered_at) as at from new_contacts n join talks a on a.person_id = n.person_id
      where a.answered_at >= n.listed_at group by n.person_id, n.listed_at
    ), delays as (
      select 'onsetToReport' as kind, ${local(sql`reported_at`)} - onset_on as value from fresh
      union all select 'onsetToSample', s.taken_on - f.onset_on from fresh f join sampled s using (id)
      union all select 'onsetToIsolation', o.isolated_on - f.onset_on from fresh f join kept o using (id)
      union all select 'sampleToResult', s.result_on - s.taken_on from sample s
        where s.outbreak_id = ${outbreakId} and s.result_on between ${local(sql`${from}::timestamptz`)} and ${frame.day}::date and ${inUnits(frame, sql`s.unit_id`)}
      union all select 'reportToInterview', ceil(extract(epoch from i.at - f.reported_at) / 3600)::int from fresh f join interviewed i using (id)
      union all select 'listedToReached', ceil(extract(epoch from at - listed_at) / 3600)::int from reached
    )
    select kind, value, count(*) as count from delays where value is not null group by kind, value`.execute(tx);
  const tally = (kind: keyof DelayTallies) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ value, count }) => [value, count]));
  return {
    onsetToReport: tally('onsetToReport'),
    onsetToSample: tally('onsetToSample'),
    onsetToIsolation: tally('onsetToIsolation'),
    sampleToResult: tally('sampleToResult'),
    reportToInterview: tally('reportToInterview'),
    listedToReached: tally('listedToReached'),
  };
}
