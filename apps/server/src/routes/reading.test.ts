import {
  alertPage,
  boardSnapshot,
  campaignList,
  defaultCallPolicy,
  errandPage,
  importPage,
  paths,
  personPage,
  problemBody,
  resultPage,
  summary,
  unitList,
} from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import { nameKey } from '@truyvet/outbreak';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { publishDialogueVersion } from '../db/dialogues.ts';
import { json } from '../db/json.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { keysOf } from '../db/secrets/keysOfDatabase.ts';
import { sealFile, sealRow } from '../db/secrets/listSecrets.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();

/** One commune with one sick person who was called and answered, and everything that hangs on it. */
async function buildCommune(name: string, outbreakId: number, dialogueVersionId: number, campaignId: number) {
  const { db } = test;
  const unit = await buildUnit(db, { name });
  const person = await buildPerson(db, {
    unit_id: unit.id,
    full_name: `Lê Thị ${name}`,
    name_key: nameKey(`Lê Thị ${name}`),
    phone: `+8491${String(unit.id).padStart(7, '0')}`,
  });
  const e164 = `+8491${String(unit.id).padStart(7, '0')}`;
  const task = await buildTask(db, {
    campaign_id: campaignId,
    person_id: person.id,
    unit_id: unit.id,
    e164,
    state: 'done',
    disposition: 'urgent',
  });
  const attempt = await buildAttempt(db, {
    task_id: task.id,
    state: 'ended',
    answered_at: testNow,
    ended_at: testNow,
    disposition: 'urgent',
    identified: 'strong',
  });
  const own = { unit_id: unit.id, person_id: person.id, attempt_id: attempt.id };
  const recordingId = `ghi-am-${unit.id}`;
  return await inScope(db, systemScope, async (tx) => {
    const exposure = {
      outbreak_id: outbreakId,
      unit_id: unit.id,
      target_person_id: person.id,
      source_text: 'BN 12',
      stated_level: 1,
    };
    const list = {
      outbreak_id: outbreakId,
      unit_id: unit.id,
      sha256: Buffer.from(name),
      file_name: `${name}.xlsx`,
      ...sealFile(tx, Buffer.from('x')),
      columns: json([{ index: 0, header: 'Họ tên', field: 'fullName' }]),
      stored_rows: 1,
      rejected_rows: 1,
      unchanged_rows: 0,
      uploaded_at: testNow,
    };
    const { id: importId } = await tx.insertInto('import_file').values(list).returning('id').executeTakeFirstOrThrow();
    const problems = [{ code: 'phone.missing', field: 'phone', details: {} }];
    const sealed = sealRow(keysOf(tx), { cells: ['Lê Văn B', 5], problems });
    const row = {
      import_id: importId,
      row_number: 7,
      unit_id: unit.id,
      outcome: 'rejected' as const,
      problems: json(sealed.problems),
      cells: json(sealed.cells),
    };
    await tx.insertInto('import_row').values(row).execute();
    await tx
      .insertInto('exposure')
      .values({ ...exposure, last_contact_on: '2021-07-05', learnt_from: 'list', import_id: importId, created_at: testNow })
      .execute();
    const answers = [
      { step_id: 'A2', value: { type: 'yesNo', value: 'yes' }, keys: '1' },
      { step_id: 'A2b', value: { type: 'yesNo', value: 'yes' }, keys: '1' },
    ];
    for (const answer of answers) {
      const fixed = { ...own, dialogue_version_id: dialogueVersionId, given_by: 'key' as const, prompt_at_ms: 1200 };
      const answeredAt = new Date(testNow.getTime() + 20_000);
      await tx
        .insertInto('answer')
        .values({ ...fixed, ...answer, value: json(answer.value), answered_at: answeredAt })
        .execute();
    }
    const sound = { id: recordingId, attempt_id: attempt.id, unit_id: unit.id, name: 'A3r', alaw: Buffer.alloc(801, 0xd5) };
    await tx
      .insertInto('recording')
      .values({ ...sound, duration_ms: 100, recorded_at: testNow })
      .execute();
    const alert = { ...own, code: 'severeSign', raised_at: testNow, due_at: new Date(testNow.getTime() + 300_000) };
    const { id: alertId } = await tx.insertInto('alert').values(alert).returning('id').executeTakeFirstOrThrow();
    const errand = {
      ...own,
      code: 'namedContact',
      created_at: testNow,
      due_at: testNow,
      details: json({ phone: '0912', internal: { x: 1 } }),
    };
    const { id: errandId } = await tx.insertInto('errand').values(errand).returning('id').executeTakeFirstOrThrow();
    return { unit, person, e164, attemptId: attempt.id, importId, recordingId, alertId, errandId };
  });
}

