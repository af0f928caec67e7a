import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from './asOwner.ts';
import { readBoardCounts } from './board.ts';
import { foldCallDeltas } from './callFigures.ts';
import { readCampaigns } from './campaigns.ts';
import { connect } from './connect.ts';
import { inScope, type Scope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit } from './testRows.ts';

const test = useTestDatabase();
const now = new Date('2021-07-10T01:00:00Z');
let units: number[];
let campaigns: number[];
let people: number[];
const at = (list: readonly number[], i: number) => list[i % list.length] ?? 0;

beforeAll(async () => {
  const outbreak = await buildOutbreak(test.db);
  units = [(await buildUnit(test.db)).id, (await buildUnit(test.db)).id];
  campaigns = [
    (await buildCampaign(test.db, { outbreak_id: outbreak.id })).id,
    (await buildCampaign(test.db, { outbreak_id: outbreak.id })).id,
  ];
  people = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => (await buildPerson(test.db, { unit_id: at(units, i) })).id),
  );
});

const run = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));
const scopes = (): Scope[] => [systemScope, ...units.map((id): Scope => ({ kind: 'units', unitIds: [id], userId: 1 }))];

/** What campaigns and the board say, as the scope sees it. */
async function read(scope: Scope) {
  return await inScope(test.db, scope, async (tx) => {
    const list = await readCampaigns(tx, { userId: 0 });
    const counts = list.map(({ id, total, due, underWay, done, givenUp, dispositions, ...rest }) => {
      return [id, { total, due, underWay, done, givenUp, dispositions, units: rest.units.map((unit) => unit.id).sort() }];
    });
    return { campaigns: Object.fromEntries(counts), board: await readBoardCounts(tx, now) };
  });
}

/** The same, counted plainly over tasks and attempts. */
async function counted(scope: Scope) {
  return await inScope(test.db, scope, async (tx) => {
    const { rows: list } = await sql<{ id: number }>`
      select c.id, count(t.id) as total, count(*) filter (where t.state = 'due') as due, count(*) filter (where t.state = 'leased') as "underWay",
        count(*) filter (where t.state = 'done') as done, count(*) filter (where t.state = 'givenUp') as "givenUp",
        coalesce((select jsonb_object_agg(disposition, n) from (
          select disposition, count(*) as n from call_task where campaign_id = c.id and disposition is not null group by 1) d), '{}') as dispositions,
        coalesce(jsonb_agg(distinct t.unit_id) filter (where t.id is not null), '[]') as units
      from campaign c left join call_task t on t.campaign_id = c.id group by c.id having count(t.id) > 0 or sees_all()`.execute(
      tx,
    );
    const { rows: board } = await sql<Record<string, unknown>>`
      with task as (select t.* from call_task t join campaign c on c.id = t.campaign_id where c.state <> 'closed'),
        calls as (select * from attempt where task_id in (select id from task))
      select (select count(*) from task) as people,
        (select count(*) from task where state in ('due', 'leased')) - (select count(*) from calls where ended_at is null) as waiting,
        (select count(*) from calls where ended_at is null) as "underWay",
        (select count(distinct task_id) from calls where identified is not null) as reached,
        (select count(*) from task where state = 'givenUp') as "givenUp", (select count(*) from calls) as attempts,
        (select count(*) from alert where acknowledged_at is null) as "openAlerts", (select count(*) from errand where done_at is null) as "openErrands",
        (select count(*) from calls where committed_at > ${new Date(now.getTime() - 60_000)}) as "attemptsLastMinute",
        coalesce((select jsonb_object_agg(disposition, n) from (
          select disposition, count(*) as n from task where disposition is not null group by 1) d), '{}') as dispositions`.execute(
      tx,
    );
    return { campaigns: Object.fromEntries(list.map(({ id, ...counts }) => [id, counts])), board: board[0] };
  });
}

async function expectPlainCounts(after: string) {
  for (const scope of scopes()) expect([after, await read(scope)]).toEqual([after, await counted(scope)]);
}

type Told = { readonly person: number; readonly unit: number; readonly campaign: number; readonly n: number };
const states = ['due', 'leased', 'done', 'givenUp'];
const dispositions = [null, 'completed', 'noAnswer', 'busy'];
let calls = 0;
/** An attempt for each task of the person: live while none of theirs is. */
const attemptOf = ({ person, n }: Told) => sql`
  insert into attempt (task_id, person_id, unit_id, e164, trunk, engine, call_id, identifiers, committed_at, ended_at)
  select id, person_id, unit_id, e164, 't', 't', ${`c${++calls}-`} || id || '-' || g, '{}', ${new Date(now.getTime() - (n % 3) * 50_000)}, ${now}
  from call_task cross join generate_series(0, ${n % 3}) g where person_id = ${person}`;
