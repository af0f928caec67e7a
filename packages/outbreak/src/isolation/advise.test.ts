import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../localDate.ts';
import type { AdviceInput, RuleAdvice } from './advice.ts';
import { advise } from './advise.ts';
import { beginOn, sampleCalendar } from './calendar.ts';
import { changedParts } from './compareAdvice.ts';
import { rulesVnCovid } from './data/rulesVnCovid.ts';
import { advises, type IsolationRule, lacksOf, type StoredRule, shippedState } from './rule.ts';

const shipped: StoredRule[] = rulesVnCovid.map((rule) => ({ ...rule, state: shippedState(rule, '2021-07-09') }));
const nobody: AdviceInput = {
  disease: 'covid-19',
  category: 'F1',
  lastContactOn: null,
  arrivedOn: null,
  cameFrom: null,
  vaccination: { doses: [], recoveredOn: null },
  homeAllowed: false,
  jurisdictions: ['15775', '398', '38'],
  place: 'Xã Thiệu Ngọc',
  ask: { vi: 'Ban Chỉ đạo phòng, chống dịch Huyện Thiệu Hóa', en: 'the steering committee of Huyện Thiệu Hóa' },
};
const ask = (over: Partial<AdviceInput>, today: string, rules: readonly StoredRule[] = shipped) =>
  advise({ ...nobody, ...over }, rules, today);
const ruleOf = (over: Partial<AdviceInput>, today: string, rules?: readonly StoredRule[]): RuleAdvice => {
  const advice = ask(over, today, rules);
  if (advice.kind !== 'rule') throw new Error(advice.sentence.en);
  return advice;
};
const twoDoses = (first: string, second: string) => ({
  doses: [
    { dose: 1, givenOn: first },
    { dose: 2, givenOn: second },
  ],
  recoveredOn: null,
});

describe('an F1 of 9 July 2021', () => {
  const advice = ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-09');

  it('gets 21 days of central quarantine and 7 at home, with samples on days 1, 14, 20 and 7 days after, from 600/CĐ-BCĐ', () => {
    expect(advice).toMatchObject({ ruleCode: 'F1-21', ruleVersion: 1, document: { number: '600/CĐ-BCĐ' }, endOn: '2021-08-06' });
    expect(advice.phases).toEqual([
      {
        number: 1,
        measure: 'central',
        days: 21,
        startOn: '2021-07-09',
        endOn: '2021-07-30',
        tests: [
          { day: 1, dueOn: '2021-07-10' },
          { day: 14, dueOn: '2021-07-23' },
          { day: 20, dueOn: '2021-07-29' },
        ],
      },
      {
        number: 2,
        measure: 'homeMonitor',
        days: 7,
        startOn: '2021-07-31',
        endOn: '2021-08-06',
        tests: [{ day: 7, dueOn: '2021-08-06' }],
      },
    ]);
  });

  it('is told so in one sentence with the document’s number', () => {
    expect(advice.sentence.vi).toBe(
      'Theo văn bản số 600/CĐ-BCĐ ngày 05/05/2021 (quy tắc F1-21, bản 1), F1, tiếp xúc lần cuối ngày 09/07/2021: cách ly tập trung 21 ngày, đến hết ngày 30/07/2021, lấy mẫu xét nghiệm ngày thứ 1, 14, 20; sau đó theo dõi sức khỏe tại nhà 7 ngày, đến hết ngày 06/08/2021, lấy mẫu xét nghiệm ngày thứ 7.',
    );
    expect(advice.sentence.en).toContain(
      'By document 600/CĐ-BCĐ of 05/05/2021 (rule F1-21, version 1), an F1, last contact on 09/07/2021',
    );
  });

  it('who is found late spends what is left, and days that have passed share one sample today', () => {
    const late = ruleOf({ lastContactOn: '2021-06-24' }, '2021-07-09');
    expect(late.phases[0]).toMatchObject({ startOn: '2021-07-09', endOn: '2021-07-15' });
    expect(late.phases[0]?.tests).toEqual([
      { day: 1, dueOn: '2021-07-09' },
      { day: 14, dueOn: '2021-07-09' },
      { day: 20, dueOn: '2021-07-14' },
    ]);
    expect(sampleCalendar(late.phases, '2021-07-09')).toEqual([
      { plannedOn: '2021-07-09', ruleDays: ['1:1', '1:14'] },
      { plannedOn: '2021-07-14', ruleDays: ['1:20'] },
      { plannedOn: '2021-07-22', ruleDays: ['2:7'] },
    ]);
    const over = ruleOf({ lastContactOn: '2021-05-20' }, '2021-07-09');
    expect([over.phases, over.endOn]).toEqual([[], '2021-06-17']);
    expect(over.sentence.vi).toContain('thời hạn đã hết từ ngày 17/06/2021');
  });

  it('whose order begins on another day than the advice has the samples of that day', () => {
    const { phases } = ruleOf({ lastContactOn: '2021-06-24' }, '2021-07-09');
    const duesFrom = (startOn: string) => beginOn(phases, startOn)[0]?.tests?.map(({ dueOn }) => dueOn);
    expect(duesFrom('2021-06-30')).toEqual(['2021-06-30', '2021-07-08', '2021-07-14']);
    expect(duesFrom('2021-07-12')).toEqual(['2021-07-12', '2021-07-12', '2021-07-14']);
  });

  it('whose contact has no date is counted from the day of classification, and is told so', () => {
    const undated = ruleOf({}, '2021-07-09');
    expect([undated.baseOn, undated.baseFrom]).toEqual(['2021-07-09', 'today']);
    expect(undated.sentence.vi).toContain('chưa rõ ngày tiếp xúc');
  });
});