type Commune = Awaited<ReturnType<typeof buildCommune>>;
let api: FastifyInstance;
let outbreakId: number;
let campaignId: number;
let own: Commune;
let other: Commune;
let nurse: Awaited<ReturnType<typeof signIn>>;
let administrator: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  outbreakId = (await buildOutbreak(test.db)).id;
  const campaign = await buildCampaign(test.db, {
    outbreak_id: outbreakId,
    dialogue_version_id: await publish(),
    policy: json(defaultCallPolicy),
  });
  campaignId = campaign.id;
  own = await buildCommune('Nhà', outbreakId, campaign.dialogue_version_id, campaignId);
  other = await buildCommune('Khác', outbreakId, campaign.dialogue_version_id, campaignId);
  ({ api } = buildApi(test.db));
  nurse = await signIn(api, test.db, [own.unit.id]);
  administrator = await signIn(api, test.db, 'administrator');
});

const publish = () => inScope(test.db, systemScope, (tx) => publishDialogueVersion(tx, f1Tracing, testNow));

const body = { name: 'Đợt 1', policy: defaultCallPolicy };
/** Every route that says or changes something about people, asked for one commune. */
const routes = (commune: Commune): [string, InjectOptions][] => [
  ['start a campaign', { method: 'POST', url: paths.campaigns, payload: { ...body, outbreakId, unitIds: [commune.unit.id] } }],
  ['preview a campaign', { url: `${paths.campaignPreview}?outbreakId=${outbreakId}&unitIds=${commune.unit.id}` }],
  ['change a campaign', { method: 'PATCH', url: paths.campaign(campaignId), payload: { state: 'paused' } }],
  ['upload a list', { method: 'POST', url: `${paths.imports}?unitId=${commune.unit.id}` }],
  ['read a list', { url: paths.import(commune.importId) }],
  ['read the rows of a list', { url: paths.importRows(commune.importId) }],
  ['fetch the rejected rows', { url: paths.importRejected(commune.importId) }],
  ['read a person', { url: paths.person(commune.person.id) }],
  ['listen to a recording', { url: paths.recording(commune.recordingId) }],
  ['acknowledge an alert', { method: 'POST', url: paths.alertAcknowledge(commune.alertId) }],
  ['complete an errand', { method: 'POST', url: paths.errandComplete(commune.errandId), payload: { result: 'xong' } }],
  ['fetch the workbook', { url: `${paths.resultsWorkbook}?unitId=${commune.unit.id}` }],
  ['read the summary', { url: `${paths.summary}?unitId=${commune.unit.id}` }],
];
const lists: [string, InjectOptions][] = [
  ['session', { url: paths.session }],
  ['units', { url: paths.units }],
  ['outbreaks', { url: paths.outbreaks }],
  ['imports', { url: paths.imports }],
  ['campaigns', { url: paths.campaigns }],
  ['board', { url: paths.board }],
  ['board snapshot', { url: paths.boardSnapshot }],
  ['results', { url: paths.results }],
  ['alerts', { url: paths.alerts }],
  ['errands', { url: paths.errands }],
];

