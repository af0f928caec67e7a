import { clusterList, diseaseList, followUpDetail, followUpItem, followUpPage, paths, problemBody } from '@truyvet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDueFollowUpDays, closeFollowUpDay } from '../commands/followUp/closeFollowUpDay.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, sendSeen, signIn } from './testApi.ts';

const test = useTestDatabase();
let now = testNow;
let api: ReturnType<typeof buildApi>['api'];
let outbreakId: number;
let nurse: Awaited<ReturnType<typeof signIn>>;
let unitId: number;

beforeAll(async () => {
  const { db } = test;
  outbreakId = (await buildOutbreak(db)).id;
  unitId = (await buildUnit(db, { name: 'Xã Thử' })).id;
  ({ api } = buildApi(db, { clock: { now: () => now } }));
  nurse = await signInForLong(api, db, [unitId]);
});
afterAll(() => api.close());

/** Signs in for as long as these tests move their clock. */
async function signInForLong(...asked: Parameters<typeof signIn>) {
  const user = await signIn(...asked);
  await inScope(test.db, systemScope, (tx) =>
    tx
      .updateTable('user_session')
      .set({ expires_at: new Date('2030-01-01') })
      .execute(),
  );
  return user;
}

/** Local noon of a day. */
const noon = (day: string) => new Date(`${day}T05:00:00Z`);
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

async function followed(over: { start_on?: string; end_on?: string; opened_on?: string | null; unit_id?: number } = {}) {
  const unit = over.unit_id ?? unitId;
  const person = await buildPerson(test.db, { unit_id: unit });
  const start = over.start_on ?? '2021-07-09';
  const row = { outbreak_id: outbreakId, person_id: person.id, unit_id: unit, original_start_on: start, start_on: start };
  const values = { ...row, end_on: '2021-07-30', opened_on: '2021-07-10', ...over };
  return await inScope(test.db, systemScope, (tx) =>
    tx.insertInto('follow_up').values(values).returningAll().executeTakeFirstOrThrow(),
  );
}
const stateOf = async (id: number) =>
  await inScope(test.db, systemScope, async (tx) => ({
    ...(await tx.selectFrom('follow_up').select(['state', 'lost_on as lostOn']).where('id', '=', id).executeTakeFirstOrThrow()),
    days: await tx
      .selectFrom('follow_up_day')
      .select(['day_on as on', 'status'])
      .where('follow_up_id', '=', id)
      .orderBy('day_on')
      .execute(),
  }));
const lostErrands = (personId: number) =>
  inScope(test.db, systemScope, (tx) =>
    tx.selectFrom('errand').selectAll().where('person_id', '=', personId).where('code', '=', 'lostToFollowUp').execute(),
  );
const close = (day: string) => closeFollowUpDay(test.db, { day, now: noon('2021-08-05') });
const visit = (id: number, payload: Record<string, unknown>) =>
  nurse.send({ method: 'POST', url: paths.followUpDays(id), payload });