describe('the dates of rules', () => {
  const days = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2020-01-01', n));
  const inForce = (category: string, on: string) =>
    shipped.filter(
      (rule) => rule.category === category && rule.state === 'in_force' && rule.validFrom <= on && on <= (rule.validTo ?? on),
    );

  it('decide day by day: what is advised is in force that day, and where something unconditional is in force there is advice', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('F0', 'F1', 'F2', 'F3', 'returnee'), (today, category) => {
        const advice = ask({ category, lastContactOn: today }, today);
        const candidates = inForce(category, today);
        if (advice.kind === 'rule') {
          expect(candidates.map(({ code }) => code)).toContain(advice.ruleCode);
          return;
        }
        const open = candidates.filter(
          (rule) =>
            rule.jurisdiction === 'VN' &&
            rule.exposure.kind === 'any' &&
            rule.vaccination.kind === 'any' &&
            !rule.homeAllowedOnly,
        );
        expect(open).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2021-05-04', 'none'],
    ['2021-05-05', 'F1-21'],
    ['2021-07-13', 'F1-21'],
    ['2021-07-14', 'F1-14'],
    ['2021-12-15', 'F1-14'],
    ['2021-12-16', 'none'],
    ['2022-04-15', 'none'],
  ])('an unvaccinated F1 of %s falls under %s', (today, expected) => {
    const advice = ask({ lastContactOn: today }, today);
    expect(advice.kind === 'rule' ? advice.ruleCode : 'none').toBe(expected);
  });

  it('put each phase’s last day at its number of days after day 0, and each test inside its phase', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 40 }), (contact, waited) => {
        const today = addDays(contact, waited);
        const advice = ask(
          { lastContactOn: contact, homeAllowed: true, vaccination: twoDoses('2021-10-01', '2021-11-01') },
          today,
        );
        if (advice.kind === 'none') return;
        for (const { startOn, endOn, tests } of advice.phases) {
          expect(startOn >= today && startOn <= endOn && endOn >= today).toBe(true);
          for (const { dueOn } of tests ?? []) expect(dueOn >= startOn && dueOn > contact && dueOn <= endOn).toBe(true);
        }
      }),
    );
  });
});

describe('with no rule in force', () => {
  it('the advice says so, names the drafts that do not count, and whom to ask', () => {
    const advice = ask({ category: 'F2', lastContactOn: '2021-07-08' }, '2021-07-09');
    expect(advice).toMatchObject({ kind: 'none', drafts: ['F2-2021'] });
    expect(advice.sentence.vi).toBe(
      'Ngày 09/07/2021 chưa có quy tắc cách ly nào đang có hiệu lực cho F2 tại Xã Thiệu Ngọc (bản nháp chưa được dùng: F2-2021); xin hỏi Ban Chỉ đạo phòng, chống dịch Huyện Thiệu Hóa.',
    );
  });

  it('nothing marked as unsure, and nothing past its review date, ever advises, whatever its state says', () => {
    for (const rule of rulesVnCovid.filter(({ certainty }) => certainty !== 'sure')) {
      expect(shippedState(rule, rule.validFrom)).toBe('draft');
      expect(advises({ ...rule, state: 'in_force' }, rule.validFrom)).toBe(false);
    }
    const [first] = shipped.filter(({ code }) => code === 'F1-21');
    if (!first) throw new Error('no F1-21');
    const reviewed = { ...first, reviewBy: '2021-06-30' };
    expect(advises(reviewed, '2021-06-30')).toBe(true);
    expect(advises(reviewed, '2021-07-01')).toBe(false);
    expect(ask({ lastContactOn: '2021-07-01' }, '2021-07-01', [reviewed])).toMatchObject({ kind: 'none', drafts: ['F1-21'] });
    expect(lacksOf({ ...first, validTo: null }, '2021-07-01')).toEqual(['openEnded']);
  });

  it('another disease has no rule', () => {
    expect(ask({ disease: 'measles', lastContactOn: '2021-07-09' }, '2021-07-09')).toMatchObject({ kind: 'none', drafts: [] });
  });
});

