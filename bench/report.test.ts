import { expect, test } from 'vitest';
import type { LevelResult } from './level.ts';
import { carried, faultsOf, figuresOf } from './report.ts';
import type { SetupResult } from './setups.ts';
import { judgeSoak, type Sample } from './soakVerdict.ts';

const level = (change: Partial<LevelResult>): LevelResult => ({
  rival: 'engine',
  calls: 100,
  meanCalls: change.calls ?? 100,
  minCalls: 0,
  maxCalls: 0,
  sent: 1,
  sendFailures: 0,
  sendLateP99Ms: 0,
  received: 1,
  streams: 1,
  lost: 0,
  reordered: 0,
  skipped: 0,
  dropped: 0,
  p50Ms: 1,
  p99Ms: 5,
  p999Ms: 6,
  maxMs: 9,
  keys: 10,
  answered: 10,
  replyP50Ms: 10,
  replyP95Ms: 25,
  replyAfterEndP95Ms: 0,
  cores: 0.1,
  rssKb: 100_000,
  load: 1,
  stealPercent: 0,
  overflows: 0,
  failedCalls: 0,
  ...change,
});
const setup = (change: Partial<SetupResult>): SetupResult => ({
  rival: 'engine',
  perSecond: 500,
  reached: 499,
  cores: 0.5,
  cpuMsPerCall: 1,
  failed: 0,
  retransmissions: 0,
  load: 1,
  stealPercent: 0,
  ...change,
});

test('a level counts only with every packet, every key, every call, and the bound held', () => {
  expect(faultsOf(level({}))).toEqual([]);
  const broken: Partial<LevelResult>[] = [
    { lost: 1 },
    { skipped: 1 },
    { overflows: 1 },
    { dropped: 1 },
    { answered: 9 },
    { keys: 0, answered: 0 },
    { p99Ms: 10.01 },
    { failedCalls: 1 },
    { meanCalls: 99.9 },
  ];
  for (const change of broken) expect(faultsOf(level(change)).length).toBe(1);
});

test('the figure is the largest level that counted, never more', () => {
  const levels = [level({ rssKb: 90_000 }), level({ calls: 500, rssKb: 130_000, p99Ms: 8 }), level({ calls: 750, lost: 3 })];
  expect(figuresOf(levels, [setup({}), setup({ perSecond: 750, reached: 600 })])).toEqual({
    callsPerCore: 500,
    p99DeviationMs: 8,
    setupsPerSecondPerCore: 500,
    digitToPromptP95Ms: 25,
    kBPerCall: 100,
  });
});

test('what was not measured is null, and nothing that counted is none', () => {
  expect(figuresOf([level({ lost: 1 })], [])).toEqual({
    callsPerCore: 0,
    p99DeviationMs: null,
    setupsPerSecondPerCore: 0,
    digitToPromptP95Ms: null,
    kBPerCall: null,
  });
});

test('a rate is carried when it is reached without failures and next to no repetition', () => {
  expect(carried(setup({}))).toBe(true);
  expect([carried(setup({ reached: 470 })), carried(setup({ failed: 1 })), carried(setup({ retransmissions: 60 }))]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a soak fails when memory grows or a descriptor stays open', () => {
  const samples = (last: number): Sample[] =>
    [120, 100, 100, 100, 100, 100, last, last].map((mb, minute) => ({
      minute,
      rssKb: mb * 1024,
      descriptors: 50,
      cores: 0.5,
      succeeded: 1,
      failed: 0,
      load: 1,
    }));
  expect(judgeSoak(samples(104), 30, 30)).toEqual([]);
  expect(judgeSoak(samples(110), 30, 30)).toEqual(['memory grew from 100 to 110 MB']);
  expect(judgeSoak(samples(100), 30, 32)).toEqual(['2 descriptors lost']);
  expect(judgeSoak(samples(100).slice(0, 2), 30, 30).length).toBe(1);
});
