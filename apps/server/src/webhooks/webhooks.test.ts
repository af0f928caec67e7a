import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newWebhookMade, paths, problemBody, webhook, webhookBody, webhookDeliveryPage, webhookList } from '@truyvet/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { escalateAlerts, escalationSetting } from '../commands/triage/escalateAlerts.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { writeSetting } from '../db/settings.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { startJobs } from '../jobs/scheduler.ts';
import { webhookJob } from '../jobs/webhooks.ts';
import { buildApi, signIn } from '../routes/testApi.ts';
import { afterFailure, deliverDue } from './deliver.ts';
import { isPublicAddress, targetOf } from './publicAddress.ts';
import { signatureOf } from './signature.ts';

const test = useTestDatabase();
type Signed = Awaited<ReturnType<typeof signIn>>;
type Heard = { readonly headers: IncomingHttpHeaders; readonly body: string };
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

let receiver: Server;
let heard: Heard[] = [];
let answer = 204;
let url: string;
let api: ReturnType<typeof buildApi>['api'];
let whole: Signed;
let units: { district: number; commune: number; other: number };
const realNow = new Date('2026-01-05T03:00:00Z');
const deliver = () => deliverDue({ db: test.db, privateHosts: ['127.0.0.1'], now: () => realNow });
const asSystem = <T>(text: ReturnType<typeof sql<T>>) => inScope(test.db, systemScope, (tx) => text.execute(tx));

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/nhan?x=1`;
  ({ api } = buildApi(test.db, { privateHosts: ['127.0.0.1'] }));
  const district = await buildUnit(test.db, { kind: 'district' });
  const commune = await buildUnit(test.db, { parent_id: district.id });
  const other = await buildUnit(test.db);
  units = { district: district.id, commune: commune.id, other: other.id };
  whole = await signIn(api, test.db, 'administrator');
});
afterEach(async () => {
  heard = [];
  answer = 204;
  await asSystem(sql`delete from webhook`);
});
afterAll(async () => {
  await api.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const add = async (over: object = {}, by = whole) =>
  await by.send({
    method: 'POST',
    url: paths.webhooks,
    payload: { unitId: units.district, url, events: ['alert.raised'], ...over },
  });

async function raiseAlert(unitId: number) {
  const person = await buildPerson(test.db, { unit_id: unitId, full_name: 'Nguyễn Bí Mật', phone: `+8493600${person4()}` });
  const row = { unit_id: unitId, person_id: person.id, code: 'severeSign', raised_at: testNow, due_at: testNow };
  const { id } = await inScope(test.db, { kind: 'units', unitIds: [unitId], userId: 1 }, (tx) =>
    tx.insertInto('alert').values(row).returning('id').executeTakeFirstOrThrow(),
  );
  return { alertId: id, personId: person.id };
}
const acknowledge = (id: number) =>
  asSystem(sql`update alert set acknowledged_at = now(), version = version + 1 where id = ${id}`);
let last = 1000;
const person4 = () => ++last;

describe('a webhook', () => {
  it('is told of its district’s communes, signed, with ids and nothing else', async () => {
    const { secret } = newWebhookMade.parse((await add()).json());
    const raised = await raiseAlert(units.commune);
    await raiseAlert(units.other);
    expect(await deliver()).toBe(1);
    const [told] = heard;
    if (!told) throw new Error('nothing was told');
    const { id, at, ...rest } = webhookBody.parse(JSON.parse(told.body));
    expect(rest).toEqual({ event: 'alert.raised', unitId: units.commune, data: raised });
    expect([id, Number.isNaN(Date.parse(at))]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), false]);
    expect(told.body).not.toMatch(/Mật|severe|\+84/);
    expect(told.headers['truyvet-event']).toBe('alert.raised');
    const t = realNow.getTime() / 1000;
    const mac = createHmac('sha256', secret).update(`${t}.${told.body}`).digest('hex');
    expect(told.headers['truyvet-signature']).toBe(`t=${t},v1=${mac}`);
    expect(await deliver()).toBe(0);
  });

  it('is told again with the same id until it answers 2xx, later each time, and given up after two days', async () => {
    const { id } = newWebhookMade.parse((await add()).json());
    await raiseAlert(units.commune);
    answer = 503;
    await deliver();
    expect(await deliver()).toBe(0);
    answer = 302;
    await asSystem(sql`update webhook_delivery set due_at = now()`);
    await deliver();
    answer = 200;
    await asSystem(sql`update webhook_delivery set due_at = now()`);
    await deliver();
    expect(new Set(heard.map(({ body }) => webhookBody.parse(JSON.parse(body)).id)).size).toBe(1);
    const page = webhookDeliveryPage.parse((await whole.send({ url: paths.webhookDeliveries(id) })).json());
    expect(page.items).toMatchObject([{ state: 'delivered', tries: 3, lastStatus: 200 }]);
    const pauses = Array.from({ length: 9 }, (_, i) => afterFailure(i + 1, 500, null));
    expect(pauses.map((fate) => (fate.kind === 'again' ? fate.afterMs / 1000 : fate.kind))).toEqual([
      10,
      60,
      300,
      1800,
      7200,
      21600,
      43200,
      86400,
      'givenUp',
    ]);
  });

  it('hears of an alert that nobody took at each step up, and once when nobody is left', async () => {
    await asSystem(sql`update alert set acknowledged_at = now()`);
    await inScope(test.db, systemScope, (tx) => writeSetting(tx, escalationSetting.key, { default: [30], byCode: {} }));
    await add({ events: ['alert.escalated'] });
    await signIn(api, test.db, [units.district], 'district');
    const raised = await raiseAlert(units.commune);
    const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);
    for (const minutes of [1, 1, 40, 80]) await escalateAlerts(test.db, later(minutes));
    await acknowledge(raised.alertId);
    expect(await deliver()).toBe(2);
    expect(heard.map(({ body }) => webhookBody.parse(JSON.parse(body)))).toMatchObject([
      {
        event: 'alert.escalated',
        unitId: units.commune,
        data: { ...raised, level: 1, fromUnitId: units.commune, toUnitId: units.district },
      },
      {
        event: 'alert.escalated',
        unitId: units.commune,
        data: { ...raised, level: 1, fromUnitId: units.district, toUnitId: null },
      },
    ]);
  });

  it('hears of what was committed only', async () => {
    await add({ events: ['import.confirmed', 'alert.raised'] });
    const outbreak = await buildOutbreak(test.db);
    const failing = inScope(test.db, systemScope, async (tx) => {
      await sql`insert into import_file (outbreak_id, unit_id, sha256, file_name, content, columns, stored_rows, rejected_rows, unchanged_rows, uploaded_at)
        values (${outbreak.id}, ${units.commune}, 'x', 'a.xlsx', '', '[]', 0, 0, 0, now())`.execute(tx);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await deliver()).toBe(0);
  });

  it('hears of confirmed cases, once each, and of how many people’s level changed', async () => {
    await add({ unitId: null, events: ['case.confirmed', 'levels.changed'] });
    const outbreak = await buildOutbreak(test.db);
    const people = [
      await buildPerson(test.db, { unit_id: units.commune }),
      await buildPerson(test.db, { unit_id: units.commune }),
    ];
    await inScope(test.db, systemScope, async (tx) => {
      const base = { outbreak_id: outbreak.id, unit_id: units.commune, person_id: people[0]?.id ?? 0, code: 'BN 1' };
      const made = await tx
        .insertInto('case_record')
        .values({ ...base, status: 'suspect' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const confirmed = { status: 'confirmed' as const, confirmed_at: testNow };
      await tx.updateTable('case_record').set(confirmed).where('id', '=', made.id).execute();
      await tx.updateTable('case_record').set({ outcome: 'ill' }).where('id', '=', made.id).execute();
      const levels = people.map(({ id }, level) => ({
        outbreak_id: outbreak.id,
        person_id: id,
        unit_id: units.commune,
        level,
        derived_at: testNow,
      }));
      await tx.insertInto('person_level').values(levels).execute();
      await tx.updateTable('person_level').set({ level: 2 }).where('level', '=', 1).execute();
      await tx.updateTable('person_level').set({ derived_at: testNow }).execute();
    });
    while ((await deliver()) > 0);
    const told = heard.map(({ body }) => webhookBody.parse(JSON.parse(body))).sort((a, b) => a.event.localeCompare(b.event));
    const said = told.map(({ event, data }) => `${event} ${data['people'] ?? data['personId']}`).sort();
    expect(said).toEqual([`case.confirmed ${people[0]?.id}`, 'levels.changed 1', 'levels.changed 2']);
  });

  it('that never answers keeps no other waiting, nor the server from stopping', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await add({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
    await add();
    const onError = (_: string, error: unknown) => expect.fail(String(error));
    const job = webhookJob({ db: test.db, privateHosts: ['127.0.0.1'] });
    const jobs = startJobs([job], { clock: { now: () => testNow }, onError });
    for (let n = 1; n <= 2; n++) {
      await raiseAlert(units.commune);
      await expect.poll(() => heard.length, { timeout: 5_000 }).toBe(n);
    }
    await jobs.stop();
    const { rows } = await asSystem(sql<{ state: string; tries: number; waits: boolean }>`
      select state, tries, due_at between now() + interval '5 s' and now() + interval '15 s' as waits
      from webhook_delivery where state = 'due' order by id`);
    expect(rows[0]).toEqual({ state: 'due', tries: 1, waits: true });
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('that takes nothing for two days is given up, and somebody is told', async () => {
    await add();
    answer = 500;
    await raiseAlert(units.commune);
    await asSystem(sql`update webhook_delivery set tries = 8`);
    const lost: object[] = [];
    const options = { db: test.db, privateHosts: ['127.0.0.1'], now: () => realNow };
    await deliverDue({ ...options, onGivenUp: (one) => lost.push(one) });
    expect(lost).toEqual([{ webhookId: expect.any(Number), eventId: expect.any(String), event: 'alert.raised' }]);
  });

  it('is never sent into the own network unless its host is configured', async () => {
    const { api: strict } = buildApi(test.db);
    const administrator = await signIn(strict, test.db, 'administrator');
    for (const host of [
      '127.0.0.1',
      'localhost',
      '10.1.2.3',
      '[::1]',
      '169.254.169.254',
      '0x7f.1',
      '2130706433',
      '[::ffff:127.0.0.1]',
    ]) {
      expect([host, codeOf(await add({ url: `http://${host}:9/` }, administrator))]).toEqual([host, 'webhook.privateAddress']);
    }
    expect(codeOf(await add({ url: 'file:///etc/passwd' }, administrator))).toBe('request.invalid');
    // A name that turned private after it was registered is refused at the delivery.
    await add();
    await raiseAlert(units.commune);
    await deliverDue({ db: test.db, privateHosts: [], now: () => realNow });
    expect(heard).toEqual([]);
    const { rows } = await asSystem(sql<{ last_error: string }>`select last_error from webhook_delivery`);
    expect(rows).toEqual([{ last_error: 'not a public address' }]);
    await strict.close();
  });

  it('of a unit is managed by its administrators only, one at a time, and shows its secret once', async () => {
    const ofDistrict = await signIn(api, test.db, [units.district], 'administrator');
    const elsewhere = await signIn(api, test.db, [units.other], 'administrator');
    expect(codeOf(await add({ unitId: null }, ofDistrict))).toBe('auth.forbidden');
    expect(codeOf(await add({}, elsewhere))).toBe('auth.forbidden');
    const made = newWebhookMade.parse((await add({}, ofDistrict)).json());
    expect(webhookList.parse((await elsewhere.send({ url: paths.webhooks })).json()).items).toEqual([]);
    expect(codeOf(await elsewhere.send({ url: paths.webhook(made.id) }))).toBe('resource.missing');
    expect((await ofDistrict.send({ url: paths.webhook(made.id) })).body).not.toContain(made.secret);
    const change = (version: number, payload: object) =>
      ofDistrict.send({ method: 'PATCH', url: paths.webhook(made.id), headers: { 'if-match': `"${version}"` }, payload });
    expect(webhook.parse((await change(1, { active: false })).json())).toMatchObject({ active: false, version: 2 });
    expect(codeOf(await change(1, { active: true }))).toBe('resource.changed');
    await raiseAlert(units.commune);
    expect(await deliver()).toBe(0);
    const remove = (version: number) =>
      ofDistrict.send({ method: 'DELETE', url: paths.webhook(made.id), headers: { 'if-match': `"${version}"` } });
    expect([(await remove(1)).statusCode, (await remove(2)).statusCode]).toEqual([412, 204]);
    const { rows } = await asSystem(sql<{ secret: string }>`select secret from webhook`);
    expect(rows).toEqual([]);
  });
});

