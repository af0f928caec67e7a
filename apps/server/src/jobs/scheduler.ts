import { systemTimers, type Timers } from '../calls/timers.ts';
import type { Clock } from '../clock.ts';

/** Work that the server does by itself, again and again. */
export type Job = {
  readonly name: string;
  /** From the end of one run to the start of the next: a slow run is never overtaken by itself. */
  readonly everyMs: number;
  /** Must be safe to repeat, and on several servers at once. `now` is the system's own time, which a demonstration shifts; a run that takes long ends when `stopping` says so. */
  readonly run: (now: Date, stopping: AbortSignal) => Promise<unknown>;
  /** Ends what runs have left under way; called once, after the last run. */
  readonly end?: () => Promise<unknown>;
};

export type SchedulerOptions = {
  readonly clock: Clock;
  /** Told when a run fails; the job goes on at its next turn. */
  readonly onError: (job: string, error: unknown) => void;
  /** @default systemTimers */
  readonly timers?: Timers;
};

/**
 * Runs each job at once and then at its interval, until stopped; `stop` waits for the runs under way.
 *
 *     const jobs = startJobs([escalationJob(db)], { clock, onError });
 *     await jobs.stop();
 */
export function startJobs(jobs: readonly Job[], options: SchedulerOptions): { readonly stop: () => Promise<void> } {
  const running = jobs.map((job) => keepRunning(job, options));
  return {
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}

function keepRunning(job: Job, { clock, onError, timers = systemTimers }: SchedulerOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let cancel = () => {};
  let run: Promise<void>;
  const turn = async () => {
    try {
      await job.run(clock.now(), stopping.signal);
    } catch (error) {
      onError(job.name, error);
    }
    if (!stopping.signal.aborted) cancel = timers.after(job.everyMs, start);
  };
  const start = () => {
    run = turn();
  };
  run = turn();
  return {
    stop: async () => {
      stopping.abort();
      cancel();
      await run;
      await job.end?.();
    },
  };
}
