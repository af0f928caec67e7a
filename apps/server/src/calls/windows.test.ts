import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOpen, nextOpening, openingOfNextDay, type Windows } from './windows.ts';

const office: Windows = [
  ['07:30', '11:30'],
  ['13:30', '20:30'],
];
/** A time of 10 July 2021 in Viet Nam. */
const at = (time: string) => new Date(`2021-07-10T${time}+07:00`);

describe('calling windows', () => {
  test.each([
    ['07:29:59.999', false],
    ['07:30:00', true],
    ['11:29:59.999', true],
    ['11:30:00', false],
    ['13:29:59', false],
    ['13:30:00', true],
    ['20:29:59.999', true],
    ['20:30:00', false],
    ['00:00:00', false],
    ['23:59:59', false],
  ])('at %s local time calls may leave: %s', (time, open) => {
    expect(isOpen(office, at(time))).toBe(open);
  });

  test.each([
    ['06:00', at('07:30:00')],
    ['08:15', at('08:15:00')],
    ['12:00', at('13:30:00')],
    ['20:30', new Date('2021-07-11T07:30:00+07:00')],
    ['23:00', new Date('2021-07-11T07:30:00+07:00')],
  ])('from %s the next opening is found', (time, opening) => {
    expect(nextOpening(office, at(`${time}:00`))).toEqual(opening);
  });

  test('the day that counts is the local one, not that of UTC', () => {
    const localMorning = new Date('2021-07-10T00:30:00Z'); // 07:30 in Viet Nam
    expect(isOpen(office, localMorning)).toBe(true);
    expect(openingOfNextDay(office, new Date('2021-07-10T17:30:00Z'))).toEqual(new Date('2021-07-12T07:30:00+07:00'));
  });

  test('an opening is never in the past, is open itself, and nothing between is', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
    fc.assert(
      fc.property(minutes, minutes, (from, between) => {
        const start = new Date(at('00:00:00').getTime() + from * 60_000);
        const opening = nextOpening(office, start);
        const middle = new Date(start.getTime() + between * 60_000);
        expect(opening >= start && isOpen(office, opening)).toBe(true);
        if (middle < opening) expect(isOpen(office, middle)).toBe(false);
      }),
    );
  });
});
