import { type Dialogue, f1Tracing } from '@truyvet/dialogue';
import { describe, expect, test } from 'vitest';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { previewCampaign, type StartCampaign, startCampaign } from './startCampaign.ts';

const database = useTestDatabase();
const caller = { organisation: 'Trung tâm Y tế huyện Thiệu Hóa', callbackNumber: '0936036115' };

async function commune() {
  const district = await buildUnit(database.db, { kind: 'district', name: 'Huyện Thiệu Hóa' });
  const unit = await buildUnit(database.db, { name: 'Xã Thiệu Ngọc', parent_id: district.id });
  const outbreak = await buildOutbreak(database.db);
  let last = 100;
  const add = async (over: Parameters<typeof buildPerson>[1] = {}, exposure: { level?: number; on?: string } = {}) => {
    const person = await buildPerson(database.db, {
      unit_id: unit.id,
      phone: `+84913${unit.id}00${++last}`,
      sex: 'female',
      ...over,
    });
    const row = {
      outbreak_id: outbreak.id,
      unit_id: person.unit_id,
      target_person_id: person.id,
      stated_level: exposure.level ?? 1,
      last_contact_on: exposure.on ?? '2021-07-05',
      learnt_from: 'list' as const,
      created_at: testNow,
    };
    await inScope(database.db, systemScope, (tx) => tx.insertInto('exposure').values(row).execute());
    return person;
  };
  const request = (over: Partial<StartCampaign> = {}): StartCampaign => ({
    scope: systemScope,
    outbreakId: outbreak.id,
    unitIds: [district.id],
    now: testNow,
    name: 'Đợt 1',
    dialogue: f1Tracing,
    policy: {},
    userId: null,
    caller,
    ...over,
  });
  return { district, unit, outbreak, add, request };
}
const tasksOf = (campaignId: number) =>
  inScope(database.db, systemScope, (tx) =>
    tx.selectFrom('call_task').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute(),
  );

