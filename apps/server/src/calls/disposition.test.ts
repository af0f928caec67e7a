import type { Disposition } from '@truyvet/contract';
import type { CallEnd } from '@truyvet/telephony';
import { describe, expect, test } from 'vitest';
import { classify, isFault } from './disposition.ts';

const refused = (sipStatus: number, q850Cause?: number): CallEnd => ({
  cause: 'refused',
  sipStatus,
  ...(q850Cause !== undefined && { q850Cause }),
});

describe('a call that was not answered', () => {
  test.each<[CallEnd, Disposition]>([
    [refused(486), 'busy'],
    [refused(600), 'busy'],
    [refused(480), 'unreachable'],
    [refused(408), 'noAnswer'],
    [{ cause: 'ringTimeout', sipStatus: 487 }, 'noAnswer'],
    [refused(603), 'rejected'],
    [refused(607), 'rejected'],
    [refused(608), 'rejected'],
    [refused(404), 'numberSuspect'],
    [refused(604), 'numberSuspect'],
    [refused(484), 'numberSuspect'],
    [refused(410), 'numberSuspect'],
    [refused(401), 'trunkFault'],
    [refused(403), 'trunkFault'],
    [refused(407), 'trunkFault'],
    [refused(488), 'codecFault'],
    [refused(415), 'codecFault'],
    [refused(500), 'congestion'],
    [refused(502), 'congestion'],
    [refused(503), 'congestion'],
    [refused(504), 'congestion'],
    [refused(420), 'trunkFault'],
    [{ cause: 'unreachable' }, 'trunkFault'],
    [{ cause: 'noCommonCodec' }, 'codecFault'],
    [{ cause: 'noFreePort' }, 'congestion'],
    [{ cause: 'shutdown' }, 'congestion'],
  ])('%o is %s', (end, disposition) => {
    expect(classify(end, false, null)).toBe(disposition);
  });

  test.each<[number, number, Disposition]>([
    [480, 17, 'busy'],
    [503, 1, 'numberSuspect'],
    [403, 28, 'numberSuspect'],
    [500, 20, 'unreachable'],
    [404, 34, 'congestion'],
    [480, 21, 'rejected'],
    [480, 16, 'unreachable'],
    [486, 127, 'busy'],
    [401, 21, 'trunkFault'],
    [407, 21, 'trunkFault'],
  ])(
    'SIP %i with Q.850 cause %i is %s: the cause is preferred, unless it says nothing or our credentials were refused',
    (sip, cause, disposition) => {
      expect(classify(refused(sip, cause), false, null)).toBe(disposition);
    },
  );

  test('faults are those of trunk, codec and network only', () => {
    const faults: Disposition[] = ['trunkFault', 'codecFault', 'congestion'];
    const others: Disposition[] = ['busy', 'noAnswer', 'unreachable', 'rejected', 'numberSuspect', 'completed', 'machine'];
    expect(faults.every(isFault)).toBe(true);
    expect(others.some(isFault)).toBe(false);
  });
});

describe('a call that was answered', () => {
  test('is what the dialogue made of it, however the line ended', () => {
    expect(classify({ cause: 'hungUp' }, true, 'completed')).toBe('completed');
    expect(classify({ cause: 'farEndHungUp' }, true, 'partial')).toBe('partial');
    expect(classify({ cause: 'mediaTimeout' }, true, 'urgent')).toBe('urgent');
  });
  test('and cut off by lost audio is media lost; without any dialogue it was abandoned', () => {
    expect(classify({ cause: 'mediaTimeout' }, true, 'partial')).toBe('mediaLost');
    expect(classify({ cause: 'farEndHungUp' }, true, null)).toBe('abandoned');
  });
});
