import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyBucket, pace, spend } from './pace.ts';

describe('pacing', () => {
  test('starts at most the free channels, however many tokens there are', () => {
    const bucket = { tokens: 5, atMs: 0 };
    expect(pace({ bucket, nowMs: 1000, callsPerSecond: 50, channels: 10, live: 8 }).count).toBe(2);
    expect(pace({ bucket, nowMs: 1000, callsPerSecond: 50, channels: 10, live: 12 }).count).toBe(0);
  });

  test('says how long to wait for the next token', () => {
    const { count, waitMs } = pace({ bucket: { tokens: 0, atMs: 0 }, nowMs: 0, callsPerSecond: 4, channels: 1, live: 0 });
    expect([count, waitMs]).toEqual([0, 250]);
  });

  test('in any span of time no more calls leave than the rate allows, plus one burst of 100 ms', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.double({ min: 0.1, max: 200, noNaN: true }), (waits, callsPerSecond) => {
        let bucket = emptyBucket(0);
        let nowMs = 0;
        const starts: { atMs: number; calls: number }[] = [];
        for (const wait of waits) {
          nowMs += wait;
          const { count, bucket: filled } = pace({ bucket, nowMs, callsPerSecond, channels: 1000, live: 0 });
          bucket = spend(filled, count);
          starts.push({ atMs: nowMs, calls: count });
        }
        const burst = Math.max(1, callsPerSecond * 0.1);
        for (const [from, first] of starts.entries()) {
          let calls = 0;
          for (const { atMs, calls: more } of starts.slice(from)) {
            calls += more;
            expect(calls).toBeLessThanOrEqual(burst + ((atMs - first.atMs) * callsPerSecond) / 1000 + 1e-6);
          }
        }
      }),
    );
  });

  test('a clock that steps back gives no tokens', () => {
    expect(pace({ bucket: { tokens: 0, atMs: 1000 }, nowMs: 0, callsPerSecond: 10, channels: 1, live: 0 }).bucket.tokens).toBe(0);
  });
});
