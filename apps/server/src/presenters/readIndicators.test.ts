import { type Indicators, indicators, paths } from '@truyvet/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit } from '../db/testRows.ts';
import { buildApi, signIn } from '../routes/testApi.ts';
import { indicatorLines } from './indicatorLines.ts';
import { readIndicators } from './readIndicators.ts';

/**
 * A made-up outbreak in two communes, small enough to count by hand. The report day is 10 July 2021, cut at 16:00; the period of 7 days begins on
 * 3 July at 16:00. An infected Bình and Chi; Bình infected Dung, who lives in the other commune; nobody knows who infected Phúc.
 */
const test = useTestDatabase();
const now = new Date('2021-07-10T09:30:00Z');
let outbreak: { id: number; name: string };
let here: number;
let there: number;
const people = new Map<string, number>();
const cases = new Map<string, number>();
const idOf = (name: string) => people.get(name) ?? 0;
const at = (text: string) => new Date(`2021-${text}:00Z`);
const on = (text: string) => `2021-${text}`;

beforeAll(async () => {
  const { db } = test;
  outbreak = await buildOutbreak(db);
  const district = await buildUnit(db, { kind: 'district' });
  here = (await buildUnit(db, { parent_id: district.id })).id;
  there = (await buildUnit(db, { parent_id: district.id })).id;
  for (const name of ['An', 'Bình', 'Chi', 'Phúc', 'Em', 'Giả', 'T1', 'T2', 'T3', 'T4', 'Lạc', 'Xong', 'Sai']) {
    people.set(name, (await buildPerson(db, { unit_id: here, full_name: name })).id);
  }
  people.set('Dung', (await buildPerson(db, { unit_id: there, full_name: 'Dung' })).id);
  await inScope(db, systemScope, writeCases);
  await inScope(db, systemScope, writeContacts);
  await inScope(db, systemScope, writeFollowUps);
  await makeCalls();
});

async function writeCases(tx: Tx): Promise<void> {
  const rows = [
    ['An', '07-01', '07-02T02:00', 'confirmed', null],
    ['Bình', '07-04', '07-05T02:00', 'confirmed', '07-06'],
    ['Chi', '07-06', '07-09T02:00', 'confirmed', null],
    ['Dung', '07-08', '07-09T03:00', 'probable', null],
    ['Phúc', '07-09', '07-10T01:00', 'confirmed', null],
    // Known only after the cut; a corrected result.
    ['Em', '07-09', '07-10T09:10', 'confirmed', null],
    ['Giả', '07-05', '07-06T02:00', 'discarded', null],
  ] as const;
  for (const [name, onset, confirmed, status, isolated] of rows) {
    const row = {
      outbreak_id: outbreak.id,
      person_id: idOf(name),
      unit_id: name === 'Dung' ? there : here,
      code: name,
      status,
      onset_on: on(onset),
      confirmed_at: at(confirmed),
      isolated_on: isolated && on(isolated),
    };
    cases.set(name, (await tx.insertInto('case_record').values(row).returning('id').executeTakeFirstOrThrow()).id);
  }
  const sample = { outbreak_id: outbreak.id, person_id: idOf('Bình'), unit_id: here, kind: 'pcr' as const, created_at: now };
  const result = { taken_on: on('07-05'), result_on: on('07-06'), result: 'positive' as const };
  await tx
    .insertInto('sample')
    .values({ ...sample, ...result })
    .execute();
}

async function writeContacts(tx: Tx): Promise<void> {
  const rows = [
    ['An', 'Bình', '07-02', 'household', '07-03T02:00'],
    ['An', 'Chi', '07-03', 'workplace', '07-04T02:00'],
    // Listed after she was a case: she was no known contact.
    ['Bình', 'Dung', '07-05', 'household', '07-09T05:00'],
    // The other way round, and later than his onset: it cannot have infected him.
    ['Bình', 'An', '07-05', 'household', '07-05T00:00'],
    ['An', 'T1', '07-03', 'household', '07-05T00:00'],
    ['An', 'T2', '07-03', 'household', '07-05T00:00'],
    ['An', 'T3', '07-05', 'workplace', '07-05T00:00'],
    ['Bình', 'T4', '07-09', 'household', '07-05T00:00'],
    ['An', 'Lạc', '07-01', 'household', '07-02T00:00'],
    ['An', 'Xong', '06-20', 'household', '07-02T00:00'],
    ['An', 'Sai', '07-01', 'household', '07-02T00:00'],
  ] as const;
  for (const [source, target, contact, setting, created] of rows) {
    const row = {
      outbreak_id: outbreak.id,
      unit_id: target === 'Dung' ? there : here,
      target_person_id: idOf(target),
      // Named by case or by person: the same.
      ...(target === 'Chi' || target === 'T1' ? { source_person_id: idOf(source) } : { source_case_id: cases.get(source) ?? 0 }),
      last_contact_on: on(contact),
      setting,
      learnt_from: 'officer' as const,
      created_at: at(created),
      negated_at: target === 'Sai' ? now : null,
    };
    await tx.insertInto('exposure').values(row).execute();
  }
}