describe('which rule goes first', () => {
  const national = shipped.find(({ code }) => code === 'F1-21');
  if (!national) throw new Error('no F1-21');
  const local = (jurisdiction: string, over: Partial<IsolationRule> = {}): StoredRule => ({
    ...national,
    code: `F1-${jurisdiction}`,
    jurisdiction,
    ...over,
    state: 'in_force',
  });

  it('is the nearest: commune, district, province, country; a rule of another place never counts', () => {
    const rules = [national, local('38'), local('398'), local('15775'), local('79')];
    const best = ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-09', rules);
    expect([best.ruleCode, best.gaveWay]).toEqual(['F1-15775', ['F1-398', 'F1-38', 'F1-21']]);
    expect(ruleOf({ lastContactOn: '2021-07-09', jurisdictions: ['399', '38'] }, '2021-07-09', rules).ruleCode).toBe('F1-38');
    expect(ruleOf({ lastContactOn: '2021-07-09', jurisdictions: ['01'] }, '2021-07-09', rules).ruleCode).toBe('F1-21');
  });

  it('is a local draft never: the national rule stays', () => {
    const rules: StoredRule[] = [national, { ...local('38'), state: 'draft' }];
    expect(ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-09', rules).ruleCode).toBe('F1-21');
  });

  it('is the home pilot only for a home that an officer found fit', () => {
    expect(ruleOf({ lastContactOn: '2021-08-01', homeAllowed: true }, '2021-08-01').ruleCode).toBe('F1-14-home-pilot');
    const central = ruleOf({ lastContactOn: '2021-08-01' }, '2021-08-01');
    expect([central.ruleCode, central.phases[0]?.tests]).toEqual(['F1-14', null]);
  });
});

describe('vaccination and origin', () => {
  it.each([
    ['14 days after the second dose', twoDoses('2021-11-01', '2021-12-06'), 'F1-vax-7'],
    ['13 days after it', twoDoses('2021-11-01', '2021-12-07'), 'none'],
    ['six months after it', twoDoses('2021-05-01', '2021-06-20'), 'F1-vax-7'],
    ['a day more', twoDoses('2021-05-01', '2021-06-19'), 'none'],
    ['recovered six months ago', { doses: [], recoveredOn: '2021-06-20' }, 'F1-vax-7'],
    ['recovered earlier', { doses: [], recoveredOn: '2021-06-19' }, 'none'],
  ])('of an F1 of 20 December 2021, %s', (_, vaccination, expected) => {
    const advice = ask({ lastContactOn: '2021-12-20', vaccination }, '2021-12-20');
    expect(advice.kind === 'rule' ? advice.ruleCode : 'none').toBe(expected);
  });

  it('split those back from the south in October 2021 by dose; the fully vaccinated have only a draft', () => {
    const back = {
      category: 'returnee',
      arrivedOn: '2021-10-08',
      cameFrom: { codes: [], text: 'Quận 7, TP. Hồ Chí Minh' },
    } as const;
    const none = ruleOf(back, '2021-10-08');
    expect([none.ruleCode, none.baseFrom, none.phases[0]?.endOn]).toEqual(['RET-8399-0dose', 'arrival', '2021-10-22']);
    const one = { doses: [{ dose: 1, givenOn: '2021-09-01' }], recoveredOn: null };
    expect(ruleOf({ ...back, vaccination: one }, '2021-10-08').ruleCode).toBe('RET-8399-1dose');
    const full = ask({ ...back, vaccination: twoDoses('2021-08-01', '2021-09-01') }, '2021-10-08');
    expect(full).toMatchObject({ kind: 'none', drafts: ['RET-8399-vax'] });
    expect(ask({ ...back, cameFrom: { codes: ['01'], text: 'Hà Nội' } }, '2021-10-08').kind).toBe('none');
    expect(ruleOf({ ...back, cameFrom: { codes: ['74'], text: null } }, '2021-10-08').ruleCode).toBe('RET-8399-0dose');
  });
});

describe('after a change of rules', () => {
  it('the difference names what changed, and a day passing alone changes nothing', () => {
    const before = ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-09');
    expect(changedParts(before, ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-12'))).toEqual([]);
    expect(changedParts(before, ruleOf({ lastContactOn: '2021-07-09' }, '2021-07-14'))).toEqual(['rule', 'dates', 'tests']);
    expect(changedParts(before, ask({ lastContactOn: '2021-07-09' }, '2021-12-16'))).toHaveLength(4);
  });
});