describe('closing the days of a follow-up', () => {
  it('marks who was not seen; after three such days the person is lost, and somebody must go there', async () => {
    const { id, person_id: personId } = await followed();
    expect(await close('2021-07-10')).toMatchObject({ missed: 1, lost: 0 });
    await close('2021-07-11');
    expect(await lostErrands(personId)).toEqual([]);
    expect(await close('2021-07-12')).toMatchObject({ missed: 1, lost: 1 });
    expect(await close('2021-07-12')).toMatchObject({ missed: 0, lost: 0 });
    expect(await stateOf(id)).toMatchObject({
      state: 'lost',
      lostOn: '2021-07-12',
      days: ['2021-07-10', '2021-07-11', '2021-07-12'].map((on) => ({ on, status: 'missed' })),
    });
    expect(await lostErrands(personId)).toMatchObject([{ done_at: null, details: { unseenDays: '3', lastSeenOn: 'never' } }]);
    await close('2021-07-13');
    expect(await lostErrands(personId)).toHaveLength(1);
  });

  it('leaves alone what was not due, and completes at the end even without a visit on the very last day', async () => {
    const late = await followed({ opened_on: '2021-07-12' });
    const last = await followed({ start_on: '2021-06-21', end_on: '2021-07-12', opened_on: '2021-06-22' });
    now = noon('2021-07-11');
    expect((await visit(last.id, { how: 'phone', symptoms: [] })).statusCode).toBe(200);
    await close('2021-07-11');
    expect((await stateOf(late.id)).days).toEqual([]);
    await close('2021-07-12');
    expect(await stateOf(last.id)).toMatchObject({ state: 'completed', lostOn: null });
  });

  it('stands still for a record that was merged into another', async () => {
    const [merged, survivor] = [await followed(), await followed()];
    await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('person').set({ merged_into_id: survivor.person_id }).where('id', '=', merged.person_id).execute(),
    );
    await close('2021-07-12');
    expect([(await stateOf(merged.id)).days, (await stateOf(survivor.id)).days.length]).toEqual([[], 1]);
  });

  it('ends with a case', async () => {
    const { id, person_id } = await followed();
    const record = { outbreak_id: outbreakId, person_id, unit_id: unitId, code: `F0-${person_id}` };
    await inScope(test.db, systemScope, (tx) => tx.insertInto('case_record').values(record).execute());
    await close('2021-07-12');
    expect(await stateOf(id)).toMatchObject({ state: 'becameCase', days: [] });
  });

  it('never closes a day to come', async () => {
    await expect(closeFollowUpDay(test.db, { day: '2021-07-11', now: noon('2021-07-10') })).rejects.toMatchObject({
      code: 'followUp.dayInFuture',
    });
  });

  it('counts a person as lost, and closes, as an administrator has set', async () => {
    const administrator = await signInForLong(api, test.db, 'administrator');
    const set = (payload: Record<string, unknown>, user = administrator) =>
      sendSeen(user, { method: 'PUT', url: paths.followUpSettings, payload });
    expect((await nurse.send({ url: paths.followUpSettings })).json()).toEqual({ lostAfterDays: 3, closeHour: 16 });
    expect(codeOf(await set({ lostAfterDays: 1, closeHour: 16 }, nurse))).toBe('auth.forbidden');
    expect(codeOf(await set({ lostAfterDays: 0, closeHour: 16 }))).toBe('request.invalid');
    await set({ lostAfterDays: 1, closeHour: 16 });
    const { id } = await followed({ start_on: '2021-07-24', end_on: '2021-08-14', opened_on: '2021-07-25' });
    await close('2021-07-25');
    expect((await stateOf(id)).state).toBe('lost');
    const stale = { method: 'PUT', url: paths.followUpSettings, headers: { 'if-match': '"1"' } } as const;
    const late = await administrator.send({ ...stale, payload: { lostAfterDays: 9, closeHour: 9 } });
    expect(late.json()).toMatchObject({ code: 'resource.changed', current: { lostAfterDays: 1, closeHour: 16 } });
    await set({ lostAfterDays: 3, closeHour: 16 });
  });

  it('happens at the cut of the report, once, and catches up on the days a server was off', async () => {
    const run = (instant: string) => closeDueFollowUpDays(test.db, new Date(instant)).then((days) => days.map(({ day }) => day));
    await inScope(test.db, systemScope, (tx) => tx.deleteFrom('follow_up_closing').execute());
    expect(await run('2021-07-20T08:59:00Z')).toEqual(['2021-07-19']);
    expect(await run('2021-07-20T08:59:30Z')).toEqual([]);
    expect(await run('2021-07-20T09:00:00Z')).toEqual(['2021-07-20']);
    expect(await run('2021-07-23T10:00:00Z')).toEqual(['2021-07-21', '2021-07-22', '2021-07-23']);
  });
});

describe('an officer’s visit', () => {
  it('brings back somebody who was lost, and takes the door visit off the list', async () => {
    const { id, person_id: personId } = await followed({ start_on: '2021-07-20', end_on: '2021-08-10', opened_on: '2021-07-21' });
    for (const day of ['2021-07-21', '2021-07-22', '2021-07-23']) await close(day);
    expect((await stateOf(id)).state).toBe('lost');
    now = noon('2021-07-24');
    const item = followUpItem.parse((await visit(id, { how: 'visit', symptoms: [], note: 'Ở nhà con' })).json());
    expect(item).toMatchObject({ state: 'open', status: 'done', day: 4, days: 21, lastSeenOn: '2021-07-24', daysMissed: 3 });
    expect(await lostErrands(personId)).toMatchObject([{ result: 'Đã gặp lại ngày 24/07/2021.' }]);
    for (const day of ['2021-07-25', '2021-07-26', '2021-07-27']) await close(day);
    expect((await lostErrands(personId)).filter(({ done_at }) => done_at === null)).toHaveLength(1);
  });

  it('can be recorded outside the period, and turns a missed day into a done one; a day to come cannot', async () => {
    const { id } = await followed({ start_on: '2021-07-20', end_on: '2021-07-24', opened_on: null });
    now = noon('2021-07-26');
    await close('2021-07-22');
    const outside = followUpItem.parse((await visit(id, { dayOn: '2021-07-26', how: 'phone', symptoms: [] })).json());
    expect(outside).toMatchObject({ status: 'done', day: 6, days: 4 });
    const made = followUpItem.parse((await visit(id, { dayOn: '2021-07-22', how: 'visit', symptoms: [] })).json());
    expect(made).toMatchObject({ status: 'done', daysDone: 2, daysMissed: 0 });
    expect(codeOf(await visit(id, { dayOn: '2021-07-27', how: 'visit', symptoms: [] }))).toBe('followUp.dayInFuture');
  });

  it('with symptoms raises the alerts of a call; a symptom nobody knows is refused', async () => {
    const { id, person_id: personId } = await followed({ start_on: '2021-07-20', end_on: '2021-08-10' });
    now = noon('2021-07-26');
    expect(codeOf(await visit(id, { how: 'visit', symptoms: ['telepathy'] }))).toBe('followUp.symptomUnknown');
    await visit(id, { how: 'visit', symptoms: ['fever', 'breathless'] });
    const alerts = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('alert').select('code').where('person_id', '=', personId).orderBy('code').execute(),
    );
    expect(alerts.map(({ code }) => code)).toEqual(['severeSign', 'symptoms']);
    const detail = followUpDetail.parse((await nurse.send({ url: paths.followUp(id) })).json());
    expect(detail.diary).toEqual([
      {
        dayOn: '2021-07-26',
        day: 6,
        status: 'done',
        seenBy: 'visit',
        symptoms: { symptoms: 'yes', severe: 'yes', codes: ['fever', 'breathless'] },
        note: null,
      },
    ]);
  });

  it('of another commune is nobody’s business', async () => {
    const elsewhere = (await buildUnit(test.db)).id;
    const { id } = await followed({ unit_id: elsewhere });
    expect((await visit(id, { how: 'visit', symptoms: [] })).statusCode).toBe(404);
  });
});

