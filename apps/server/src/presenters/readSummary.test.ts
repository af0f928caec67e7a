import type { SummaryFigures } from '@truyvet/contract';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../db/connect.ts';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { fewUnits } from '../db/search/askedUnits.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildCampaign, buildOutbreak, buildUnit, testNow } from '../db/testRows.ts';
import { unitIdsBelow } from '../db/units.ts';
import { readSummary } from './readSummary.ts';

const test = useTestDatabase();
/** Two districts: of few communes, one with a hamlet, and of more than are asked one by one. */
let small: number;
let wide: number;
let commune: number;
let hamlet: number;
let outbreaks: number[];

/** Rows whose every value follows from their number: of all kinds, whatever goes together. */
const world = (dialogue: number, campaigns: readonly number[]) => [
  sql`create temporary table n on commit drop as select i, ('x' || substr(md5(i || '/' || s), 1, 6))::bit(24)::int as h, s from generate_series(1, 900) i, generate_series(1, 6) s`,
  sql`create temporary table place on commit drop as select id, row_number() over (order by id) - 1 as no, count(*) over () as places from unit where parent_id is not null`,
  sql`insert into person (unit_id, full_name, name_key, created_at)
    select p.id, 'N' || n.i, 'n' || n.i, ${testNow} from n join place p on p.no = n.h % p.places where n.s = 1 and n.i <= 300`,
  sql`create temporary table who on commit drop as select id, unit_id, row_number() over (order by id) as no from person`,
  sql`update person set merged_into_id = (select id from who where no = 1) where id in (select id from who where no > 1 and no % 23 = 0)`,
  sql`insert into person_phone (person_id, e164, position) select id, '+8490' || no, 0 from who where no % 5 <> 0`,
  sql`insert into exposure (outbreak_id, unit_id, target_person_id, source_text, stated_level, learnt_from, created_at)
    select (${outbreaks}::bigint[])[1 + n.h % 2], w.unit_id, w.id, 'F0 ' || n.s, nullif(n.h / 2 % 4, 0), 'list', ${testNow} from n join who w on w.no = n.i where n.s <= 2 and n.h % 3 > 0`,
  sql`insert into follow_up (outbreak_id, person_id, unit_id, original_start_on, start_on, end_on)
    select (${outbreaks}::bigint[])[1 + n.h % 2], w.id, w.unit_id, '2021-07-01', '2021-07-01', '2021-07-15' from n join who w on w.no = n.i where n.s = 3 and n.h % 7 = 0`,
  sql`insert into case_record (outbreak_id, person_id, unit_id, code, status)
    select (${outbreaks}::bigint[])[1 + n.h % 2], w.id, w.unit_id, 'BN' || w.no, 'confirmed' from n join who w on w.no = n.i where n.s = 4 and n.h % 7 = 0`,
  sql`insert into call_task (campaign_id, person_id, unit_id, e164, variables, due_at, state, disposition)
    select c, w.id, w.unit_id, '+8490' || w.no, '{}', ${testNow}, (array['due', 'leased', 'done', 'givenUp'])[1 + n.h % 4],
      (array['completed', 'urgent', 'noAnswer', null])[1 + n.h / 4 % 4]
    from unnest(${campaigns}::bigint[]) with ordinality as k (c, s) join n on n.s = k.s join who w on w.no = n.i where n.h % 3 > 0`,
  sql`insert into attempt (task_id, person_id, unit_id, e164, trunk, engine, call_id, identifiers, committed_at, ended_at)
    select t.id, t.person_id, t.unit_id, t.e164, 'x', 'x', t.id || '/' || n.s, '{}', ${testNow}, ${testNow} from call_task t join n on n.i = t.id % 900 + 1 where n.h % 5 > 1`,
  sql`update attempt set identified = 'strong' where id % 3 = 0`,
  sql`insert into answer (attempt_id, person_id, unit_id, dialogue_version_id, step_id, round, value, given_by, answered_at)
    select a.id, a.person_id, a.unit_id, ${dialogue}::bigint, (array['A1', 'A2', 'A2b', 'A3', 'A5', 'A5'])[n.s], case n.s when 6 then 1 else 0 end,
      jsonb_build_object('value', case n.h % 2 when 0 then 'yes' else 'no' end), 'key', ${testNow}::timestamptz + n.h % 3 * interval '1 minute'
    from attempt a join n on n.i = a.id % 900 + 1 where a.id % 3 = 0 and n.h % 4 > 0`,
  sql`insert into alert (unit_id, person_id, code, raised_at, due_at, acknowledged_at)
    select w.unit_id, w.id, 'severeSign', ${testNow}, ${testNow}::timestamptz + (n.h % 2 - 0.5) * interval '1 hour', case when n.h % 3 = 0 then ${testNow}::timestamptz end
    from n join who w on w.no = n.i where n.s <= 2 and n.h % 5 = 0`,
  sql`insert into errand (unit_id, person_id, code, round, created_at, due_at, done_at)
    select w.unit_id, w.id, 'notReached', n.s, ${testNow}, ${testNow}::timestamptz + (n.h % 2 - 0.5) * interval '1 hour', case when n.h % 3 = 0 then ${testNow}::timestamptz end
    from n join who w on w.no = n.i where n.s <= 2 and n.h % 5 = 1`,
  // As merging does: calls and answers go along, tasks stay.
  sql`update attempt a set person_id = p.merged_into_id from person p where p.id = a.person_id and p.merged_into_id is not null`,
  sql`update answer a set person_id = p.merged_into_id from person p where p.id = a.person_id and p.merged_into_id is not null`,
];