async function writeFollowUps(tx: Tx): Promise<void> {
  const rows = [
    ['T1', '07-03', '07-17', 'open', ['07-09', '07-10']],
    ['T2', '07-03', '07-17', 'open', ['07-07']],
    ['T3', '07-05', '07-19', 'open', []],
    ['T4', '07-09', '07-23', 'open', []],
    ['Bình', '07-02', '07-16', 'becameCase', []],
    ['Chi', '07-03', '07-17', 'becameCase', []],
    ['Lạc', '07-01', '07-15', 'lost', []],
    ['Xong', '06-20', '07-04', 'completed', ['06-25']],
  ] as const;
  for (const [name, start, end, state, days] of rows) {
    const row = {
      outbreak_id: outbreak.id,
      person_id: idOf(name),
      unit_id: here,
      original_start_on: on(start),
      start_on: on(start),
      end_on: on(end),
      state,
      lost_on: state === 'lost' ? on('07-08') : null,
    };
    const { id } = await tx.insertInto('follow_up').values(row).returning('id').executeTakeFirstOrThrow();
    for (const day of days) {
      const done = { follow_up_id: id, unit_id: here, day_on: on(day), status: 'done' as const };
      await tx.insertInto('follow_up_day').values(done).execute();
    }
  }
}

async function makeCalls(): Promise<void> {
  const { db } = test;
  // A call about another outbreak to one of the same people.
  const other = await buildTask(db, { person_id: idOf('T1') });
  await buildAttempt(db, { task_id: other.id, committed_at: at('07-06T03:00'), ended_at: at('07-06T03:00'), state: 'ended' });
  const campaign = await buildCampaign(db, { outbreak_id: outbreak.id });
  const calls = [
    ['Bình', '07-05T05:30', 'completed', true],
    ['T1', '07-05T01:00', 'completed', true],
    ['T2', '07-06T02:00', 'refused', true],
    ['T2', '07-10T02:00', 'completed', true],
    ['T3', '07-06T02:00', 'noAnswer', null],
    ['T3', '07-07T02:00', 'noAnswer', null],
    ['T3', '07-08T02:00', 'trunkFault', null],
    ['T4', '07-08T02:00', 'wrongNumber', false],
    // Before the period, and after the cut.
    ['T4', '07-02T02:00', 'busy', null],
    ['T4', '07-10T09:10', 'completed', true],
  ] as const;
  const tasks = new Map<string, number>();
  for (const [name, begun, disposition, identified] of calls) {
    const taskId = tasks.get(name) ?? (await buildTask(db, { campaign_id: campaign.id, person_id: idOf(name) })).id;
    tasks.set(name, taskId);
    await buildAttempt(db, {
      task_id: taskId,
      committed_at: at(begun),
      ended_at: at(begun),
      state: 'ended',
      disposition,
      consumed: disposition !== 'trunkFault',
      ...(identified !== null && { answered_at: at(begun) }),
      ...(identified && { identified: 'strong' as const }),
    });
  }
}

const read = (unitId: number | null, days = 7, date = '2021-07-10'): Promise<Indicators | undefined> =>
  inScope(test.db, systemScope, (tx) => readIndicators(tx, { outbreak, scope: systemScope, unitId, date, days, now }));
const of = (numerator: number, denominator: number) => ({ numerator, denominator, share: numerator / denominator });

