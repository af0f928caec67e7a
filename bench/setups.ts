import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuSecondsOf, familyOf, load, stealSeconds } from './machine.ts';
import type { Rival } from './rival.ts';
import { startLoad } from './sippLoad.ts';

export type SetupResult = {
  readonly rival: Rival['name'];
  /** Asked for. */
  readonly perSecond: number;
  /** Reached, from the first call to the end of the last. */
  readonly reached: number;
  readonly cores: number;
  readonly cpuMsPerCall: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly load: number;
  readonly stealPercent: number;
};

/** Calls that are answered and hung up at once, at a given rate for some seconds. */
export async function measureSetups(rival: Rival, perSecond: number, seconds: number, core: number): Promise<SetupResult> {
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-bench-'));
  const audio = createSocket('udp4').bind(0, '127.0.0.1');
  await once(audio, 'listening');
  const pids = familyOf(rival.pid);
  const before = { cpu: cpuSecondsOf(pids), steal: stealSeconds(), atMs: performance.now() };
  const total = Math.round(perSecond * seconds);
  try {
    const sipp = await startLoad({
      extension: 'short',
      sipPort: rival.sipPort,
      audioPort: audio.address().port,
      core,
      folder,
      calls: perSecond,
      perMs: 1000,
      atOnce: 5_000,
      total,
    });
    await sipp.ended;
    const elapsed = (performance.now() - before.atMs) / 1000;
    const cpu = cpuSecondsOf(pids) - before.cpu;
    const counts = await sipp.counts();
    return {
      rival: rival.name,
      perSecond,
      reached: counts.succeeded / elapsed,
      cores: cpu / elapsed,
      cpuMsPerCall: (1000 * cpu) / total,
      failed: total - counts.succeeded,
      retransmissions: counts.retransmissions,
      load: load(),
      stealPercent: (100 * (stealSeconds() - before.steal)) / (2 * elapsed),
    };
  } finally {
    audio.close();
    await rm(folder, { recursive: true, force: true });
  }
}