beforeAll(async () => {
  const { db } = test;
  const province = (await buildUnit(db, { kind: 'province' })).id;
  small = (await buildUnit(db, { kind: 'district', parent_id: province })).id;
  wide = (await buildUnit(db, { kind: 'district', parent_id: province })).id;
  commune = (await buildUnit(db, { parent_id: small })).id;
  await buildUnit(db, { parent_id: small });
  hamlet = (await buildUnit(db, { kind: 'hamlet', parent_id: commune })).id;
  for (let i = 0; i <= fewUnits; i++) await buildUnit(db, { parent_id: wide });
  outbreaks = [(await buildOutbreak(db)).id, (await buildOutbreak(db)).id];
  const [first = 0, second = 0] = outbreaks;
  const campaigns = await Promise.all([first, first, second].map((outbreak_id) => buildCampaign(db, { outbreak_id })));
  const ids = campaigns.map(({ id }) => id);
  await inScope(db, systemScope, async (tx) => {
    for (const statement of world(campaigns[0]?.dialogue_version_id ?? 0, ids)) await statement.execute(tx);
  });
});

/** Each figure by a question of its own, each person by themselves, and nothing but plain conditions. */
async function plainCount(tx: Tx, outbreakId: number, units: readonly number[]): Promise<Partial<SummaryFigures>> {
  const outbreak = sql`${outbreakId}::bigint`;
  const calls = sql`from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id where a.person_id = p.id and c.outbreak_id = ${outbreak}`;
  const latestTask = sql`select t.* from call_task t join campaign c on c.id = t.campaign_id where t.person_id = p.id and c.outbreak_id = ${outbreak} order by t.id desc limit 1`;
  const says = (
    step: string,
  ) => sql`(select a.value ->> 'value' from answer a join attempt x on x.id = a.attempt_id join call_task t on t.id = x.task_id
    join campaign c on c.id = t.campaign_id where a.person_id = p.id and c.outbreak_id = ${outbreak} and a.round = 0 and a.step_id = ${step}
    order by a.answered_at desc, a.id desc limit 1) = 'yes'`;
  const sum = (from: ReturnType<typeof sql>) => sql`coalesce(sum((select count(*) from ${from})), 0)::int`;
  const many = (that: ReturnType<typeof sql>) => sql`count(*) filter (where ${that})::int`;
  const { rows } = await sql<Partial<SummaryFigures>>`
    select count(*)::int as people, ${many(sql`exists (select ${calls})`)} as called, ${many(sql`exists (select ${calls} and a.identified is not null)`)} as reached,
      ${many(sql`(select disposition from (${latestTask}) l) in ('completed', 'urgent')`)} as completed,
      ${many(sql`(select state from (${latestTask}) l) in ('due', 'leased')`)} as waiting, ${many(sql`(select state from (${latestTask}) l) = 'givenUp'`)} as "givenUp",
      ${many(sql`not exists (${latestTask})`)} as "notCalled", ${many(sql`not exists (select from person_phone x where x.person_id = p.id)`)} as "withoutPhone",
      coalesce(sum((select count(*) ${calls})), 0)::int as attempts, ${many(says('A2'))} as symptoms, ${many(says('A2b'))} as severe,
      ${many(says('A3'))} as "leftCommune", ${many(says('A5'))} as "metOthers",
      ${sum(sql`alert x where x.person_id = p.id and x.acknowledged_at is null`)} as "openAlerts",
      ${sum(sql`alert x where x.person_id = p.id and x.acknowledged_at is null and x.due_at < ${testNow}`)} as "lateAlerts",
      ${sum(sql`errand x where x.person_id = p.id and x.done_at is null`)} as "openErrands",
      ${sum(sql`errand x where x.person_id = p.id and x.done_at is null and x.due_at < ${testNow}`)} as "lateErrands"
    from person p where p.merged_into_id is null and p.unit_id = any (${[...units]}::bigint[]) and (
      exists (select from exposure e where e.target_person_id = p.id and e.outbreak_id = ${outbreak}) or exists (select from follow_up f where f.person_id = p.id and f.outbreak_id = ${outbreak})
      or exists (select from case_record k where k.person_id = p.id and k.outbreak_id = ${outbreak}))`.execute(tx);
  return rows[0] ?? {};
}

describe('the summary', () => {
  it('is what a plain count gives, for one unit and for many, for who sees all and for who sees some', async () => {
    const all = (tx: Tx) => unitIdsBelow(tx, [small, wide]);
    const boundTo = async (unitId: number): Promise<Scope> => ({
      kind: 'units',
      userId: 1,
      unitIds: await inScope(test.db, systemScope, (tx) => unitIdsBelow(tx, [unitId])),
    });
    const asked: [Scope, number | null][] = [
      [systemScope, null],
      ...[small, wide, commune, hamlet].map((unitId): [Scope, number] => [systemScope, unitId]),
      [await boundTo(small), null],
      [await boundTo(small), commune],
      [await boundTo(wide), null],
      [await boundTo(wide), wide],
      [await boundTo(hamlet), hamlet],
    ];
    const seen: Record<string, number> = {};
    for (const [scope, unitId] of asked)
      for (const outbreakId of outbreaks)
        await inScope(test.db, scope, async (tx) => {
          const read = await readSummary(tx, { scope, unitId, outbreakId, now: testNow });
          const { levels: _, dispositions: __, ...figures } = read?.figures ?? {};
          const own = scope.kind === 'all' ? await all(tx) : scope.unitIds;
          const units = unitId === null ? own : await unitIdsBelow(tx, [unitId]);
          expect([unitId, figures]).toEqual([unitId, await plainCount(tx, outbreakId, units)]);
          for (const [name, figure] of Object.entries(figures)) seen[name] = (seen[name] ?? 0) + Number(figure);
        });
    expect(Object.entries(seen).filter(([, figure]) => figure < 5)).toEqual([]);
    expect(Object.keys(seen)).toHaveLength(17);
  });
});
