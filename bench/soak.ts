/**
 * `npm run soak -- --minutes 60`: calls that come and go for an hour at 60 % of what the engine carries (`--calls 300` at once), to see that
 * memory stays flat and that no descriptor or port is lost. Exit code 1 if one of these doesn't hold. `--sample` seconds between lines.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../test/peers/peerCase.ts';
import { sippAbsence } from '../test/peers/sipp.ts';
import { startEngine } from './engine.ts';
import type { FarEndReport } from './level.ts';
import { cpuSecondsOf, descriptorsOf, familyOf, load, pin, rssKbOf, twoCores, udpOverflows } from './machine.ts';
import { callLog, startLoad } from './sippLoad.ts';
import { judgeSoak, type Sample, sampleLine } from './soakVerdict.ts';
import { buildTool } from './tools.ts';

const CALL_MS = 12_800;
/** After the last call the engine's transactions live on for 32 s (RFC 3261 §17.2.2, timer J). */
const AFTERMATH_MS = 40_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    calls: { type: 'string', default: '300' },
    sample: { type: 'string', default: '60' },
  },
});
const calls = Number(values.calls);
const endMs = performance.now() + Number(values.minutes) * 60_000;

const absence = sippAbsence();
const cores = twoCores();
if (absence !== undefined || cores === undefined) {
  console.error(absence ?? 'this needs two cores: one for the engine, one for the load');
  process.exit(1);
}
pin(process.pid, cores.others);
const folder = await mkdtemp(join(tmpdir(), 'truyvet-soak-'));
const audioPort = await freePort();
const engine = await startEngine(cores.measured);
// Its threads start after it says that it listens.
await pause(5_000);
const quiet = { descriptors: descriptorsOf(engine.pid), rssKb: rssKbOf(familyOf(engine.pid)) };
const seconds = (endMs - performance.now()) / 1000;
const times = [`${CALL_MS / 1000}`, `${Math.max(1, seconds - CALL_MS / 1000)}`];
const farEnd = spawn('taskset', ['-c', `${cores.others}`, buildTool('farEnd'), `${audioPort}`, callLog(folder), ...times], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const report = text(farEnd.stdout);
const sipp = await startLoad({
  extension: 'ivr',
  sipPort: engine.sipPort,
  audioPort,
  core: cores.others,
  folder,
  calls,
  perMs: CALL_MS,
  atOnce: calls,
});

const overflowsBefore = udpOverflows();
const samples: Sample[] = [];
while (performance.now() < endMs) {
  const before = { cpu: cpuSecondsOf(familyOf(engine.pid)), atMs: performance.now() };
  await pause(Math.min(Number(values.sample) * 1000, endMs - performance.now()));
  const pids = familyOf(engine.pid);
  const counts = await sipp.counts();
  samples.push({
    minute: Number(values.minutes) - (endMs - performance.now()) / 60_000,
    rssKb: rssKbOf(pids),
    descriptors: descriptorsOf(engine.pid),
    cores: (cpuSecondsOf(pids) - before.cpu) / ((performance.now() - before.atMs) / 1000),
    succeeded: counts.succeeded,
    failed: counts.failed,
    load: load(),
  });
  console.log(sampleLine(samples.at(-1)));
}
const heard = JSON.parse(await report) as FarEndReport;
await sipp.stop();
await pause(AFTERMATH_MS);
const after = { descriptors: descriptorsOf(engine.pid), rssKb: rssKbOf(familyOf(engine.pid)) };
await engine.stop();
await rm(folder, { recursive: true, force: true });

const faults = judgeSoak(samples, quiet.descriptors, after.descriptors);
console.log(`quiet again: ${after.descriptors} descriptors (before: ${quiet.descriptors}), ${Math.round(after.rssKb / 1024)} MB`);
const lost = `${heard.lost} packets lost, ${heard.skipped} left out, ${udpOverflows() - overflowsBefore} datagrams found a full socket`;
console.log(`${heard.answered}/${heard.keys} keys heard, ${lost}, p99 deviation ${heard.p99Ms} ms`);
console.log(faults.length === 0 ? 'memory flat, no descriptor or port lost' : faults.join('; '));
process.exit(faults.length === 0 ? 0 : 1);
