import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Problem, type TrunkState } from '@truyvet/contract';
import type { Phone, Trunk } from '@truyvet/telephony';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/connect.ts';
import { asEngine } from '../db/engineLock.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { type ClaimedTask, openTasks } from '../db/tasks.ts';
import type { CallContext, DialerLog } from './callContext.ts';
import { callTask } from './callTask.ts';
import { createClips, type VoiceClips } from './clips.ts';
import type { DialerEvent } from './dialerEvent.ts';
import { emptyLane, fillLane, type Lane, readLanes } from './lane.ts';
import { emptyBucket, pace, spend } from './pace.ts';
import { type RecoverySummary, recover } from './recover.ts';
import { createSabotage, type SabotageKind } from './sabotage.ts';
import { dialBehindTheBack } from './sabotageCall.ts';
import { systemTimers, type Timers } from './timers.ts';
import { TrunkWatch } from './trunkWatch.ts';

export type DialerOptions = {
  readonly db: Db;
  readonly phone: Phone;
  readonly voice: VoiceClips;
  readonly clock: Clock;
  readonly trunk: Trunk;
  /** What the trunk bears over all campaigns; no limit of its own if absent. */
  readonly limits?: { readonly channels: number; readonly callsPerSecond: number };
  /** Stable for one installation: attempts of a killed run are found by it. Only one process at a time can be this engine. */
  readonly engineId: string;
  readonly log: DialerLog;
  readonly onEvent: (event: DialerEvent) => void;
  /** Breaks the dialer on purpose, for demonstrations. */
  readonly sabotage?: SabotageKind;
  /** @default systemTimers */
  readonly timers?: Timers;
  /** Ids of recordings. @default randomUUID */
  readonly newId?: () => string;
  /** A running call may go on for so long after a stop; then it is hung up. @default 60000 */
  readonly graceMs?: number;
  /** How long `run` waits for a killed predecessor's lock to be freed. @default 5000 */
  readonly engineWaitMs?: number;
};

export type DialerSummary = {
  /** Calls that left. */
  readonly attempts: number;
  /** Tasks still to be called: the run was stopped, or the rest is due later than `idleLimitMs`. */
  readonly open: number;
  readonly nextDueAt: Date | null;
  readonly recovered: RecoverySummary;
};

export type RunOptions = {
  /** With nothing to do for longer than this a run of one campaign ends. @default Infinity */
  readonly idleLimitMs?: number;
};

export type Dialer = {
  /**
   * Settles what a killed run left, then calls. One campaign: until all its tasks are done or given up. `all`: until stopped.
   * Throws Problem `campaign.dialing` when another process is this engine.
   */
  run(campaign: number | 'all', signal: AbortSignal, options?: RunOptions): Promise<DialerSummary>;
  /** Looks for work at once, e.g. after a campaign was started. */
  wake(): void;
  snapshot(): { readonly live: number; readonly trunk: TrunkState; readonly dialing: boolean };
  /** Ends the run: no new calls; those under way may finish. Called a second time, they are hung up at once. */
  stop(): void;
};

export function createDialer(options: DialerOptions): Dialer {
  return new RunningDialer(options);
}

const longestSleepMs = 1000;

class RunningDialer implements Dialer {
  readonly #ctx: CallContext;
  readonly #trunk: TrunkWatch;
  readonly #options: DialerOptions;
  readonly #calls = new Set<Promise<void>>();
  #lanes: Lane[] = [];
  #bucket = emptyBucket(0);
  #attempts = 0;
  #dialing = false;
  #stopping = new AbortController();
  #hangUpAll = new AbortController();
  #wake: () => void = () => undefined;

  constructor(options: DialerOptions) {
    this.#options = options;
    const { db, phone, clock, trunk, log, onEvent, engineId, timers = systemTimers, newId = randomUUID } = options;
    const dial = (e164: string) => dialBehindTheBack(this.#ctx, e164);
    this.#ctx = {
      db,
      phone,
      clock,
      trunk,
      engineId,
      timers,
      newId,
      log,
      onEvent,
      clips: createClips(phone, options.voice),
      sabotage: createSabotage(options.sabotage, { db, dial }),
    };
    this.#trunk = new TrunkWatch(this.#ctx);
  }