const acts: Readonly<Record<string, (told: Told) => ReturnType<typeof sql>>> = {
  added: ({ campaign, n }) => sql`
    insert into call_task (campaign_id, person_id, unit_id, e164, variables, due_at, state, disposition)
    select ${campaign}, id, unit_id, '+8490' || id, '{}', ${now}, ${states[n % 4]}, ${dispositions[n % 3]} from person where id % 2 = ${n % 2} on conflict do nothing`,
  settled: ({ person, n }) =>
    sql`update call_task set state = ${states[n % 4]}, disposition = ${dispositions[(n + 1) % 4]} where person_id = ${person}`,
  claimed: ({ n }) => sql`update call_task set state = 'leased', due_at = ${now} where state = 'due' and id % 3 = ${n % 3}`,
  called: attemptOf,
  live: ({ person }) => sql`
    update attempt set ended_at = null where id in (select max(a.id) from attempt a where a.person_id = ${person} and not exists (
      select from attempt o where o.e164 = a.e164 and o.ended_at is null))`,
  ended: ({ person }) => sql`update attempt set ended_at = ${now}, session = '{}' where person_id = ${person}`,
  identified: ({ person, n }) => sql`update attempt set identified = 'strong' where person_id = ${person} and id % 2 = ${n % 2}`,
  forgotten: ({ person }) => sql`update attempt set identified = null where person_id = ${person}`,
  lost: ({ person, n }) => sql`delete from attempt where person_id = ${person} and id % 3 <> ${n % 3}`,
  removed: ({ campaign }) =>
    sql`delete from call_task t where campaign_id = ${campaign} and not exists (select from attempt where task_id = t.id)`,
  moved: ({ person, unit }) => sql`
    with p as (update person set unit_id = ${unit} where id = ${person}), a as (update attempt set unit_id = ${unit} where person_id = ${person})
    update call_task set unit_id = ${unit} where person_id = ${person}`,
  closed: ({ campaign, n }) => sql`update campaign set state = ${n % 2 === 0 ? 'closed' : 'running'} where id = ${campaign}`,
  alert: ({ person }) => sql`
    insert into alert (unit_id, person_id, code, raised_at, due_at) select unit_id, id, 'severeSign', ${now}, ${now} from person where id = ${person}`,
};
const names = Object.keys(acts);
const perform = (what: string, told: Told) => run(acts[what]?.(told) ?? sql`select`);

describe('the counts of campaigns and of the board', () => {
  it('are those of a plain count after every commit, in every scope, whatever was done and summed up before', async () => {
    const act = fc.record({ what: fc.constantFrom(...names, 'folded'), who: fc.nat(5), where: fc.nat(1), which: fc.nat(11) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 20 }), async (list) => {
        for (const { what, who, where, which } of list) {
          const told = { person: at(people, who), unit: at(units, where), campaign: at(campaigns, which), n: which };
          if (what === 'folded') await foldCallDeltas(test.db);
          else await perform(what, told);
          await expectPlainCounts(what);
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it('are right while calls are made, people move and somebody sums up, all at once', async () => {
    const db = connect(test.url, { maxConnections: 6 });
    const tasks = await Promise.all(
      people.map(
        async (person_id) => (await buildTask(test.db, { person_id, campaign_id: (await buildCampaign(test.db)).id })).id,
      ),
    );
    const callAll = async () => {
      for (let i = 0; i < 30; i++) {
        const attempt = await buildAttempt(db, { task_id: at(tasks, i), ended_at: now });
        await inScope(db, systemScope, (tx) => sql`update attempt set identified = 'weak' where id = ${attempt.id}`.execute(tx));
      }
    };
    const moveAll = async () => {
      for (let i = 0; i < 30; i++) {
        await inScope(db, systemScope, (tx) =>
          sql`update call_task set unit_id = ${at(units, i)} where id = ${at(tasks, i + 1)}`.execute(tx),
        );
      }
    };
    const sums = async () => {
      for (let i = 0; i < 15; i++) await foldCallDeltas(db);
    };
    await Promise.all([callAll(), callAll(), moveAll(), moveAll(), sums(), sums()]);
    await db.destroy();
    await run(sql`update attempt a set unit_id = t.unit_id from call_task t where t.id = a.task_id`);
    await expectPlainCounts('all at once');
    await foldCallDeltas(test.db);
    expect((await run(sql`select from call_delta`)).rows).toEqual([]);
    await expectPlainCounts('summed up');
  });

  it('can be made anew by the owner, and by nobody else', async () => {
    const before = await read(systemScope);
    await expect(run(sql`update call_figure set attempts = 0`)).rejects.toThrow(/permission denied/);
    await expect(run(sql`select rebuild_call_figures()`)).rejects.toThrow(/permission denied/);
    await asOwner(test.ownerUrl, (client) =>
      client.query('update call_figure set attempts = 7, due = 1; select rebuild_call_figures()'),
    );
    expect(await read(systemScope)).toEqual(before);
    await expectPlainCounts('made anew');
  });
});
