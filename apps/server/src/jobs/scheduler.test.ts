import { describe, expect, it } from 'vitest';
import type { Timers } from '../calls/timers.ts';
import { startJobs } from './scheduler.ts';

/** Timers whose time passes when the test says so. */
function handTimers() {
  const waiting = new Set<{ readonly ms: number; readonly then: () => void }>();
  const timers: Timers = {
    after(ms, then) {
      const entry = { ms, then };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
  };
  const pass = async () => {
    for (const entry of [...waiting]) {
      waiting.delete(entry);
      entry.then();
    }
    await settle();
  };
  return { timers, pass, waiting };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const clock = { now: () => new Date('2021-07-10T01:00:00Z') };

describe('the scheduler', () => {
  it('runs a job at once and again after its interval, with the system’s own time', async () => {
    const { timers, pass, waiting } = handTimers();
    const runs: Date[] = [];
    const jobs = startJobs([{ name: 'count', everyMs: 60_000, run: async (now) => runs.push(now) }], {
      clock,
      timers,
      onError: () => {},
    });
    await settle();
    expect(runs).toEqual([clock.now()]);
    expect([...waiting].map(({ ms }) => ms)).toEqual([60_000]);
    await pass();
    expect(runs).toHaveLength(2);
    await jobs.stop();
    await pass();
    expect(runs).toHaveLength(2);
  });

  it('tells a run that is under way when it is stopped, and waits for it', async () => {
    const { timers } = handTimers();
    let ended = false;
    const run = (_: Date, stopping: AbortSignal) =>
      new Promise<void>((resolve) => {
        stopping.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
      });
    const jobs = startJobs([{ name: 'long', everyMs: 1, run }], { clock, timers, onError: () => {} });
    await settle();
    expect(ended).toBe(false);
    await jobs.stop();
    expect(ended).toBe(true);
  });

  it('goes on after a failure, and tells of it', async () => {
    const { timers, pass } = handTimers();
    const failures: string[] = [];
    let runs = 0;
    const run = async () => {
      runs += 1;
      throw new Error('no database');
    };
    const onError = (job: string, error: unknown) => failures.push(`${job}: ${String(error)}`);
    const jobs = startJobs([{ name: 'count', everyMs: 1, run }], { clock, timers, onError });
    await settle();
    await pass();
    expect([runs, failures]).toEqual([2, ['count: Error: no database', 'count: Error: no database']]);
    await jobs.stop();
  });

  it('never starts a job while it still runs, and waits for it when it stops', async () => {
    const { timers, pass, waiting } = handTimers();
    let finish = () => {};
    let finished = false;
    const run = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }).then(() => {
        finished = true;
      });
    const jobs = startJobs([{ name: 'slow', everyMs: 1, run }], { clock, timers, onError: () => {} });
    await pass();
    expect(waiting.size).toBe(0);
    const stopped = jobs.stop();
    finish();
    await stopped;
    expect([finished, waiting.size]).toEqual([true, 0]);
  });
});