  async run(
    campaign: number | 'all',
    signal: AbortSignal,
    { idleLimitMs = Number.POSITIVE_INFINITY }: RunOptions = {},
  ): Promise<DialerSummary> {
    if (this.#dialing) throw new Problem('campaign.dialing');
    this.#stopping = new AbortController();
    this.#hangUpAll = new AbortController();
    setMaxListeners(0, this.#hangUpAll.signal); // one listener a call
    const stop = () => this.stop();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      const done = await asEngine(this.#ctx.db, this.#ctx.engineId, this.#options.engineWaitMs ?? 5000, () =>
        this.#run(campaign, idleLimitMs),
      );
      if (!done) throw new Problem('campaign.dialing');
      return done.result;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  wake(): void {
    for (const lane of this.#lanes) lane.idleUntil = this.#ctx.clock.now();
    this.#wake();
  }

  snapshot(): { readonly live: number; readonly trunk: TrunkState; readonly dialing: boolean } {
    return { live: this.#calls.size, trunk: this.#trunk.state(), dialing: this.#dialing };
  }

  stop(): void {
    if (this.#stopping.signal.aborted) this.#hangUpAll.abort();
    this.#stopping.abort();
    this.#wake();
  }

  async #run(campaign: number | 'all', idleLimitMs: number): Promise<DialerSummary> {
    const recovered = await recover(this.#ctx);
    this.#attempts = 0;
    this.#lanes = [];
    this.#bucket = emptyBucket(this.#ctx.clock.now().getTime());
    this.#setDialing(true);
    try {
      await this.#dialUntilDone(campaign, idleLimitMs);
    } finally {
      await this.#finish();
      this.#setDialing(false);
    }
    const left = await inScope(this.#ctx.db, systemScope, (tx) => openTasks(tx, campaign));
    return { attempts: this.#attempts, ...left, recovered };
  }

  async #dialUntilDone(campaign: number | 'all', idleLimitMs: number): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        this.#lanes = await readLanes(this.#ctx, campaign, this.#lanes);
        await this.#trunk.probe();
        for (const lane of this.#lanes) if (!lane.paused) await this.#serve(lane);
      } catch (error) {
        // The database is away for a moment: calls under way go on, new ones wait.
        this.#ctx.log('error', 'the dialer could not look for work', { error: String(error) });
        const later = new Date(this.#ctx.clock.now().getTime() + longestSleepMs);
        for (const lane of this.#lanes) lane.idleUntil = later;
      }
      if (campaign !== 'all' && this.#isDone(idleLimitMs)) return;
      await this.#sleep(woken);
    }
  }

  /** Starts as many calls as the campaign's and the trunk's budgets allow now. */
  async #serve(lane: Lane): Promise<void> {
    const { channels, callsPerSecond } = lane.policy;
    const free = Math.min(channels - lane.live, this.#channels() - this.#calls.size);
    if (free < 1) return;
    await fillLane(this.#ctx, lane, Math.min(free, Math.ceil(callsPerSecond)));
    const nowMs = this.#ctx.clock.now().getTime();
    const own = pace({ bucket: lane.bucket, nowMs, callsPerSecond, channels, live: lane.live });
    const all = pace({
      bucket: this.#bucket,
      nowMs,
      callsPerSecond: this.#callsPerSecond(),
      channels: this.#channels(),
      live: this.#calls.size,
    });
    const tasks = lane.leased.splice(0, Math.min(own.count, all.count));
    lane.bucket = spend(own.bucket, tasks.length);
    this.#bucket = spend(all.bucket, tasks.length);
    for (const task of tasks) this.#start(lane, task);
  }

  #start(lane: Lane, task: ClaimedTask): void {
    lane.live++;
    const call = callTask(this.#ctx, lane, task, this.#hangUpAll.signal)
      .then((result) => {
        if (!result) return;
        this.#attempts++;
        this.#trunk.learn(result);
      })
      .catch((error: unknown) => this.#ctx.log('error', 'a call could not be made', { taskId: task.id, error: String(error) }))
      .finally(() => {
        lane.live--;
        lane.idleUntil = this.#ctx.clock.now();
        this.#calls.delete(call);
        this.#wake();
      });
    this.#calls.add(call);
  }

  #channels(): number {
    return this.#trunk.channels(this.#options.limits?.channels ?? Number.MAX_SAFE_INTEGER);
  }

  #callsPerSecond(): number {
    return this.#options.limits?.callsPerSecond ?? 1_000_000;
  }

  #setDialing(dialing: boolean): void {
    this.#dialing = dialing;
    this.#ctx.onEvent({ kind: 'dialing', dialing });
  }

  #isDone(idleLimitMs: number): boolean {
    if (this.#calls.size > 0) return false;
    const now = this.#ctx.clock.now().getTime();
    return this.#lanes.every(
      ({ open, leased, nextDueAt }) =>
        leased.length === 0 && (open === 0 || (nextDueAt !== null && nextDueAt.getTime() - now > idleLimitMs)),
    );
  }

  /** Until a call ends, a token is there, or a task may have come due. */
  async #sleep(woken: Promise<void>): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const now = this.#ctx.clock.now().getTime();
    const waits = this.#lanes.map((lane) => this.#waitOf(lane, now));
    let cancel: () => void = () => undefined;
    const slept = new Promise<void>((resolve) => {
      cancel = this.#ctx.timers.after(Math.min(longestSleepMs, ...waits), resolve);
    });
    await Promise.race([woken, slept]);
    cancel();
  }

  #waitOf(lane: Lane, nowMs: number): number {
    const full = lane.live >= lane.policy.channels || this.#calls.size >= this.#channels();
    if (full) return longestSleepMs;
    if (lane.leased.length === 0) return Math.max(5, lane.idleUntil.getTime() - nowMs);
    const own = pace({ bucket: lane.bucket, nowMs, callsPerSecond: lane.policy.callsPerSecond, channels: 1, live: 0 });
    const all = pace({ bucket: this.#bucket, nowMs, callsPerSecond: this.#callsPerSecond(), channels: 1, live: 0 });
    return Math.max(1, own.waitMs, all.waitMs);
  }

  /** Gives back what was not called and lets the calls under way come to their end. */
  async #finish(): Promise<void> {
    for (const lane of this.#lanes) {
      await emptyLane(this.#ctx, lane).catch((error: unknown) => {
        this.#ctx.log('warn', 'leased tasks could not be given back; their lease runs out', { error: String(error) });
      });
    }
    const cancel = this.#ctx.timers.after(this.#options.graceMs ?? 60_000, () => this.#hangUpAll.abort());
    await Promise.all(this.#calls);
    cancel();
  }
}
