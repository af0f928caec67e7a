import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../localDate.ts';
import { closeDay, firstDueOn, isDue, type OpenFollowUp, seenAgain } from './closeDay.ts';
import { followUpPeriod } from './followUpPeriod.ts';
import { restarted } from './restart.ts';

describe('the period of a follow-up', () => {
  it('counts the last contact as day 0 and lasts through day N', () => {
    expect(followUpPeriod(1, '2021-07-09', '2021-07-09')).toEqual({
      startOn: '2021-07-09',
      endOn: '2021-07-30',
      rule: 'covid19-F1-21',
    });
    const days = { startOn: '2021-07-09', endOn: '2021-07-30', openedOn: null };
    const due = Array.from({ length: 40 }, (_, i) => addDays('2021-07-01', i)).filter((day) => isDue(days, day));
    expect([due.length, due[0], due.at(-1)]).toEqual([21, '2021-07-10', '2021-07-30']);
  });

  it.each([
    [1, '2021-07-13', 'covid-19', 21],
    [1, '2021-07-14', 'covid-19', 14],
    [2, '2021-07-09', 'covid-19', 14],
    [1, '2021-12-16', 'covid-19', 14],
    [1, '2026-03-01', 'covid-19', 14],
    [2, '2026-03-01', 'covid-19', 14],
    [1, '2021-07-09', 'measles', 21],
    [1, '2026-03-01', 'avian-influenza', 17],
  ])('of an F%i on %s with %s is %i days long', (level, today, disease, days) => {
    const period = followUpPeriod(level, today, today, disease);
    expect(period && daysBetween(period.startOn, period.endOn)).toBe(days);
  });

  it('does not exist for a case, an F3, dengue, or a disease nobody knows', () => {
    expect(followUpPeriod(0, null, '2026-03-01')).toBeNull();
    expect(followUpPeriod(3, null, '2026-03-01')).toBeNull();
    expect(followUpPeriod(1, null, '2026-03-01', 'dengue')).toBeNull();
    expect(followUpPeriod(1, null, '2026-03-01', 'plague')).toBeNull();
  });

  it('starts again with a new exposure and keeps its first start', () => {
    const known = { originalStartOn: '2021-07-01', startOn: '2021-07-01', endOn: '2021-07-22' };
    const later = followUpPeriod(1, '2021-07-09', '2021-07-09');
    if (!later) throw new Error('no period');
    expect(restarted(known, later, true)).toEqual({ originalStartOn: '2021-07-01', startOn: '2021-07-09', endOn: '2021-07-30' });
    expect(restarted(known, later, false)).toBeNull();
    expect(restarted({ ...known, endOn: '2021-07-30' }, later, true)).toBeNull();
  });
});

describe('the closing of a day', () => {
  const open: OpenFollowUp = {
    startOn: '2021-07-09',
    endOn: '2021-07-30',
    openedOn: '2021-07-10',
    lastSeenOn: null,
    recorded: false,
    isCase: false,
  };

  it('finds a due day missed when nobody saw the person, and nothing before the contact was known', () => {
    expect(closeDay(open, '2021-07-10', 3)).toEqual({ missed: true, becomes: 'open', unseenDays: 1 });
    expect(closeDay({ ...open, recorded: true, lastSeenOn: '2021-07-10' }, '2021-07-10', 3)).toEqual({
      missed: false,
      becomes: 'open',
      unseenDays: 0,
    });
    expect(closeDay({ ...open, openedOn: '2021-07-15' }, '2021-07-14', 3)).toEqual({
      missed: false,
      becomes: 'open',
      unseenDays: 0,
    });
  });

  it('gives up after the set number of due days in a row without being seen, counted from the last time', () => {
    expect(closeDay(open, '2021-07-11', 3).becomes).toBe('open');
    expect(closeDay(open, '2021-07-12', 3)).toEqual({ missed: true, becomes: 'lost', unseenDays: 3 });
    const seen = { ...open, lastSeenOn: '2021-07-12' };
    expect(closeDay(seen, '2021-07-14', 3).becomes).toBe('open');
    expect(closeDay(seen, '2021-07-15', 3).becomes).toBe('lost');
    expect(closeDay(seen, '2021-07-15', 5).becomes).toBe('open');
  });

  it('completes on the last day, whether or not somebody came that very day; who was never seen is lost', () => {
    expect(closeDay({ ...open, lastSeenOn: '2021-07-29' }, '2021-07-30', 3)).toEqual({
      missed: true,
      becomes: 'completed',
      unseenDays: 1,
    });
    expect(closeDay({ ...open, openedOn: '2021-07-30' }, '2021-07-30', 3).becomes).toBe('lost');
    expect(closeDay({ ...open, openedOn: '2021-08-02' }, '2021-08-02', 3)).toEqual({
      missed: false,
      becomes: 'completed',
      unseenDays: 0,
    });
  });

  it('ends the follow-up of a person who became a case', () => {
    expect(closeDay({ ...open, isCase: true }, '2021-07-20', 3)).toEqual({ missed: false, becomes: 'becameCase', unseenDays: 0 });
  });

  it('closed day by day, ends every follow-up by its last day and misses exactly the due days without a visit', () => {
    const visits = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { maxLength: 25 });
    fc.assert(
      fc.property(visits, fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 6 }), (seenDays, openedAfter, lostAfter) => {
        const known = { ...open, openedOn: addDays(open.startOn, openedAfter) };
        const seen = new Set(seenDays.map((n) => addDays(open.startOn, n)));
        let [missed, state, expectedMissed] = [0, 'open', 0];
        for (let day = open.startOn; state === 'open' && day <= addDays(open.endOn, 3); day = addDays(day, 1)) {
          const lastSeenOn =
            [...seen]
              .filter((one) => one <= day)
              .sort()
              .at(-1) ?? null;
          const closed = closeDay({ ...known, lastSeenOn, recorded: seen.has(day) }, day, lostAfter);
          if (closed.missed) missed++;
          if (!seen.has(day) && day >= firstDueOn(known) && day <= open.endOn) expectedMissed++;
          state = closed.becomes;
          if (day >= open.endOn) expect(state).not.toBe('open');
        }
        expect(missed).toBe(expectedMissed);
      }),
    );
  });

  it('lets a lost person who is seen again go on', () => {
    expect(seenAgain('lost', '2021-07-30', '2021-07-20')).toBe('open');
    expect(seenAgain('lost', '2021-07-30', '2021-08-01')).toBe('completed');
    expect(seenAgain('open', '2021-07-30', '2021-07-20')).toBeNull();
  });
});
