/**
 * `npm run bench:calls`: our engine beside Asterisk, the same SIPp calls for both, each alone on one core while the load runs on the other.
 *
 * Options: `--levels 100,250,500,750,1000`, `--rates 250,500,750,1000`, `--warm 10`, `--measure 60`, `--setup-seconds 20`, `--only engine`,
 * `--json FILE`, `--native off` (one system call a datagram), `--profile FOLDER` (of every thread of the engine; it costs, so not for figures).
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { asteriskAbsence } from '../test/peers/asteriskServer.ts';
import { sippAbsence } from '../test/peers/sipp.ts';
import { startAsterisk } from './asterisk.ts';
import { startEngine } from './engine.ts';
import { type LevelResult, measureLevel } from './level.ts';
import { load, pin, twoCores } from './machine.ts';
import { carried, faultsOf, figuresOf, LEVEL_HEAD, LEVEL_NOTES, levelLine, setupLine } from './report.ts';
import type { Rival, StartRival } from './rival.ts';
import { measureSetups, type SetupResult } from './setups.ts';

const { values } = parseArgs({
  options: {
    levels: { type: 'string', default: '100,250,500,750,1000' },
    rates: { type: 'string', default: '250,500,750,1000' },
    warm: { type: 'string', default: '10' },
    measure: { type: 'string', default: '60' },
    'setup-seconds': { type: 'string', default: '20' },
    only: { type: 'string' },
    json: { type: 'string' },
    native: { type: 'string', default: 'on' },
    profile: { type: 'string' },
  },
});
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);

const absence = sippAbsence();
const cores = twoCores();
if (absence !== undefined || cores === undefined) {
  console.error(absence ?? 'this needs two cores: one for the engine, one for the load');
  process.exit(1);
}
const rivals = rivalsHere();
pin(process.pid, cores.others);
console.log(`engine on core ${cores.measured}, load on core ${cores.others}; load average now ${load()}`);
console.log(`ramp 12.8 s, warm-up ${values.warm} s, measurement ${values.measure} s\n`);

const levels = await allLevels(cores);
const setups = await allSetups(cores);
const figures = (name: Rival['name']) =>
  figuresOf(
    levels.filter(({ rival }) => rival === name),
    setups.filter(({ rival }) => rival === name),
  );
const result = { engine: figures('engine'), asterisk: rivals.some(([name]) => name === 'asterisk') ? figures('asterisk') : null };
console.log(`\n${JSON.stringify(result)}`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ...result, levels, setups }, null, 2)}\n`);
process.exit(0);

function rivalsHere(): [Rival['name'], StartRival][] {
  const profiling = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const all: [Rival['name'], StartRival][] = [
    ['engine', (core) => startEngine(core, profiling, ['--native', values.native])],
    ['asterisk', startAsterisk],
  ];
  const why = asteriskAbsence();
  if (why !== undefined) console.log(`Running the engine alone: ${why}`);
  return all.filter(
    ([name]) => (values.only === undefined || values.only === name) && (name !== 'asterisk' || why === undefined),
  );
}

// Once a rival has failed at a level it isn't asked for more.
async function allLevels({ measured, others }: NonNullable<typeof cores>): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  const beaten = new Set<string>();
  console.log(LEVEL_HEAD);
  for (const calls of numbers(values.levels)) {
    for (const [name, start] of rivals) {
      if (beaten.has(name)) continue;
      const rival = await start(measured);
      try {
        const times = { warmUpMs: Number(values.warm) * 1000, measureMs: Number(values.measure) * 1000 };
        const result = await measureLevel(rival, { calls, ...times, othersCore: others });
        results.push(result);
        console.log(levelLine(result));
        if (faultsOf(result).length > 0 && calls >= 500) beaten.add(name);
      } finally {
        await rival.stop();
      }
    }
  }
  console.log(`${LEVEL_NOTES}\n`);
  return results;
}

async function allSetups({ measured, others }: NonNullable<typeof cores>): Promise<SetupResult[]> {
  const results: SetupResult[] = [];
  const beaten = new Set<string>();
  for (const rate of numbers(values.rates)) {
    for (const [name, start] of rivals) {
      if (beaten.has(name)) continue;
      const rival = await start(measured);
      try {
        const warm = await measureSetups(rival, Math.min(rate, 200), 3, others);
        const result = warm.failed > 0 ? warm : await measureSetups(rival, rate, Number(values['setup-seconds']), others);
        results.push(result);
        console.log(setupLine(result));
        if (!carried(result)) beaten.add(name);
      } finally {
        await rival.stop();
      }
    }
  }
  return results;
}