describe('the signature', () => {
  it('of docs/webhooks.md is the one that is sent, and its receiver takes it, but no other and none that is old', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/webhooks.md'), 'utf8');
    const fenced = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'msu').exec(page)?.[1] ?? '';
    const [, secret = ''] = /with the secret `([^`]+)`/.exec(page) ?? [];
    const body = fenced('json');
    const [, header = ''] = /^truyvet-signature: (t=\d.+)$/mu.exec(page) ?? [];
    expect(webhookBody.parse(JSON.parse(body)).event).toBe('case.confirmed');
    expect(signatureOf(secret, body, realNow)).toBe(header);
    const receiverOfPage = (await import(`data:text/javascript,${encodeURIComponent(fenced('js'))}`)) as {
      isOurs: (header: string | undefined, body: Buffer, secret: string, now: number) => boolean;
    };
    const takes = (given: string | undefined, text = body, seconds = 0) =>
      receiverOfPage.isOurs(given, Buffer.from(text), secret, realNow.getTime() + seconds * 1000);
    expect([takes(header), takes(header, body, 299), takes(header, body, -299)]).toEqual([true, true, true]);
    expect([takes(header, body, 301), takes(header, `${body} `), takes(undefined), takes('t=1,v1=x')]).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('an address', () => {
  it.each([
    ['8.8.8.8', true],
    ['1.1.1.1', true],
    ['2606:4700::1111', true],
    ['10.0.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['224.0.0.1', false],
    ['0.0.0.0', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:a00:1', false],
    ['64:ff9b::a00:1', false],
    ['x', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  it('that nobody knows is no target', async () => {
    expect(await targetOf('khong-co.invalid', [])).toBeNull();
  });
});
