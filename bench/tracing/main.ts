/**
 * `npm run bench:tracing`: a database of 5 million people, 10 million exposures and 50 million attempts, asked over HTTP by 8 clients.
 *
 * Options: `--people N` (exposures and attempts scale along), `--scale S` (of 5 million), `--growth` (50,000, 500,000, 5 million), `--json`,
 * `--keep FOLDER` (leaves the loaded cluster there), `--reuse FOLDER` (asks one that was kept), `--folder FOLDER` (where to put it; default: the
 * system's temporary folder), `--seconds S` (of asking for the first time, for each kind; the same questions are then asked again), `--seed S`, `--only-load`, `--only-questions` (levels and import are left out).
 */
import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asOwner } from '../../apps/server/src/db/asOwner.ts';
import { load } from '../machine.ts';
import { removeCluster, startCluster, workSettings } from './cluster.ts';
import { type ImportMeasurement, measureImport } from './importBench.ts';
import { type LevelsMeasured, measureLevels } from './levelsBench.ts';
import { loadAll } from './load.ts';
import { attemptsOf, exposuresOf } from './loadSql.ts';
import { type Measured, measureAll, worst } from './measure.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string' },
    scale: { type: 'string', default: '1' },
    growth: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'string' },
    reuse: { type: 'string' },
    folder: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
    'only-load': { type: 'boolean', default: false },
    'only-questions': { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = 5_000_000;
/** 40 GB for the whole; small ones need little more than PostgreSQL itself. */
const bytesAPerson = 8_000;

const people = Math.round(values.people === undefined ? whole * Number(values.scale) : Number(values.people));
const sizes = values.growth ? [50_000, 500_000, 5_000_000].filter((size) => size <= Math.max(people, 50_000)) : [people];
const results: { readonly people: number; readonly measured: Measured }[] = [];
for (const size of sizes) results.push({ people: size, measured: await measureSize(size) });
if (values['only-questions']) {
  reportQuestions();
  process.exit(0);
}
// Both make databases of their own and remove them.
const levels = await measureLevels({
  edges: shareOf(1_000_000, 10_000),
  positives: shareOf(1000, 50),
  seed: Number(values.seed),
  say: (line) => say(`levels: ${line}`),
});
const imported = await measureImport({
  rows: shareOf(100_000, 1000),
  people: shareOf(1_000_000, 10_000),
  seed: Number(values.seed),
  say: (line) => say(`import: ${line}`),
  ...(values.folder !== undefined && { folder: values.folder }),
});
report(levels, imported);

/** What of a count belongs to this size; never so few that nothing would be measured. */
function shareOf(count: number, fewest: number): number {
  return Math.max(fewest, Math.round(count * Math.min(1, people / whole)));
}

async function measureSize(size: number): Promise<Measured> {
  const folder = values.reuse ?? values.keep ?? mkdtempSync(join(values.folder ?? tmpdir(), 'truyvet-tracing-'));
  if (values.reuse === undefined) requireRoom(size);
  const leave = () => void clear(folder).finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
  try {
    if (values.reuse === undefined) await loadInto(folder, size);
    const cluster = await startCluster(folder, 'work');
    const found = await asOwner(cluster.postgres.ownerUrl, async (client) =>
      Number((await client.query('select count(*) as n from person')).rows[0]?.n),
    );
    if (found !== size) say(`the cluster in ${folder} holds ${found} people`);
    if (values['only-load']) {
      await cluster.postgres.stop();
      process.exit(0);
    }
    return await measureAll(cluster, { seconds: Number(values.seconds), say });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, leave);
    await clear(folder);
  }
}

/** Twenty-five gigabytes are not left behind, whatever ended the run; a folder that somebody named is theirs. */
async function clear(folder: string): Promise<void> {
  if (values.reuse === undefined && values.keep === undefined) await removeCluster(folder);
}

async function loadInto(folder: string, size: number): Promise<void> {
  say(
    `loading ${size} people, ${exposuresOf(size)} exposures, ${attemptsOf(size)} attempts (fsync off while loading); load average ${load()}`,
  );
  const begun = performance.now();
  const cluster = await startCluster(folder, 'load');
  await loadAll(cluster, { people: size, seed: Number(values.seed) }, (line) => say(`  ${line}`));
  const bytes = await asOwner(cluster.postgres.ownerUrl, async (client) =>
    Number((await client.query('select pg_database_size(current_database()) as n')).rows[0]?.n),
  );
  await cluster.postgres.stop();
  say(`loaded in ${Math.round((performance.now() - begun) / 1000)} s, ${(bytes / 1e9).toFixed(1)} GB`);
}

function requireRoom(size: number): void {
  const { bavail, bsize } = statfsSync(values.keep === undefined ? (values.folder ?? tmpdir()) : join(values.keep, '..'));
  const needed = size * bytesAPerson + 500_000_000;
  if (bavail * bsize >= needed) return;
  console.error(
    `this needs ${(needed / 1e9).toFixed(1)} GB of disk, free are ${((bavail * bsize) / 1e9).toFixed(1)} GB; try a smaller --people`,
  );
  process.exit(1);
}

function reportQuestions(): void {
  say(
    `\nPostgreSQL: ${Object.entries(workSettings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
  );
  say('8 clients, p50 / p95 in ms (answers); row-level security on, as truyvet_app');
  for (const { people: size, measured } of results) {
    say(
      `\n${size.toLocaleString('en')} people, ${exposuresOf(size).toLocaleString('en')} exposures, ${attemptsOf(size).toLocaleString('en')} attempts; load average ${measured.load}`,
    );
    for (const { who, kind, cold, first, warm, serverCpuMs, postgresCpuMs } of measured.lines) {
      const text = ({ p50Ms, p95Ms, n }: typeof cold) => `${p50Ms} / ${p95Ms} (${n})`;
      say(
        `  ${who.padEnd(9)} ${kind.padEnd(13)} cold ${text(cold).padEnd(20)} first ${text(first).padEnd(22)} warm ${text(warm).padEnd(24)} CPU ${serverCpuMs} + ${postgresCpuMs}`,
      );
    }
  }
}

function report({ wholeMs, cascadeP95Ms }: LevelsMeasured, { rows, seconds, peakMB }: ImportMeasurement): void {
  reportQuestions();
  const last = results.at(-1);
  if (!last) return;
  const { measured } = last;
  const figures = {
    people: last.people,
    exposures: exposuresOf(last.people),
    attempts: attemptsOf(last.people),
    workListP95Ms: worst(measured, 'work list'),
    searchP95Ms: worst(measured, 'name search'),
    personPageP95Ms: worst(measured, 'person page'),
    dailyReportP95Ms: worst(measured, 'daily report'),
    levelsWholeMs: wholeMs,
    levelsCascadeP95Ms: cascadeP95Ms,
    importRows: rows,
    importSeconds: seconds,
    importPeakMB: peakMB,
  };
  say(
    `\nlevels: whole ${wholeMs} ms, after one positive p95 ${cascadeP95Ms} ms; import: ${rows} rows in ${seconds} s, ${peakMB} MB`,
  );
  if (values.json) console.log(JSON.stringify(figures));
}
