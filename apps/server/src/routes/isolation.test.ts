import {
  type IsolationAdviceItem,
  isolationAdvice,
  isolationOrder,
  isolationRuleEntered,
  isolationRuleList,
  paths,
  problemBody,
  reEvaluationResult,
  releaseVerdict,
  vaccinationRecord,
} from '@truyvet/contract';
import { rulesVnCovid } from '@truyvet/outbreak';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeFollowUpDay } from '../commands/followUp/closeFollowUpDay.ts';
import { moveLevels } from '../commands/levels/moveLevels.ts';
import { changeSample } from '../commands/levels/recordSample.ts';
import { loadShippedRules } from '../db/isolation/rules.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { openZip } from '../lists/zipParts.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();
let now = testNow;
let api: ReturnType<typeof buildApi>['api'];
let provinceId: number;
let districtId: number;
let unitId: number;
let outbreakId: number;
type User = Awaited<ReturnType<typeof signIn>>;
let nurse: User;
let committee: User;
let administrator: User;

beforeAll(async () => {
  const { db } = test;
  outbreakId = (await buildOutbreak(db)).id;
  provinceId = (await buildUnit(db, { code: '38', name: 'Tỉnh Thanh Hóa', kind: 'province' })).id;
  districtId = (await buildUnit(db, { code: '398', name: 'Huyện Thiệu Hóa', kind: 'district', parent_id: provinceId })).id;
  unitId = (await buildUnit(db, { code: '15775', name: 'Xã Thiệu Ngọc', parent_id: districtId })).id;
  await loadShippedRules(db, rulesVnCovid, testNow);
  ({ api } = buildApi(db, { clock: { now: () => now } }));
  nurse = await signInForLong(api, db, [unitId]);
  committee = await signInForLong(api, db, [districtId], 'committee');
  administrator = await signInForLong(api, db, 'administrator');
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

const at = (day: string) => {
  now = new Date(`${day}T02:00:00Z`);
};
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

/** The words of a .docx file. */
async function docxText(bytes: Buffer): Promise<string> {
  const part = await (await openZip(bytes)).open('word/document.xml');
  const xml = Buffer.concat(await part.toArray()).toString('utf8');
  return xml.replace(/<\/w:p>/gu, '\n').replace(/<[^>]+>/gu, '');
}

async function contact(lastContactOn: string, level = 1): Promise<number> {
  const person = await buildPerson(test.db, { unit_id: unitId });
  const row = { outbreak_id: outbreakId, unit_id: unitId, target_person_id: person.id, stated_level: level };
  const exposure = { ...row, last_contact_on: lastContactOn, learnt_from: 'list' as const, created_at: now, source_text: 'BN 1' };
  await inScope(test.db, systemScope, (tx) => tx.insertInto('exposure').values(exposure).execute());
  return person.id;
}
async function adviseOn(personId: number, payload: Record<string, unknown> = {}): Promise<IsolationAdviceItem> {
  const response = await nurse.send({ method: 'POST', url: paths.personAdvice(personId), payload });
  expect(response.statusCode).toBe(201);
  return isolationAdvice.parse(response.json());
}
const decide = (advice: { id: number; version: number }, payload: Record<string, unknown>, user = committee) =>
  user.send({
    method: 'POST',
    url: paths.adviceDecision(advice.id),
    payload,
    headers: { 'if-match': `"${advice.version}"` },
  });
async function orderFor(lastContactOn: string, payload: Record<string, unknown> = { decision: 'approve' }) {
  const personId = await contact(lastContactOn);
  const decided = isolationAdvice.parse((await decide(await adviseOn(personId), payload)).json());
  if (decided.orderId === null) throw new Error('no order');
  return { personId, decided, order: isolationOrder.parse((await committee.send({ url: paths.order(decided.orderId) })).json()) };
}

describe('an F1 of 9 July 2021', () => {
  it('is advised by 600/CĐ-BCĐ, ordered by the committee, and gets a sample calendar', async () => {
    at('2021-07-09');
    const { personId, decided, order } = await orderFor('2021-07-09', { decision: 'approve', place: 'Khu cách ly huyện' });
    expect(decided).toMatchObject({
      state: 'approved',
      rule: { code: 'F1-21', version: 1, document: '600/CĐ-BCĐ' },
      endOn: '2021-08-06',
      decidedBy: 'Người Thử',
    });
    expect(decided.sentence.vi).toContain('600/CĐ-BCĐ');
    expect(decided.inputs).toMatchObject({ category: 'F1', lastContactOn: '2021-07-09', jurisdictions: ['15775', '398', '38'] });
    expect(order).toMatchObject({ measure: 'central', place: 'Khu cách ly huyện', startOn: '2021-07-09', endOn: '2021-08-06' });
    expect(order.phases.map(({ measure, startOn, endOn }) => [measure, startOn, endOn])).toEqual([
      ['central', '2021-07-09', '2021-07-30'],
      ['homeMonitor', '2021-07-31', '2021-08-06'],
    ]);
    expect(order.samples.map(({ plannedOn, days, result }) => [plannedOn, days[0]?.day, result])).toEqual([
      ['2021-07-10', 1, 'pending'],
      ['2021-07-23', 14, 'pending'],
      ['2021-07-29', 20, 'pending'],
      ['2021-08-06', 7, 'pending'],
    ]);
    const isolation = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('person_isolation').selectAll().where('person_id', '=', personId).execute(),
    );
    expect(isolation).toMatchObject([{ isolated_on: '2021-07-09', isolated_until: '2021-07-30' }]);
  });

  it('cannot be ordered by a commune, nor twice, nor over a version nobody saw', async () => {
    at('2021-07-09');
    const advice = await adviseOn(await contact('2021-07-08'));
    expect(codeOf(await decide(advice, { decision: 'approve' }, nurse))).toBe('auth.forbidden');
    expect(codeOf(await decide({ ...advice, version: 7 }, { decision: 'approve' }))).toBe('resource.changed');
    expect((await decide(advice, { decision: 'approve' })).statusCode).toBe(200);
    expect(codeOf(await decide({ ...advice, version: 2 }, { decision: 'approve' }))).toBe('advice.decided');
    const stranger = await signInForLong(api, test.db, [(await buildUnit(test.db)).id], 'committee');
    expect((await stranger.send({ url: paths.personAdvice(advice.person.id) })).statusCode).toBe(404);
  });

  it('can be refused, or ordered otherwise, with a reason that is kept', async () => {
    at('2021-07-09');
    const refused = await decide(await adviseOn(await contact('2021-07-08')), { decision: 'refuse', reason: 'Đã có miễn dịch' });
    expect(isolationAdvice.parse(refused.json())).toMatchObject({ state: 'refused', reason: 'Đã có miễn dịch', orderId: null });
    const missing = await decide(await adviseOn(await contact('2021-07-08')), { decision: 'refuse' });
    expect(codeOf(missing)).toBe('request.invalid');
    const { decided, order } = await orderFor('2021-07-08', {
      decision: 'change',
      reason: 'Sản phụ, cách ly tại nhà',
      phases: [{ measure: 'home', days: 21, testDays: [1, 14, 20] }],
    });
    expect(decided).toMatchObject({ state: 'changed', reason: 'Sản phụ, cách ly tại nhà', rule: { code: 'F1-21' } });
    expect(order).toMatchObject({ measure: 'home', startOn: '2021-07-09', endOn: '2021-07-29' });
  });

  it('is printed as a decision with its document, its dates and its samples', async () => {
    at('2021-07-09');
    const { order } = await orderFor('2021-07-09', { decision: 'approve', place: 'Khu cách ly huyện' });
    const response = await committee.send({ url: paths.orderDocument(order.id) });
    expect(response.headers['content-disposition']).toContain(`quyet-dinh-cach-ly-${order.id}.docx`);
    const text = await docxText(response.rawPayload);
    for (const part of [
      'QUYẾT ĐỊNH',
      'Căn cứ văn bản số 600/CĐ-BCĐ ngày 05/05/2021;',
      'Luật Phòng, chống bệnh truyền nhiễm',
      'Thiệu Ngọc',
      'cách ly tập trung từ ngày 09/07/2021 đến hết ngày 30/07/2021, tại Khu cách ly huyện;',
      '10/07/2021, 23/07/2021, 29/07/2021, 06/08/2021',
      'ngày 09 tháng 7 năm 2021',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('V/v');
  });

  it('leaves a trace of who read and decided', async () => {
    const { rows } = await inScope(test.db, systemScope, (tx) =>
      sql<{ action: string }>`select distinct action from audit_log where subject in ('advice', 'isolationOrder')`.execute(tx),
    );
    expect(rows.map(({ action }) => action).sort()).toEqual(['approve', 'change', 'create', 'export', 'order', 'read', 'refuse']);
  });
});

describe('where no rule is in force', () => {
  it('the advice says whom to ask, and there is nothing to approve', async () => {
    at('2021-07-09');
    const advice = await adviseOn(await contact('2021-07-08', 2));
    expect(advice).toMatchObject({ rule: null, phases: [], ask: { vi: expect.stringContaining('dịch huyện Thiệu Hóa') } });
    expect(advice.sentence.vi).toContain('F2-2021');
    expect(codeOf(await decide(advice, { decision: 'approve' }))).toBe('advice.nothingToApprove');
    const phases = [{ measure: 'home', days: 14, testDays: [] }];
    expect((await decide(advice, { decision: 'change', reason: 'Theo 5053', phases })).statusCode).toBe(200);
  });

  it('somebody who is nothing must be given a category', async () => {
    const person = await buildPerson(test.db, { unit_id: unitId });
    const response = await nurse.send({ method: 'POST', url: paths.personAdvice(person.id), payload: {} });
    expect(codeOf(response)).toBe('advice.categoryUnknown');
  });

  it('unknown sampling days must be named by the committee', async () => {
    at('2021-08-01');
    const advice = await adviseOn(await contact('2021-08-01'));
    expect([advice.rule?.code, advice.phases[0]?.tests]).toEqual(['F1-14', null]);
    expect(codeOf(await decide(advice, { decision: 'approve' }))).toBe('advice.testsUnknown');
    const phases = [{ measure: 'central', days: 14, testDays: [1, 7, 14] }];
    const named = { decision: 'change', reason: 'Theo hướng dẫn của tỉnh', phases };
    expect(isolationAdvice.parse((await decide(advice, named)).json()).state).toBe('changed');
    await decide(await adviseOn(advice.person.id), { decision: 'refuse', reason: 'Đã có quyết định' });
    await inScope(test.db, systemScope, (tx) => tx.updateTable('isolation_order').set({ state: 'cancelled' }).execute());
  });
});

describe('a release', () => {
  const setSample = (orderId: number, day: string, set: Record<string, string>) =>
    inScope(test.db, systemScope, (tx) =>
      tx.updateTable('sample').set(set).where('order_id', '=', orderId).where('rule_day', '=', day).execute(),
    );
  const verdict = async (orderId: number) =>
    releaseVerdict.parse((await committee.send({ url: paths.orderRelease(orderId) })).json());
  const release = (orderId: number, version: number) =>
    committee.send({
      method: 'POST',
      url: paths.orderReleases(orderId),
      payload: {},
      headers: { 'if-match': `"${version}"` },
    });

  it('is blocked by days, by missing, pending and positive samples, each with its reason; then leads home, and out', async () => {
    at('2021-07-09');
    const { order } = await orderFor('2021-07-09');
    await setSample(order.id, '1:1', { taken_on: '2021-07-10', result: 'negative' });
    expect((await verdict(order.id)).blocks.map(({ code }) => code)).toEqual([
      'days.notOver',
      'sample.missing',
      'sample.missing',
    ]);
    at('2021-07-31');
    await setSample(order.id, '1:14', { taken_on: '2021-07-23', result: 'negative' });
    await setSample(order.id, '1:20', { taken_on: '2021-07-29' });
    expect((await verdict(order.id)).blocks).toMatchObject([
      { code: 'sample.pending', text: { vi: expect.stringContaining('20') } },
    ]);
    const refused = await release(order.id, order.version);
    expect([refused.statusCode, codeOf(refused)]).toEqual([409, 'order.blocked']);
    await setSample(order.id, '1:20', { result: 'positive' });
    expect((await verdict(order.id)).blocks.map(({ code }) => code)).toEqual(['sample.positive']);
    await setSample(order.id, '1:20', { result: 'negative' });
    expect((await verdict(order.id)).mayRelease).toBe(true);
    const home = isolationOrder.parse((await release(order.id, order.version)).json());
    expect(home).toMatchObject({ phase: 1, measure: 'homeMonitor', state: 'active' });
    at('2021-08-07');
    expect((await verdict(order.id)).blocks.map(({ code }) => code)).toEqual(['sample.missing']);
    await setSample(order.id, '2:7', { taken_on: '2021-08-06', result: 'negative' });
    expect(isolationOrder.parse((await release(order.id, home.version)).json()).state).toBe('released');
    expect(codeOf(await release(order.id, home.version + 1))).toBe('order.closed');
  });
});

describe('a sample of the calendar', () => {
  it('that turns out positive makes a case of the person, ends their follow-up and blocks the release', async () => {
    at('2021-07-09');
    const { personId, order } = await orderFor('2021-07-09');
    const followUp = { outbreak_id: outbreakId, person_id: personId, unit_id: unitId, original_start_on: '2021-07-09' };
    await inScope(test.db, systemScope, (tx) =>
      tx
        .insertInto('follow_up')
        .values({ ...followUp, start_on: '2021-07-09', end_on: '2021-07-30' })
        .execute(),
    );
    at('2021-07-11');
    const sampleId = order.samples[0]?.id ?? 0;
    const result = { takenOn: '2021-07-10', sentOn: '2021-07-10', resultOn: '2021-07-11', result: 'positive' as const };
    const scope = systemScope;
    const userId = committee.userId;
    const outcome = await changeSample(test.db, {
      scope,
      userId,
      now,
      sampleId,
      seen: 1,
      changes: { ...result, laboratory: 'CDC' },
    });
    expect(outcome.record).toMatchObject({ personId, status: 'confirmed' });
    const verdict = releaseVerdict.parse((await committee.send({ url: paths.orderRelease(order.id) })).json());
    expect(verdict.blocks.map(({ code }) => code)).toContain('sample.positive');
    await closeFollowUpDay(test.db, { day: '2021-07-10', now });
    const { state } = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('follow_up').select('state').where('person_id', '=', personId).executeTakeFirstOrThrow(),
    );
    expect(state).toBe('becameCase');
  });
});

describe('rules as data', () => {
  const local = {
    code: 'F1-TH-10',
    version: 1,
    disease: 'covid-19',
    jurisdiction: '38',
    category: 'F1',
    validFrom: '2021-07-01',
    validTo: '2021-09-30',
    phases: [{ measure: 'home', days: 10, base: 'lastContact', testDays: [1, 10] }],
    document: { number: '1/THU-NGHIEM', issuedOn: '2021-07-01' },
    certainty: 'sure',
    reviewBy: null,
  };
  const enter = (rules: unknown[], user = administrator) =>
    user.send({ method: 'POST', url: paths.isolationRules, payload: { rules } });

  it('are shipped in force where they are sure, else as drafts with what they lack', async () => {
    const { items } = isolationRuleList.parse((await nurse.send({ url: paths.isolationRules })).json());
    const states = new Map(items.map(({ rule, state }) => [rule.code, state]));
    expect(states.get('F1-21')).toBe('in_force');
    const doubtful = rulesVnCovid.filter(({ certainty }) => certainty !== 'sure').map(({ code }) => code);
    expect(doubtful.map((code) => states.get(code))).toEqual(doubtful.map(() => 'draft'));
    const draft = items.find(({ rule }) => rule.code === 'F2-2021');
    expect(codeOf(await administrator.send({ method: 'POST', url: paths.isolationRulePublish(draft?.id ?? 0) }))).toBe(
      'rule.doubtful',
    );
  });

  it('change nothing by themselves: the difference is shown first, then proposed, and the order follows only the committee', async () => {
    at('2021-07-10');
    const { order } = await orderFor('2021-07-09');
    const [entered] = isolationRuleEntered.parse((await enter([local])).json()).items;
    expect(entered).toMatchObject({ state: 'draft', advises: false });
    const again = isolationRuleEntered.parse((await enter([{ ...local, category: 'F2' }])).json());
    expect([again.items, again.known]).toEqual([[], ['F1-TH-10@1']]);
    const reEvaluate = (payload: Record<string, unknown>) =>
      committee.send({ method: 'POST', url: paths.adviceReEvaluate, payload: { unitId, ...payload } });
    const nothing = reEvaluationResult.parse((await reEvaluate({})).json());
    expect(nothing.differences).toEqual([]);
    // An F1 who is a case by now needs advice as a case: the changed rule for F1 says nothing of them.
    const ill = await contact('2021-07-05');
    const asContact = await adviseOn(ill);
    const sample = { outbreakId, kind: 'pcr', takenOn: '2021-07-09', result: 'positive', resultOn: '2021-07-09' };
    expect((await nurse.send({ method: 'POST', url: paths.personSamples(ill), payload: sample })).statusCode).toBe(201);
    const published = await administrator.send({ method: 'POST', url: paths.isolationRulePublish(entered?.id ?? 0) });
    expect(published.statusCode).toBe(200);
    const shown = reEvaluationResult.parse((await reEvaluate({})).json());
    const own = shown.differences.find(({ adviceId }) => adviceId === order.adviceId);
    expect(own).toMatchObject({
      before: { rule: 'F1-21@1', endOn: '2021-08-06' },
      after: { rule: 'F1-TH-10@1', endOn: '2021-07-19' },
      changed: ['rule', 'measures', 'dates', 'tests'],
    });
    expect(asContact.rule?.code).toBe('F1-21');
    expect(shown.differences.map(({ adviceId }) => adviceId)).not.toContain(asContact.id);
    expect(codeOf(await reEvaluate({ apply: nothing.token }))).toBe('advice.differenceChanged');
    expect(reEvaluationResult.parse((await reEvaluate({ apply: shown.token })).json()).applied).toBe(true);
    const same = isolationOrder.parse((await committee.send({ url: paths.order(order.id) })).json());
    expect([same.endOn, same.version]).toEqual([order.endOn, order.version]);
    const advice = await nurse.send({ url: paths.personAdvice(order.person.id) });
    const [proposal] = (advice.json() as { items: IsolationAdviceItem[] }).items;
    if (!proposal) throw new Error('no proposal');
    expect(proposal).toMatchObject({ state: 'proposed', rule: { code: 'F1-TH-10' } });
    expect((await decide(proposal, { decision: 'approve' })).statusCode).toBe(200);
    const changed = isolationOrder.parse((await committee.send({ url: paths.order(order.id) })).json());
    expect(changed).toMatchObject({ measure: 'home', startOn: '2021-07-10', endOn: '2021-07-19', version: order.version + 1 });
    expect(changed.samples.map(({ plannedOn }) => plannedOn)).toEqual(['2021-07-10', '2021-07-19']);
    const settled = reEvaluationResult.parse((await reEvaluate({})).json());
    expect(settled.differences.map(({ adviceId }) => adviceId)).not.toContain(proposal.id);
  });

  it('of a place belong to its authorities, and of the country to administrators', async () => {
    const province = await signInForLong(api, test.db, [provinceId], 'province');
    const own = { ...local, code: 'F1-TH-9', jurisdiction: '398' };
    expect((await enter([own], province)).statusCode).toBe(201);
    expect(codeOf(await enter([{ ...own, code: 'F1-VN-9', jurisdiction: 'VN' }], province))).toBe('rule.elsewhere');
    expect(codeOf(await enter([{ ...own, code: 'F1-HCM', jurisdiction: '79' }], province))).toBe('rule.elsewhere');
    expect(codeOf(await enter([own], nurse))).toBe('auth.forbidden');
  });

  it('that make no sense are refused whole', async () => {
    const wrong = { ...local, code: 'F1-X', phases: [{ measure: 'home', days: 7, base: 'endOfPhaseBefore', testDays: [9] }] };
    expect(codeOf(await enter([{ ...local, code: 'F1-Y' }, wrong]))).toBe('request.invalid');
    const { items } = isolationRuleList.parse((await administrator.send({ url: paths.isolationRules })).json());
    expect(items.some(({ rule }) => rule.code === 'F1-Y')).toBe(false);
  });
});

describe('vaccinations', () => {
  it('are recorded and corrected by dose, and advice follows them', async () => {
    at('2021-12-20');
    const personId = await contact('2021-12-19');
    const put = async (dose: number, givenOn: string) =>
      nurse.send({ method: 'POST', url: paths.personVaccinations(personId), payload: { dose, givenOn, vaccine: 'AZ' } });
    await put(1, '2021-09-01');
    await put(2, '2021-10-10');
    expect((await put(2, '2022-11-10')).json()).toMatchObject({ code: 'register.future', errors: [{ field: 'givenOn' }] });
    const response = await put(2, '2021-11-10');
    expect(vaccinationRecord.parse(response.json()).doses.map(({ givenOn }) => givenOn)).toEqual(['2021-09-01', '2021-11-10']);
    expect((await adviseOn(personId)).rule?.code).toBe('F1-vax-7');
  });
});

describe('a whole unit', () => {
  it('is advised at once: every F1 and F2 without advice since their last exposure, and nobody twice', async () => {
    at('2021-07-09');
    const commune = (await buildUnit(test.db, { parent_id: districtId })).id;
    const officer = await signInForLong(api, test.db, [commune]);
    const levels = [1, 1, 2, 0];
    const people: number[] = [];
    for (const level of levels) {
      const { id } = await buildPerson(test.db, { unit_id: commune });
      people.push(id);
      const row = { outbreak_id: outbreakId, person_id: id, unit_id: commune, level, exposed_on: '2021-07-08', derived_at: now };
      await inScope(test.db, systemScope, (tx) => tx.insertInto('person_level').values(row).execute());
    }
    const adviseAll = async (limit: number) =>
      (await officer.send({ method: 'POST', url: paths.advice, payload: { unitId: commune, limit } })).json();
    expect(await adviseAll(2)).toEqual({ proposed: 2, noRule: 0, left: 1 });
    expect(await adviseAll(10)).toEqual({ proposed: 0, noRule: 1, left: 0 });
    expect(await adviseAll(10)).toEqual({ proposed: 0, noRule: 0, left: 0 });
    now = new Date('2021-07-12T02:00:00Z');
    await inScope(test.db, systemScope, (tx) =>
      tx
        .updateTable('person_level')
        .set({ exposed_on: '2021-07-11' })
        .where('person_id', '=', people[0] ?? 0)
        .execute(),
    );
    expect(await adviseAll(10)).toMatchObject({ proposed: 1, left: 0 });
  });
});

describe('an order given by mistake', () => {
  it('is cancelled with its reason: nothing is planned any more, and it kept nobody from others', async () => {
    at('2021-07-09');
    const { personId, order } = await orderFor('2021-07-08');
    const cancel = (version: number) =>
      committee.send({
        method: 'POST',
        url: paths.orderCancel(order.id),
        payload: { reason: 'Nhầm người' },
        headers: { 'if-match': `"${version}"` },
      });
    const cancelled = isolationOrder.parse((await cancel(order.version)).json());
    expect([cancelled.state, cancelled.samples]).toEqual(['cancelled', []]);
    expect(codeOf(await cancel(cancelled.version))).toBe('order.closed');
    const isolation = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('person_isolation').selectAll().where('person_id', '=', personId).execute(),
    );
    expect(isolation).toEqual([]);
  });
});

describe('isolation and levels', () => {
  it('somebody who was isolated before they met anybody passes no level on', async () => {
    at('2021-07-12');
    const { db } = test;
    const f1 = await contact('2021-07-09');
    const f2 = (await buildPerson(db, { unit_id: unitId })).id;
    const patient = (await buildPerson(db, { unit_id: unitId })).id;
    await inScope(db, systemScope, async (tx) => {
      const record = { outbreak_id: outbreakId, person_id: patient, unit_id: unitId, code: 'BN 9', onset_on: '2021-07-09' };
      await tx.insertInto('case_record').values(record).execute();
      const met = { outbreak_id: outbreakId, unit_id: unitId, learnt_from: 'officer' as const, created_at: now };
      const edges = [
        { ...met, source_person_id: patient, target_person_id: f1, last_contact_on: '2021-07-09' },
        { ...met, source_person_id: f1, target_person_id: f2, first_contact_on: '2021-07-11', last_contact_on: '2021-07-11' },
      ];
      await tx.insertInto('exposure').values(edges).execute();
      await moveLevels(tx, { outbreakId, people: [patient, f1, f2], because: 'exposureAdded', cause: {}, at: now, userId: null });
    });
    const levelOf = async (personId: number) =>
      (
        await inScope(db, systemScope, (tx) =>
          tx.selectFrom('person_level').select('level').where('person_id', '=', personId).executeTakeFirst(),
        )
      )?.level;
    expect([await levelOf(f1), await levelOf(f2)]).toEqual([1, 2]);
    const advice = await adviseOn(f1);
    expect((await decide(advice, { decision: 'approve', startOn: '2021-07-10' })).statusCode).toBe(200);
    expect([await levelOf(f1), await levelOf(f2)]).toEqual([1, undefined]);
  });
});
