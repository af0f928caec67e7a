import { once } from 'node:events';
import {
  boardEvent,
  campaign,
  campaignPreview,
  defaultCallPolicy,
  importDetail,
  maxListBytes,
  paths,
  problemBody,
  resultPage,
} from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import ExcelJS from 'exceljs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importList } from '../commands/importList.ts';
import { previewCampaign, startCampaign } from '../commands/startCampaign.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, buildOutbreak, buildUnit, testNow } from '../db/testRows.ts';
import { type FixtureCell, xlsx } from '../lists/fixtures.ts';
import type { LiveBoard } from './liveBoard.ts';
import { buildApi, fileBody, sendSeen, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let board: LiveBoard;
let unitId: number;
let otherUnitId: number;
let outbreakId: number;
let nurse: Awaited<ReturnType<typeof signIn>>;
let wakes = 0;

beforeAll(async () => {
  const { db } = test;
  outbreakId = (await buildOutbreak(db)).id;
  const district = await buildUnit(db, { name: 'Huyện Thử', kind: 'district' });
  unitId = (await buildUnit(db, { name: 'Xã Thử', parent_id: district.id })).id;
  otherUnitId = (await buildUnit(db, { name: 'Xã Khác', parent_id: district.id })).id;
  const caller = { organisation: 'Trung tâm Y tế', callbackNumber: '0936036115' };
  ({ api, board } = buildApi(db, {
    commands: {
      importList: (request) => importList(db, request),
      previewCampaign: (request) => previewCampaign(db, request),
      startCampaign: (request) => startCampaign(db, { ...request, dialogue: f1Tracing, caller }),
      campaignsChanged: () => {
        wakes += 1;
      },
    },
  }));
  nurse = await signIn(api, db, [unitId]);
});
afterAll(() => api.close());

const listOf = (rows: FixtureCell[][]) =>
  xlsx({ F1: [['Họ và tên', 'Năm sinh', 'Số điện thoại', 'Diện', 'Ngày tiếp xúc'], ...rows] });

const upload = (fileName: string, bytes: Uint8Array, unit = unitId) =>
  nurse.send({ method: 'POST', url: `${paths.imports}?unitId=${unit}&outbreakId=${outbreakId}`, ...fileBody(fileName, bytes) });
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

describe('a list that is uploaded', () => {
  it('comes back with each bad row, its number and the reason; its file name keeps its marks', async () => {
    const bytes = await listOf([
      ['Nguyễn Văn Một', 1980, '0936000101', 'F1', '05/07/2021'],
      ['Lê Thị Hai', 1950, '0936000102', 'F1', '06/07/2021'],
      ['Trịnh Văn Ba', 1970, '115', 'F1', '06/07/2021'],
      ['Phạm Thị Bốn', 1890, '0936000104', 'F1', '06/07/2021'],
    ]);
    const response = await upload('Danh sách F1 xã Thử.xlsx', bytes);
    expect(response.statusCode).toBe(201);
    const detail = importDetail.parse(response.json());
    expect(detail).toMatchObject({
      fileName: 'Danh sách F1 xã Thử.xlsx',
      rows: 4,
      stored: 2,
      rejected: 2,
      seenBefore: false,
      headerRow: 1,
    });
    expect(detail.rejectedRows.map(({ rowNumber, problems }) => [rowNumber, problems[0]?.code])).toEqual([
      [4, 'phone.service'],
      [5, 'birth.tooOld'],
    ]);
    expect(detail.rejectedRows[0]?.cells).toContain('115');
    expect(detail.columns.map(({ field }) => field)).toContain('fullName');
    const rejected = new ExcelJS.Workbook();
    const file = await nurse.send({ url: paths.importRejected(detail.id) });
    await rejected.xlsx.load(file.rawPayload as unknown as ExcelJS.Buffer);
    const row = rejected.worksheets[0]?.getRow(6);
    expect([1, 2, 3, 5].map((column) => row?.getCell(column).text)).toEqual([
      '4',
      expect.stringContaining('115'),
      'Trịnh Văn Ba',
      '115',
    ]);
    const again = importDetail.parse((await upload('tên khác.xlsx', bytes)).json());
    expect(again).toMatchObject({ id: detail.id, seenBefore: true, stored: 0, unchanged: 2, rejected: 2 });
    expect(resultPage.parse((await nurse.send({ url: paths.results })).json()).items).toMatchObject([
      { person: { fullName: 'Nguyễn Văn Một' }, reach: 'notCalled', level: 1 },
      { person: { fullName: 'Lê Thị Hai' }, reach: 'notCalled', level: 1 },
    ]);
  });

  it('is refused with its own sentence when it cannot be used', async () => {
    expect(codeOf(await upload('trong.xlsx', Buffer.alloc(0)))).toBe('file.empty');
    expect(codeOf(await upload('anh.xlsx', Buffer.from('\x89PNG\r\n\x1a\n không phải bảng tính')))).toMatch(/^(file|list)\./);
    const large = problemBody.parse((await upload('to.xlsx', Buffer.alloc(maxListBytes + 1))).json());
    expect(large).toMatchObject({
      code: 'file.tooLarge',
      status: 413,
      title: { vi: expect.stringContaining('to.xlsx lớn hơn 20 MB') },
    });
  });

  it('is refused for another commune, before it is read', async () => {
    expect(codeOf(await upload('a.xlsx', Buffer.from('x'), otherUnitId))).toBe('auth.forbidden');
  });

  it('must be there', async () => {
    const url = `${paths.imports}?unitId=${unitId}`;
    expect(codeOf(await nurse.send({ method: 'POST', url, payload: {} }))).toBe('file.missing');
    expect(codeOf(await nurse.send({ method: 'POST', url: paths.imports, ...fileBody('a.xlsx', Buffer.from('x')) }))).toBe(
      'request.invalid',
    );
  });
});

describe('a campaign', () => {
  let campaignId: number;

  it('is shown before it starts, and calls the commune it was started for', async () => {
    const preview = await nurse.send({ url: `${paths.campaignPreview}?outbreakId=${outbreakId}&unitIds=${unitId}` });
    expect(campaignPreview.parse(preview.json())).toMatchObject({ toCall: 2, alreadyWaiting: 0 });
    const payload = { name: 'Đợt 1', outbreakId, unitIds: [unitId], policy: defaultCallPolicy };
    const response = await nurse.send({ method: 'POST', url: paths.campaigns, payload });
    expect([response.statusCode, wakes]).toEqual([201, 1]);
    const started = campaign.parse(response.json());
    expect(started).toMatchObject({
      state: 'running',
      tasks: { total: 2, due: 2 },
      units: [{ id: unitId }],
      dialogue: { code: f1Tracing.code },
    });
    campaignId = started.id;
  });

  it('cannot be started for another commune, nor with windows that end before they begin', async () => {
    const payload = { name: 'Đợt 2', outbreakId, unitIds: [unitId, otherUnitId], policy: defaultCallPolicy };
    expect(codeOf(await nurse.send({ method: 'POST', url: paths.campaigns, payload }))).toBe('auth.forbidden');
    const policy = { ...defaultCallPolicy, windows: [['20:00', '08:00']] };
    const odd = { ...payload, unitIds: [unitId], policy };
    expect(codeOf(await nurse.send({ method: 'POST', url: paths.campaigns, payload: odd }))).toBe('request.invalid');
  });

  it('is paused and closed by who started it, and stays closed', async () => {
    const change = (user: typeof nurse, state: string) =>
      sendSeen(user, { method: 'PATCH', url: paths.campaign(campaignId), payload: { state } });
    const colleague = await signIn(api, test.db, [unitId]);
    expect(codeOf(await change(colleague, 'paused'))).toBe('auth.forbidden');
    expect(campaign.parse((await change(nurse, 'paused')).json()).state).toBe('paused');
    const url = paths.campaign(campaignId);
    const unseen = await nurse.send({ method: 'PATCH', url, payload: { state: 'running' } });
    expect(codeOf(unseen)).toBe('resource.versionRequired');
    const late = await nurse.send({ method: 'PATCH', url, payload: { state: 'running' }, headers: { 'if-match': '"1"' } });
    expect(late.json()).toMatchObject({ code: 'resource.changed', status: 412, current: { state: 'paused', version: 2 } });
    expect(campaign.parse((await nurse.send({ url })).json()).state).toBe('paused');
    expect(campaign.parse((await change(nurse, 'closed')).json()).state).toBe('closed');
    expect(codeOf(await change(nurse, 'running'))).toBe('campaign.closed');
    const stranger = await signIn(api, test.db, [otherUnitId]);
    expect(codeOf(await change(stranger, 'paused'))).toBe('resource.missing');
  });
});

describe('the live board', () => {
  /** The events of a stream as they come. */
  async function* eventsOf(response: Response) {
    let rest = '';
    const decoder = new TextDecoder();
    if (!response.body) throw new Error('no body');
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const parts = rest.split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const kind = /^event: (.*)$/m.exec(part)?.[1];
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (kind && data) yield boardEvent.parse({ kind, data: JSON.parse(data) });
      }
    }
  }

  it('tells a commune of its own calls as they begin, move on and end, and of nobody else’s', { timeout: 20_000 }, async () => {
    const { db } = test;
    const address = await api.listen({ host: '127.0.0.1', port: 0 });
    const [own, foreign] = await inScope(db, systemScope, async (tx) => {
      const first = await tx.selectFrom('call_task').selectAll().orderBy('id').executeTakeFirstOrThrow();
      await tx.updateTable('campaign').set({ state: 'running' }).where('id', '=', first.campaign_id).execute();
      const person = { unit_id: otherUnitId, full_name: 'Người Khác', name_key: 'nguoi khac', created_at: testNow };
      const { id } = await tx.insertInto('person').values(person).returning('id').executeTakeFirstOrThrow();
      const task = {
        campaign_id: first.campaign_id,
        person_id: id,
        unit_id: otherUnitId,
        e164: '+84936999999',
        variables: '{}',
        due_at: testNow,
      };
      return [first, await tx.insertInto('call_task').values(task).returningAll().executeTakeFirstOrThrow()];
    });
    const response = await fetch(`${address}${paths.board}`, { headers: { cookie: nurse.cookie } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(response);
    const unitsTold = new Set<number>();
    const next = async (kind: string) => {
      for (;;) {
        const { value } = await events.next();
        if (!value) throw new Error('the stream ended');
        if (value.kind === 'call') unitsTold.add(value.data.unit.id);
        if (value.kind === kind) return value;
      }
    };
    expect(await next('snapshot')).toMatchObject({ data: { calls: [], counters: { people: 2, underWay: 0 }, dialing: false } });

    const attempt = await buildAttempt(db, { task_id: own.id, state: 'ringing' });
    await buildAttempt(db, { task_id: foreign.id });
    const told = { taskId: own.id, campaignId: own.campaign_id, personId: own.person_id, attemptId: attempt.id, at: testNow };
    board.follow({ kind: 'attempt', state: 'ringing', disposition: null, ...told });
    const ringing = await next('call');
    expect(ringing).toMatchObject({ data: { attemptId: attempt.id, state: 'ringing', maskedPhone: '093***101', stepId: null } });
    expect(await next('counters')).toMatchObject({ data: { underWay: 1, attempts: 1 } });

    board.follow({ kind: 'step', attemptId: attempt.id, stepId: 'A2', promptId: 'A2', at: testNow });
    expect(await next('call')).toMatchObject({ data: { stepId: 'A2', step: { vi: 'Có triệu chứng' } } });

    const ended = { state: 'ended' as const, ended_at: testNow, disposition: 'completed' };
    await inScope(db, systemScope, (tx) => tx.updateTable('attempt').set(ended).where('id', '=', attempt.id).execute());
    board.follow({ kind: 'attempt', disposition: 'completed', ...told, state: 'ended' });
    expect(await next('call')).toMatchObject({ data: { attemptId: attempt.id, state: 'ended', disposition: 'completed' } });

    const message = { vi: 'Trung kế không trả lời.', en: 'The trunk does not answer.' };
    board.follow({ kind: 'trunk', trunk: { name: 'test', state: 'down', since: testNow.toISOString(), message } });
    expect(await next('trunk')).toMatchObject({ data: { state: 'down', message } });
    expect([...unitsTold]).toEqual([unitId]);
    await events.return(undefined);
  });

  it('lets the server stop while somebody watches', async () => {
    const { api: another } = buildApi(test.db);
    const watcher = await signIn(another, test.db, 'administrator');
    const address = await another.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${address}${paths.board}`, { headers: { cookie: watcher.cookie } });
    const closed = once(another.server, 'close');
    await another.close();
    await closed;
    await response.body?.cancel().catch(() => null);
  });
});
