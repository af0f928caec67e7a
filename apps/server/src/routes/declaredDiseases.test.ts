import { paths } from '@truyvet/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildUnit } from '../db/testRows.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let nurse: Awaited<ReturnType<typeof signIn>>;
let unit: { readonly id: number; readonly code: string };
const outbreaks: Record<string, number> = {};

beforeAll(async () => {
  unit = await buildUnit(test.db, { name: 'Xã Thử' });
  for (const disease of ['covid-19', 'dengue', 'measles']) outbreaks[disease] = (await buildOutbreak(test.db, { disease })).id;
  ({ api } = buildApi(test.db));
  nurse = await signIn(api, test.db, [unit.id]);
});
afterAll(() => api.close());

let last = 0;
const taken = async (disease: string, symptoms: readonly string[]) => {
  const fields = { fullName: 'Trần Thị Sởi', birthYear: 2000, phone: `09120000${++last + 10}`, symptoms };
  const payload = { unitId: unit.id, outbreakId: outbreaks[disease], channel: 'phone', ...fields };
  const answer = await nurse.send({ method: 'POST', url: paths.declarationTaken, payload });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const alerts = () =>
  inScope(test.db, systemScope, async (tx) => (await tx.selectFrom('alert').select('code').execute()).map(({ code }) => code));

it('signs of the outbreak’s own disease can be declared', async () => {
  const { declaration, severe } = await taken('measles', ['rash', 'redEyes']);
  expect([declaration.symptoms, severe]).toEqual([['rash', 'redEyes'], false]);
});

it('a severe sign of that disease comes with 115 and an alert; of another it is a symptom', async () => {
  expect(await taken('covid-19', ['vomiting'])).toMatchObject({ severe: false });
  expect(await alerts()).not.toContain('severeSign');
  const dengue = await taken('dengue', ['vomiting', 'bleeding']);
  expect(dengue).toMatchObject({ severe: true, advice: { vi: expect.stringMatching(/^Có dấu hiệu nặng: xin gọi 115 ngay\./) } });
  expect(await taken('measles', ['convulsions'])).toMatchObject({ severe: true });
  expect((await taken('dengue', ['breathless'])).advice.vi).toMatch(/^Khó thở hoặc tức ngực: xin gọi 115 ngay\./);
  expect(await alerts()).toContain('severeSign');
});

it('the form for citizens asks about the signs of the newest outbreak’s disease', async () => {
  const page = await api.inject({ url: paths.declarePage });
  expect(page.body).toContain('value="rash"> Phát ban');
  expect(page.body).toContain('value="convulsions"> Co giật');
  expect(page.body).not.toContain('lossOfSmellOrTaste');
  const form = new URLSearchParams({ fullName: 'Lê Văn Sởi', birthYear: '2015', unitCode: unit.code, phone: '0912000099' });
  form.append('symptoms', 'rash');
  form.append('symptoms', 'drowsy');
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const sent = await api.inject({ method: 'POST', url: paths.declarePage, headers, payload: form.toString() });
  expect([sent.statusCode, sent.body]).toEqual([201, expect.stringContaining('Có dấu hiệu nặng')]);
});
