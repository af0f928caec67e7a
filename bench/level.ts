import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../test/peers/peerCase.ts';
import { cpuSecondsOf, familyOf, load, pin, rssKbOf, stealSeconds, udpOverflows } from './machine.ts';
import type { Rival } from './rival.ts';
import { callLog, startLoad } from './sippLoad.ts';
import { buildTool } from './tools.ts';

/** Length of one call of the scenario: 8.6 s to the key, 4 s of second prompt, the ways between. */
const CALL_MS = 12_800;

/** What the callers' side saw (`bench/tools/farEnd.c`). */
export type FarEndReport = {
  readonly meanCalls: number;
  readonly minCalls: number;
  readonly maxCalls: number;
  readonly sent: number;
  readonly sendFailures: number;
  readonly sendLateP99Ms: number;
  readonly received: number;
  readonly streams: number;
  readonly lost: number;
  readonly reordered: number;
  readonly skipped: number;
  readonly dropped: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  readonly keys: number;
  readonly answered: number;
  readonly replyP50Ms: number;
  readonly replyP95Ms: number;
  readonly replyAfterEndP95Ms: number;
};

export type LevelResult = FarEndReport & {
  readonly rival: Rival['name'];
  readonly calls: number;
  /** Share of one core, 0–1. */
  readonly cores: number;
  readonly rssKb: number;
  readonly load: number;
  readonly stealPercent: number;
  /** Datagrams that no socket had room for while measuring, anybody's. */
  readonly overflows: number;
  readonly failedCalls: number;
};

export type LevelOptions = {
  readonly calls: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly othersCore: number;
};

/** Holds `calls` calls at once and measures. */
export async function measureLevel(rival: Rival, { calls, warmUpMs, measureMs, othersCore }: LevelOptions): Promise<LevelResult> {
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-bench-'));
  const audioPort = await freePort();
  // As calls end and begin, a few more are offered than are to be held.
  const atOnce = calls + Math.ceil(calls * 0.03) + 1;
  const rampMs = CALL_MS;
  const times = [`${(rampMs + warmUpMs) / 1000}`, `${measureMs / 1000}`];
  const farEnd = spawn('taskset', ['-c', `${othersCore}`, buildTool('farEnd'), `${audioPort}`, callLog(folder), ...times], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const farEndExited = once(farEnd, 'exit');
  const output = text(farEnd.stdout);
  const sipp = await startLoad({
    extension: 'ivr',
    sipPort: rival.sipPort,
    audioPort,
    core: othersCore,
    folder,
    calls: atOnce,
    perMs: Math.round(CALL_MS * 0.85),
    atOnce,
  });
  try {
    await pause(rampMs + warmUpMs);
    pin(process.pid, othersCore);
    const pids = familyOf(rival.pid);
    const before = { cpu: cpuSecondsOf(pids), steal: stealSeconds(), overflows: udpOverflows(), atMs: performance.now() };
    const rss: number[] = [];
    const endMs = before.atMs + measureMs;
    while (performance.now() < endMs) {
      await pause(Math.min(1000, Math.max(0, endMs - performance.now())));
      rss.push(rssKbOf(pids));
    }
    const seconds = (performance.now() - before.atMs) / 1000;
    const machine = {
      cores: (cpuSecondsOf(pids) - before.cpu) / seconds,
      rssKb: middle(rss),
      load: load(),
      stealPercent: (100 * (stealSeconds() - before.steal)) / (2 * seconds),
      overflows: udpOverflows() - before.overflows,
    };
    const report = JSON.parse(await output) as FarEndReport;
    return { rival: rival.name, calls, ...report, ...machine, failedCalls: (await sipp.counts()).failed };
  } finally {
    await sipp.stop();
    if (farEnd.exitCode === null) farEnd.kill('SIGKILL');
    await farEndExited;
    await rm(folder, { recursive: true, force: true });
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