describe('the list of a day', () => {
  it('shows who is due, done, missed and lost, page by page, and leaves an audit row', async () => {
    const commune = (await buildUnit(test.db)).id;
    const officer = await signInForLong(api, test.db, [commune]);
    const [first, second] = [await followed({ unit_id: commune }), await followed({ unit_id: commune })];
    now = noon('2021-07-10');
    await officer.send({ method: 'POST', url: paths.followUpDays(first.id), payload: { how: 'self', symptoms: [] } });
    const list = async (query: string) =>
      followUpPage.parse((await officer.send({ url: `${paths.followUps}?unitId=${commune}&${query}` })).json());
    expect((await list('status=due')).items).toMatchObject([
      { id: second.id, day: 1, days: 21, status: 'due', lastSeenOn: null },
    ]);
    expect((await list('status=done')).items.map(({ id }) => id)).toEqual([first.id]);
    expect((await list('status=due&date=2021-07-09')).items).toEqual([]);
    const page = await list('status=all&limit=1');
    expect((await list(`status=all&limit=1&cursor=${page.nextCursor}`)).items.map(({ id }) => id)).toEqual([second.id]);
    const read = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('audit_log')
        .select('details')
        .where('action', '=', 'list')
        .where('unit_id', '=', commune)
        .orderBy('id')
        .execute(),
    );
    expect(read[0]?.details).toMatchObject({ people: [second.person_id] });
  });
});

describe('clusters of dengue', () => {
  it('are found by hamlet, however it is written, or by commune; a disease with levels has none', async () => {
    const { db } = test;
    const dengue = (await buildOutbreak(db, { disease: 'dengue' })).id;
    const cases = [
      ['Thôn 1', '2021-07-01'],
      ['thôn  1', '2021-07-05'],
      ['Thôn 2', '2021-07-06'],
      ['Thôn 3', null],
    ] as const;
    for (const [hamlet, onset_on] of cases) {
      const { id: person_id } = await buildPerson(db, { unit_id: unitId, hamlet });
      const record = { outbreak_id: dengue, person_id, unit_id: unitId, code: `D${person_id}`, onset_on };
      await inScope(db, systemScope, (tx) => tx.insertInto('case_record').values(record).execute());
    }
    now = noon('2021-07-10');
    const ask = async (query: string) => await nurse.send({ url: `${paths.clusters}?${query}` });
    const byHamlet = clusterList.parse((await ask(`outbreakId=${dengue}`)).json());
    expect(byHamlet).toMatchObject({
      unplaced: 1,
      items: [{ hamlet: 'Thôn 1', cases: 2, openedOn: '2021-07-05', active: true }],
    });
    const byCommune = clusterList.parse((await ask(`outbreakId=${dengue}&by=commune`)).json());
    expect(byCommune.items).toMatchObject([{ hamlet: null, cases: 3 }]);
    expect(codeOf(await ask(`outbreakId=${outbreakId}`))).toBe('disease.noClusters');
    const stranger = await signInForLong(api, db, [(await buildUnit(db)).id]);
    const theirs = await stranger.send({ url: `${paths.clusters}?outbreakId=${dengue}` });
    expect(clusterList.parse(theirs.json()).items).toEqual([]);
  });

  it('belong to a profile with its sources', async () => {
    const { items } = diseaseList.parse((await nurse.send({ url: paths.diseases })).json());
    expect(items.map(({ code, usesLevels }) => [code, usesLevels])).toContainEqual(['dengue', false]);
  });
});