describe('the indicators of a commune', () => {
  let found: Indicators;
  beforeAll(async () => {
    found = indicators.parse(await read(here));
  });

  it('say between which instants they count', () => {
    expect(found.report).toEqual({
      day: '2021-07-10',
      days: 7,
      from: '2021-07-03T09:00:00.000Z',
      until: '2021-07-10T09:00:00.000Z',
      cutHour: 16,
    });
  });

  it('count the contacts of each case, negated ones left out, and those who became cases', () => {
    // An 7, Bình 3 (Dung, An, T4), Chi 0, Phúc 0. Contacts here: Bình, Chi, An, T1–T4, Lạc, Xong; An fell ill before he met Bình.
    expect(found.contacts).toEqual({
      cases: 4,
      contacts: 10,
      mean: 2.5,
      median: 1.5,
      withoutContacts: of(2, 4),
      becameCase: of(2, 9),
    });
  });

  it('tell of new cases who was a contact before, and for whom no source is known', () => {
    expect(found.newCases).toEqual({ cases: 3, knownContacts: of(2, 3), withoutSource: of(1, 3) });
  });

  it('measure delays of what was new in the period', () => {
    expect(found.delays.onsetToReport).toMatchObject({ known: 3, mean: 5 / 3, median: 1, within: of(3, 3) });
    expect(found.delays.onsetToSample).toMatchObject({ known: 1, mean: 1 });
    expect(found.delays.onsetToIsolation).toMatchObject({ known: 1, mean: 2 });
    expect(found.delays.sampleToResult).toMatchObject({ known: 1, mean: 1, within: of(1, 1) });
    expect(found.delays.reportToInterview).toMatchObject({ unit: 'hour', known: 1, mean: 4, within: of(1, 1) });
    expect(found.delays.listedToReached).toMatchObject({ known: 2, mean: 13.5, median: 13.5, within: of(1, 2) });
  });

  it('follow the day', () => {
    // A day of follow-up is a calendar day: T4 was reached at 16:10.
    expect(found.followUp).toEqual({
      reached: of(3, 4),
      followed: of(1, 4),
      notSeenFor3Days: of(2, 4),
      neverSeen: of(2, 4),
      lost: of(1, 8),
    });
  });

  it('give attack rates of those whose follow-up is over', () => {
    expect(found.attackRates).toMatchObject([
      { setting: 'household', ...of(1, 2) },
      { setting: 'workplace', ...of(1, 1) },
    ]);
  });

  it('follow the chains of infection, over the commune’s border too', () => {
    const { serialInterval, offspring, clusters, byOnset } = found.transmission;
    expect(serialInterval).toEqual({ pairs: 2, meanDays: 4, medianDays: 4, deviationDays: Math.SQRT2, negative: 0 });
    expect(offspring).toMatchObject({ cases: 4, mean: 0.75, largest: 2, k: null, chanceAlone: true });
    expect(clusters).toEqual({
      count: 2,
      largest: 3,
      single: 1,
      sizes: [
        { size: 3, clusters: 1 },
        { size: 1, clusters: 1 },
      ],
    });
    expect(byOnset.map(({ onsetOn, cases: n, offspring: o, truncated }) => [onsetOn, n, o, truncated])).toEqual([
      ['2021-07-01', 1, 2, false],
      ['2021-07-04', 1, 1, false],
      ['2021-07-06', 1, 0, true],
      ['2021-07-09', 1, 0, true],
    ]);
  });

  it('count calls of the period, our own faults apart', () => {
    expect(found.calls).toEqual({
      attempts: 8,
      faults: 1,
      answered: of(5, 7),
      completed: of(3, 5),
      refused: of(1, 5),
      reached: of(3, 5),
      wrongNumber: of(1, 5),
      attemptsPerReach: 7 / 3,
    });
  });

  it('read as sentences at a terminal', () => {
    const text = indicatorLines(found).join('\n');
    expect(text).toContain('Ca bệnh: 4; người tiếp xúc: 10; mỗi ca: trung bình 2,5, trung vị 1,5');
    expect(text).toContain('liên lạc được 75 % (3/4); đã theo dõi 25 % (1/4)');
    expect(text).toContain('household: 50 % (1/2)');
    expect(text).toContain('Khoảng nối tiếp: 2 cặp; trung bình 4');
  });

  it('look at a day that is past as it was known then, and at a shorter period', async () => {
    const day = await read(here, 1);
    expect(day?.newCases.cases).toBe(1);
    expect(day?.calls.attempts).toBe(1);
    const before = await read(here, 7, '2021-07-09');
    expect(before?.contacts.cases).toBe(3);
    expect(before?.newCases.cases).toBe(2);
    expect((await read(here, 7, '2021-07-11'))?.contacts.cases).toBe(5);
  });
});

describe('whichever way the rows are found', () => {
  it('counts the same for who sees a few units, by their indexes, and for who sees many', async () => {
    const readAs = (unitIds: readonly number[]) => {
      const scope = { kind: 'units', unitIds, userId: 1 } as const;
      return inScope(test.db, scope, (tx) =>
        readIndicators(tx, { outbreak, scope, unitId: null, date: '2021-07-10', days: 7, now }),
      );
    };
    const many = Array.from({ length: 80 }, (_, i) => 1_000_000 + i);
    const few = await readAs([here]);
    expect(few?.contacts.cases).toBe(4);
    expect(await readAs([here, ...many])).toEqual(few);
  });
});

describe('indicators over HTTP', () => {
  it('count what the asker may see: a commune, a district, everything', async () => {
    const { api } = buildApi(test.db, { clock: { now: () => now } });
    const nurse = await signIn(api, test.db, [here]);
    const stranger = await signIn(api, test.db, [there]);
    const administrator = await signIn(api, test.db, 'administrator');
    const get = async (user: typeof nurse, query: string) => {
      const response = await user.send({ url: `${paths.indicators}?outbreakId=${outbreak.id}&date=2021-07-10${query}` });
      return response.statusCode === 200 ? indicators.parse(response.json()) : response.statusCode;
    };
    // Dung, the contact in the other commune, is not hers to see.
    expect(await get(nurse, '')).toMatchObject({ unit: null, contacts: { cases: 4, contacts: 9 } });
    expect(await get(nurse, `&unitId=${there}`)).toBe(403);
    expect(await get(stranger, '')).toMatchObject({ contacts: { cases: 1 }, calls: { attempts: 0 } });
    expect(await get(administrator, '')).toMatchObject({
      contacts: { cases: 5 },
      transmission: { serialInterval: { pairs: 3 } },
    });
    expect(await get(administrator, '&unitId=999999')).toBe(404);
    expect(await get(administrator, '&days=0')).toBe(400);
    // 16:30 on the 10th is the report day of the 11th.
    const running = await administrator.send({ url: paths.indicators });
    expect(indicators.parse(running.json()).report.day).toBe('2021-07-11');
    await api.close();
  });
});
