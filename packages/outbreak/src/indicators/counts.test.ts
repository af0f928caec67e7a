import { describe, expect, it } from 'vitest';
import { secondaryAttackRates } from './attackRate.ts';
import { callIndicators } from './calls.ts';
import { contactsPerCase } from './contacts.ts';
import { delayFigures } from './delay.ts';
import { followUpToday } from './followUpToday.ts';
import { tallyOf } from './tally.ts';

describe('indicators from counts', () => {
  it('give contacts per case with the cases for whom nobody was listed', () => {
    // Five cases with 0, 0, 3, 4 and 13 contacts.
    expect(contactsPerCase(tallyOf([0, 0, 3, 4, 13]))).toEqual({
      cases: 5,
      contacts: 20,
      mean: 4,
      median: 3,
      withoutContacts: { numerator: 2, denominator: 5, share: 0.4 },
    });
    expect(contactsPerCase(new Map())).toMatchObject({ cases: 0, mean: null, median: null, withoutContacts: { share: null } });
  });

  it('give delays with the share in time, those the wrong way round counted apart', () => {
    expect(delayFigures(tallyOf([-2, 0, 1, 1, 3, 5]), 1)).toEqual({
      known: 5,
      mean: 2,
      median: 1,
      within: { numerator: 3, denominator: 5, share: 0.6 },
      negative: 1,
    });
    expect(delayFigures(tallyOf([1, 2, 3, 10]), 2).median).toBe(2.5);
  });

  it('give the day of follow-up, each share with its own denominator', () => {
    const counts = { due: 200, reached: 180, followed: 150, notSeenFor3Days: 12, neverSeen: 8, begun: 400, lost: 10 };
    expect(followUpToday(counts)).toEqual({
      reached: { numerator: 180, denominator: 200, share: 0.9 },
      followed: { numerator: 150, denominator: 200, share: 0.75 },
      notSeenFor3Days: { numerator: 12, denominator: 200, share: 0.06 },
      neverSeen: { numerator: 8, denominator: 200, share: 0.04 },
      lost: { numerator: 10, denominator: 400, share: 0.025 },
    });
  });

  it('give secondary attack rates with intervals that hold for none and for all', () => {
    const [home, work, bus] = secondaryAttackRates([
      { setting: 'bus', contacts: 3, infected: 3 },
      { setting: 'home', contacts: 10, infected: 4 },
      { setting: 'work', contacts: 5, infected: 0 },
    ]);
    expect([home?.setting, home?.share]).toEqual(['home', 0.4]);
    // Wilson's interval of 4 out of 10, by the formula: 0.1682…0.6873.
    expect(home?.low).toBeCloseTo(0.16818033, 8);
    expect(home?.high).toBeCloseTo(0.68732623, 8);
    expect(work).toMatchObject({ share: 0, low: 0 });
    expect(bus).toMatchObject({ share: 1, high: 1 });
  });

  it('give call indicators that leave out our own faults', () => {
    const counts = {
      attempts: 110,
      faults: 10,
      answered: 60,
      identified: 50,
      completed: 45,
      refused: 6,
      people: 70,
      peopleReached: 40,
      peopleWrongNumber: 7,
    };
    expect(callIndicators(counts)).toEqual({
      attempts: 110,
      faults: 10,
      answered: { numerator: 60, denominator: 100, share: 0.6 },
      completed: { numerator: 45, denominator: 60, share: 0.75 },
      refused: { numerator: 6, denominator: 60, share: 0.1 },
      reached: { numerator: 40, denominator: 70, share: 40 / 70 },
      wrongNumber: { numerator: 7, denominator: 70, share: 0.1 },
      attemptsPerReach: 2.5,
    });
  });
});
