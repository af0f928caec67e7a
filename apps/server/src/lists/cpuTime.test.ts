import { describe, expect, test } from 'vitest';
import { cpuTimeMs } from './cpuTime.ts';

describe.runIf(process.platform === 'linux')('the computing time of a process', () => {
  test('is what it has computed, and not what it waited', async () => {
    const before = cpuTimeMs(process.pid) ?? 0;
    const { user, system } = process.cpuUsage();
    expect(Math.abs(before - (user + system) / 1000)).toBeLessThan(50);
    const until = performance.now() + 10_000;
    while ((cpuTimeMs(process.pid) ?? 0) < before + 100 && performance.now() < until);
    expect(cpuTimeMs(process.pid)).toBeGreaterThanOrEqual(before + 100);
  });

  test('is not known of a process that there is not', () => {
    expect(cpuTimeMs(2 ** 22 + 1)).toBeNull();
  });
});
