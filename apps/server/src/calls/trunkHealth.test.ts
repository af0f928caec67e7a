import type { CallEnd } from '@truyvet/telephony';
import { describe, expect, test } from 'vitest';
import { afterCall, afterProbe, channelsOf, healthyTrunk, type TrunkHealth } from './trunkHealth.ts';

const start = new Date('2021-07-10T01:00:00Z').getTime();
const after = (seconds: number) => new Date(start + seconds * 1000);
const refused: CallEnd = { cause: 'refused', sipStatus: 503 };
const silent: CallEnd = { cause: 'unreachable' };

function feed(health: TrunkHealth, calls: readonly (readonly [number: string, end: CallEnd | null])[]): TrunkHealth {
  return calls.reduce(
    (now, [e164, end]) => afterCall(now, { e164, fault: end !== null, end: end ?? { cause: 'hungUp' }, at: after(0) }, 'Viettel'),
    health,
  );
}

describe('the trunk alarm', () => {
  test('two calls without any answer stop the calls', () => {
    const down = feed(healthyTrunk, [
      ['1', silent],
      ['2', silent],
    ]);
    expect(down).toMatchObject({ state: 'down', retryAt: after(5) });
    expect(channelsOf(down, 30)).toBe(0);
    expect(down.message?.vi).toContain('không trả lời');
  });

  test('one bad number does not, however often it fails; five refusals of three numbers do', () => {
    const one = feed(
      healthyTrunk,
      Array.from({ length: 9 }, () => ['1', refused] as const),
    );
    expect(one.state).toBe('up');
    const many = feed(healthyTrunk, [
      ['1', refused],
      ['2', refused],
      ['3', refused],
      ['1', refused],
      ['2', refused],
    ]);
    expect(many).toMatchObject({ state: 'down' });
    expect(many.message?.en).toContain('SIP 503');
  });

  test('a call that got through in between wipes the faults out', () => {
    const calls = ['1', '2', '3', '4'].map((number) => [number, refused] as const);
    expect(feed(healthyTrunk, [...calls, ['9', null], ...calls]).state).toBe('up');
  });

  test('after the wait one call tries the line; it brings it back, or doubles the wait up to five minutes', () => {
    const down = feed(healthyTrunk, [
      ['1', silent],
      ['2', silent],
    ]);
    const trying = afterProbe(down, true, after(5));
    expect([trying.state, channelsOf(trying, 30)]).toEqual(['trying', 1]);
    expect(feed(trying, [['3', null]])).toMatchObject({ state: 'up', message: null });
    expect(feed(trying, [['3', refused]])).toMatchObject({ state: 'down', backOffMs: 10_000 });
    let waiting = down;
    for (let n = 0; n < 20; n++) waiting = afterProbe(waiting, false, after(n));
    expect(waiting).toMatchObject({ state: 'down', backOffMs: 300_000 });
  });

  test('calls under way that fail after the alarm do not lengthen the wait', () => {
    const down = feed(healthyTrunk, [
      ['1', silent],
      ['2', silent],
      ['3', silent],
      ['4', silent],
    ]);
    expect(down.backOffMs).toBe(5_000);
  });
});