describe('every route', () => {
  it('needs sign-in, before it looks at anything else', async () => {
    for (const [name, request] of [...routes(own), ...lists]) {
      const response = await api.inject({ ...request, headers: { 'x-truyvet': '1' } });
      expect([name, response.statusCode, problemBody.parse(response.json()).code]).toEqual([name, 401, 'auth.required']);
    }
  });

  it('refuses a commune user another commune', async () => {
    for (const [name, request] of routes(other)) {
      const response = await nurse.send(request);
      expect([name, [403, 404].includes(response.statusCode)], response.body).toEqual([name, true]);
    }
    const untouched = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('alert').select('acknowledged_at').where('id', '=', other.alertId).executeTakeFirstOrThrow(),
    );
    expect(untouched.acknowledged_at).toBeNull();
  });

  it('shows a commune user nothing of another commune in any list', async () => {
    for (const [name, request] of lists.filter(([list]) => list !== 'board')) {
      const response = await nurse.send(request);
      expect([name, response.statusCode]).toEqual([name, 200]);
      expect(response.body).not.toContain('Khác');
      expect(response.body).not.toContain(String(other.e164.slice(-6)));
    }
  });

  it('shows an administrator all communes', async () => {
    const { items } = resultPage.parse((await administrator.send({ url: paths.results })).json());
    expect(items.map(({ unit }) => unit.name)).toEqual(['Nhà', 'Khác']);
  });
});

