import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportDayOf, reportWindow } from './reportDay.ts';

/** 9 July 2021 at this local time. */
const ninth = (time: string) => new Date(`2021-07-09T${time}+07:00`);

describe('a report day', () => {
  it('ends just before 16:00', () => {
    expect(reportDayOf(ninth('15:59:59.999'))).toBe('2021-07-09');
  });

  it('begins at 16:00 of the day before', () => {
    expect(reportDayOf(ninth('16:00:00'))).toBe('2021-07-10');
    expect(reportDayOf(ninth('23:30:00'))).toBe('2021-07-10');
  });

  it('crosses the turn of the month and of the year', () => {
    expect(reportDayOf(new Date('2021-12-31T17:00:00+07:00'))).toBe('2022-01-01');
  });

  it('is the calendar day when the cut is at 24', () => {
    expect(reportDayOf(ninth('00:00:00'), 24)).toBe('2021-07-09');
    expect(reportDayOf(ninth('23:59:59'), 24)).toBe('2021-07-09');
  });

  it('counts in Vietnam, not in UTC', () => {
    expect(reportDayOf(new Date('2021-07-09T08:59:00Z'))).toBe('2021-07-09');
    expect(reportDayOf(new Date('2021-07-09T09:00:00Z'))).toBe('2021-07-10');
  });

  it('lies in its own window and in no other, whatever the cut', () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 24 }), (at, cutHour) => {
        const { from, until } = reportWindow(reportDayOf(at, cutHour), cutHour);
        expect(at.getTime()).toBeGreaterThanOrEqual(from.getTime());
        expect(at.getTime()).toBeLessThan(until.getTime());
        expect(until.getTime() - from.getTime()).toBe(86_400_000);
      }),
    );
  });

  it('refuses a cut that is no hour', () => {
    expect(() => reportDayOf(ninth('12:00'), 25)).toThrow(RangeError);
    expect(() => reportWindow('2021-07-09', 15.5)).toThrow(RangeError);
  });
});