describe('starting a campaign', () => {
  test('makes a task for each contact below the units asked for, F1 before F2, with what the dialogue needs', async () => {
    const { add, request } = await commune();
    const f2 = await add({ full_name: 'Lê Văn Hai', sex: 'male', birth_year: 1950 }, { level: 2 });
    const f1 = await add({ full_name: 'Nguyễn Thị Một' });
    await add({}, { level: 3 });
    const { campaignId, tasks } = await startCampaign(database.db, request());
    const rows = await tasksOf(campaignId);
    expect([tasks, rows.map(({ person_id }) => person_id)]).toEqual([2, [f1.id, f2.id]]);
    expect(rows[0]).toMatchObject({ state: 'due', due_at: testNow, attempts_used: 0 });
    expect(rows[0]?.variables).toEqual({
      co_quan: caller.organisation,
      tram: 'Trạm Y tế xã Thiệu Ngọc',
      so_goi_lai: '0936036115',
      xung: 'chị',
      ten: 'Nguyễn Thị Một',
      level: 'F1',
      tuoi: 41,
      nam_sinh: 1980,
      ngay_tiep_xuc: '2021-07-05',
    });
    expect(rows[1]?.variables).toMatchObject({ xung: 'ông', level: 'F2', tuoi: 71 });
  });

  test('gives the gate an age only where the list had an age only', async () => {
    const { add, request } = await commune();
    await add({ birth_precision: 'age', birth_year: 1976 });
    const { campaignId } = await startCampaign(database.db, request());
    const [task] = await tasksOf(campaignId);
    expect(task?.variables).toMatchObject({ tuoi: 45 });
    expect(task?.variables).not.toHaveProperty('nam_sinh');
  });

  test('dials a confirmed number first and never one that is known to be wrong; without one, or for a child, an officer goes', async () => {
    const { add, request } = await commune();
    const two = await add({ phone: '+84912000100' });
    const lost = await add({ phone: '+84912000102' });
    const child = await add({ birth_year: 2010 });
    const phones = [
      { person_id: two.id, e164: '+84912000101', position: 1, state: 'confirmed' as const },
      { person_id: lost.id, e164: '+84912000103', position: 1, state: 'wrong' as const },
    ];
    await inScope(database.db, systemScope, async (tx) => {
      await tx.insertInto('person_phone').values(phones).execute();
      await tx.updateTable('person_phone').set({ state: 'wrong' }).where('e164', '=', '+84912000102').execute();
    });
    const started = await startCampaign(database.db, request());
    expect(started).toMatchObject({ tasks: 1, withoutPhone: 1, withoutGuardian: 1 });
    expect((await tasksOf(started.campaignId)).map(({ e164 }) => e164)).toEqual(['+84912000101']);
    const errands = await inScope(database.db, systemScope, (tx) =>
      tx
        .selectFrom('errand')
        .select(['person_id', 'code'])
        .where('person_id', 'in', [lost.id, child.id])
        .orderBy('person_id')
        .execute(),
    );
    expect(errands).toEqual([
      { person_id: lost.id, code: 'noPhone' },
      { person_id: child.id, code: 'guardianNeeded' },
    ]);
  });

  test('leaves people to the campaign they are in already; with nobody left it refuses', async () => {
    const { add, request } = await commune();
    await add();
    expect(await previewCampaign(database.db, request())).toEqual({ toCall: 1, withoutPhone: 0, alreadyWaiting: 0 });
    await startCampaign(database.db, request());
    expect(await previewCampaign(database.db, request())).toEqual({ toCall: 0, withoutPhone: 0, alreadyWaiting: 1 });
    await expect(startCampaign(database.db, request())).rejects.toMatchObject({ code: 'campaign.nobody' });
  });

  test('does not call whose follow-up is over', async () => {
    const { add, outbreak, request } = await commune();
    const person = await add();
    const days = { original_start_on: '2021-06-01', start_on: '2021-06-01', end_on: '2021-07-09' };
    await inScope(database.db, systemScope, (tx) =>
      tx
        .insertInto('follow_up')
        .values({ outbreak_id: outbreak.id, person_id: person.id, unit_id: person.unit_id, ...days })
        .execute(),
    );
    await expect(startCampaign(database.db, request())).rejects.toMatchObject({ code: 'campaign.nobody' });
  });

  test('a commune user reaches nobody outside their units', async () => {
    const { add, district, unit, request } = await commune();
    const elsewhere = await buildUnit(database.db, { parent_id: district.id });
    await add();
    await add({ unit_id: elsewhere.id });
    const scope: Scope = { kind: 'units', unitIds: [unit.id], userId: 1 };
    expect(await previewCampaign(database.db, request({ scope }))).toMatchObject({ toCall: 1 });
  });

  test('publishes a dialogue once, and a changed one as the next version', async () => {
    const { add, request } = await commune();
    const code = 'f1-test';
    const dialogue: Dialogue = { ...f1Tracing, code };
    const start = async (over: Partial<StartCampaign>) => {
      await add();
      return await startCampaign(database.db, request(over));
    };
    await start({ dialogue });
    await start({ dialogue });
    await start({ dialogue: { ...dialogue, listen: { ...dialogue.listen, ms: 7000 } } });
    const versions = await inScope(database.db, systemScope, (tx) =>
      tx.selectFrom('dialogue_version').select(['version', 'document']).where('code', '=', code).orderBy('version').execute(),
    );
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(versions[1]?.document).toMatchObject({ version: 2, listen: { ms: 7000 } });
  });

  test('refuses a dialogue that could speak before the gate, and a policy that makes no sense', async () => {
    const { add, request } = await commune();
    await add();
    const leaky: Dialogue = { ...f1Tracing, first: 'A2' };
    await expect(startCampaign(database.db, request({ dialogue: leaky }))).rejects.toMatchObject({ code: 'dialogue.unfit' });
    await expect(startCampaign(database.db, request({ policy: { channels: 0 } }))).rejects.toMatchObject({
      code: 'request.invalid',
    });
    expect(await previewCampaign(database.db, request())).toMatchObject({ toCall: 1 });
  });
});