describe('what a commune user reads', () => {
  it('results: answers by meaning, open alerts, and phones masked', async () => {
    const { items, total } = resultPage.parse((await nurse.send({ url: paths.results })).json());
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      person: { id: own.person.id, maskedPhone: `091***${own.e164.slice(-3)}` },
      level: 1,
      sourceCase: 'BN 12',
      reach: 'done',
      disposition: 'urgent',
      identified: 'strong',
      answers: { symptoms: 'yes', severe: 'yes', leftCommune: null },
      openAlerts: [{ id: own.alertId, code: 'severeSign' }],
    });
  });

  it('results that fit the filters, found by a part of the name without marks or by the end of the phone', async () => {
    const found = async (query: string) =>
      resultPage.parse((await nurse.send({ url: `${paths.results}?${query}` })).json()).total;
    expect(await found('q=le%20thi')).toBe(1);
    expect(await found(`q=${encodeURIComponent('NHÀ')}`)).toBe(1);
    expect(await found('q=%25')).toBe(0);
    expect(await found(`q=0${own.e164.slice(3)}`)).toBe(1);
    expect(await found('symptoms=yes&disposition=urgent&openAlert=true&openErrand=true&reach=done')).toBe(1);
    expect(await found('symptoms=no')).toBe(0);
    expect(await found('reach=waiting')).toBe(0);
    expect(await found('openAlert=false')).toBe(0);
    expect(await found(`unitId=${own.unit.id}`)).toBe(1);
    expect(await found(`unitId=${other.unit.id}`)).toBe(0);
  });

  it('a person: whole phones, every attempt, every answer with its provenance; and the read is in the audit log', async () => {
    const page = personPage.parse((await nurse.send({ url: paths.person(own.person.id) })).json());
    expect(page.phones).toMatchObject([{ e164: own.e164 }]);
    expect(page.exposures).toMatchObject([
      { sourceText: 'BN 12', level: 1, lastContactOn: '2021-07-05', list: { fileName: 'Nhà.xlsx' } },
    ]);
    expect(page.attempts).toHaveLength(1);
    expect(page.attempts[0]?.answers[0]).toMatchObject({
      stepId: 'A2',
      question: { vi: 'Có triệu chứng' },
      valueText: { vi: 'Có' },
      keys: '1',
      by: 'key',
      confidence: 1,
      promptAtMs: 1200,
      callAtMs: 20_000,
      dialogue: { version: 1 },
    });
    expect(page.errands).toMatchObject([{ details: { phone: '0912' } }]);
    const audit = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('audit_log').selectAll().where('subject', '=', 'person').execute(),
    );
    expect(audit).toMatchObject([
      { user_id: nurse.userId, unit_id: own.unit.id, action: 'read', subject_id: String(own.person.id) },
    ]);
  });

  it('a recording, as a WAV file with A-law sound', async () => {
    const response = await nurse.send({ url: paths.recording(own.recordingId) });
    expect(response.headers['content-type']).toBe('audio/wav');
    expect(response.rawPayload.subarray(0, 4).toString()).toBe('RIFF');
    expect(response.rawPayload.length).toBe(58 + 801 + 1);
  });

  it('the board, the summary, the campaigns and the units, of their own commune', async () => {
    const board = boardSnapshot.parse((await nurse.send({ url: paths.boardSnapshot })).json());
    expect(board.counters).toMatchObject({ people: 1, attempts: 1, reached: 1, openAlerts: 1, openErrands: 1 });
    const { figures, units } = summary.parse((await nurse.send({ url: paths.summary })).json());
    expect(figures).toMatchObject({
      people: 1,
      called: 1,
      reached: 1,
      symptoms: 1,
      severe: 1,
      levels: { 1: 1 },
      dispositions: { urgent: 1 },
    });
    expect(units).toHaveLength(1);
    const { items } = campaignList.parse((await nurse.send({ url: paths.campaigns })).json());
    expect(items).toMatchObject([{ id: campaignId, units: [{ name: 'Nhà' }], tasks: { total: 1, done: 1 } }]);
    expect(unitList.parse((await nurse.send({ url: paths.units })).json()).items).toMatchObject([{ id: own.unit.id }]);
  });

  it('the lists handed in, with each bad row, its cells and the reason', async () => {
    const { items } = importPage.parse((await nurse.send({ url: paths.imports })).json());
    expect(items).toMatchObject([{ id: own.importId, rows: 1, rejected: 1 }]);
    const response = await nurse.send({ url: paths.import(own.importId) });
    expect(response.json()).toMatchObject({
      columns: [{ heading: 'Họ tên', field: 'fullName' }],
      rejectedRows: [{ rowNumber: 7, cells: ['Lê Văn B', '5'], problems: [{ code: 'phone.missing', severity: 'error' }] }],
    });
    expect((await nurse.send({ url: paths.importRejected(own.importId) })).rawPayload.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('a unit that does not exist', () => {
  it('has no workbook and no summary', async () => {
    for (const url of [`${paths.resultsWorkbook}?unitId=999999`, `${paths.summary}?unitId=999999`]) {
      expect(problemBody.parse((await administrator.send({ url })).json()).code).toBe('resource.missing');
    }
  });
});

describe('pages', () => {
  it('follow one another without a gap or a repeat', async () => {
    const seen: number[] = [];
    let cursor = '';
    for (let n = 0; n < 5; n++) {
      const page = resultPage.parse((await administrator.send({ url: `${paths.results}?limit=1${cursor}` })).json());
      seen.push(...page.items.map(({ person }) => person.id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual([own.person.id, other.person.id]);
  });

  it('refuse a cursor that somebody made up', async () => {
    for (const cursor of ['x', Buffer.from('{"personId":"1 or 1=1"}').toString('base64url')]) {
      const response = await administrator.send({ url: `${paths.results}?cursor=${cursor}` });
      expect(problemBody.parse(response.json()).code).toBe('request.invalid');
    }
  });
});

describe('work on alerts and errands', () => {
  it('is acknowledged once: the first officer stays', async () => {
    const url = paths.alertAcknowledge(own.alertId);
    const first = (await nurse.send({ method: 'POST', url })).json<{ acknowledgedBy: string; acknowledgedAt: string }>();
    expect(first).toMatchObject({ acknowledgedBy: 'Người Thử', acknowledgedAt: testNow.toISOString() });
    const second = await administrator.send({ method: 'POST', url });
    expect([second.statusCode, second.json()]).toEqual([200, first]);
    expect(alertPage.parse((await nurse.send({ url: paths.alerts })).json()).items).toEqual([]);
    expect(alertPage.parse((await nurse.send({ url: `${paths.alerts}?state=acknowledged` })).json()).items).toHaveLength(1);
  });

  it('is completed once, with what was found', async () => {
    const request = { method: 'POST', url: paths.errandComplete(own.errandId), payload: { result: ' Đã đến nhà ' } } as const;
    expect((await nurse.send(request)).json()).toMatchObject({ result: 'Đã đến nhà', doneBy: 'Người Thử' });
    expect(problemBody.parse((await nurse.send(request)).json())).toMatchObject({ code: 'errand.done', status: 409 });
    expect(errandPage.parse((await nurse.send({ url: paths.errands })).json()).items).toEqual([]);
  });

  it('needs words about the result', async () => {
    const request = { method: 'POST', url: paths.errandComplete(own.errandId), payload: { result: '  ' } } as const;
    expect(problemBody.parse((await nurse.send(request)).json()).code).toBe('request.invalid');
  });
});
