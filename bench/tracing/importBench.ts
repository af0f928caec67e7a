/**
 * How long a big list takes to import, and how much memory our processes use for it: the real `truyvet import` against a database with a million people.
 * Alone: `node --import tsx bench/tracing/importBench.ts [--rows 100000] [--people 1000000] [--seed 7] [--folder FOLDER] [--json]`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { referenceUnits } from '@truyvet/outbreak';
import { asOwner } from '../../apps/server/src/db/asOwner.ts';
import { connect } from '../../apps/server/src/db/connect.ts';
import { migrate } from '../../apps/server/src/db/migrate.ts';
import { loadReferenceUnits } from '../../apps/server/src/db/units.ts';
import { familyOf, rssKbOf } from '../machine.ts';
import { type Cluster, removeCluster, startCluster } from './cluster.ts';
import { loadPeople } from './importPeople.ts';
import { writeWorkbook } from './importWorkbook.ts';

export type ImportMeasurement = {
  readonly rows: number;
  /** From the start of the command to its end: with its start and the check of the schema. */
  readonly seconds: number;
  /** The most that the command and the process that reads the file had in memory together (resident, shared pages counted twice). */
  readonly peakMB: number;
  readonly stored: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
};

export type ImportBenchOptions = {
  readonly rows: number;
  /** People stored before; ignored with `cluster`. */
  readonly people: number;
  readonly seed: number;
  /** A running cluster with people in it; it keeps what is imported. */
  readonly cluster?: Cluster;
  /** Where to put a cluster of its own. @default the system's temporary folder */
  readonly folder?: string;
  readonly say?: (line: string) => void;
};

/** The province whose communes hold the people: all of them are candidates for each row. */
const province = '38';

export async function measureImport(options: ImportBenchOptions): Promise<ImportMeasurement> {
  const { rows, seed, say = () => {} } = options;
  const own = options.cluster ? null : mkdtempSync(join(options.folder ?? tmpdir(), 'truyvet-import-'));
  const lists = mkdtempSync(join(tmpdir(), 'truyvet-list-'));
  try {
    const cluster = options.cluster ?? (await loadCluster(own ?? '', options));
    const file = join(lists, 'danh-sach.xlsx');
    await asOwner(cluster.postgres.ownerUrl, (client) => writeWorkbook(file, rows, client, seed));
    say(`a workbook of ${rows} rows`);
    const measured = await runImport(cluster, file);
    if (own !== null) await cluster.postgres.stop();
    return measured;
  } finally {
    rmSync(lists, { recursive: true, force: true });
    if (own !== null) await removeCluster(own);
  }
}

async function loadCluster(folder: string, { people, seed, say = () => {} }: ImportBenchOptions): Promise<Cluster> {
  const loading = await startCluster(folder, 'load');
  await migrate(loading.postgres.ownerUrl);
  const db = connect(loading.postgres.url, { maxConnections: 2 });
  await loadReferenceUnits(db, referenceUnits);
  await db.destroy();
  await asOwner(loading.postgres.ownerUrl, (client) => loadPeople(client, people, seed));
  say(`${people} people`);
  await loading.postgres.stop();
  return await startCluster(folder, 'work');
}

const main = fileURLToPath(new URL('../../apps/server/src/cli/main.ts', import.meta.url));
const everyMs = 50;

async function runImport({ folder, postgres }: Cluster, file: string): Promise<ImportMeasurement> {
  const begun = performance.now();
  const args = ['import', file, '--unit', province, '--json', '--data', join(folder, 'data')];
  // Named, so that the command leaves the server running; its data folder holds the keys.
  const env = { ...process.env, DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl };
  const child = spawn(process.execPath, ['--max-semi-space-size=4', '--import', 'tsx', main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const peak = watchMemory(child);
  const [answer] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const seconds = (performance.now() - begun) / 1000;
  const summary = JSON.parse(answer.trim().split('\n').at(-1) ?? '{}') as Omit<ImportMeasurement, 'seconds' | 'peakMB'>;
  if (child.exitCode !== 0) throw new Error(`the import failed: ${answer}`);
  const { rows, stored, merged, unchanged, rejected } = summary;
  return { rows, seconds: round(seconds), peakMB: Math.round(peak() / 1024), stored, merged, unchanged, rejected };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The most memory, in kB, of the process and what it started; PostgreSQL runs already and is none of them. */
function watchMemory(child: ChildProcess): () => number {
  let most = 0;
  const look = () => {
    most = Math.max(most, rssKbOf(familyOf(child.pid ?? 0)));
  };
  const timer = setInterval(look, everyMs);
  child.on('exit', () => clearInterval(timer));
  return () => most;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '100000' },
      people: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '7' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { folder } = values;
  const measured = await measureImport({
    rows: Number(values.rows),
    people: Number(values.people),
    seed: Number(values.seed),
    say: (line) => process.stderr.write(`${line}\n`),
    ...(folder !== undefined && { folder }),
  });
  const { rows, seconds, peakMB, stored, merged, unchanged, rejected } = measured;
  console.log(
    values.json
      ? JSON.stringify({ importRows: rows, importSeconds: seconds, importPeakMB: peakMB })
      : `${rows} rows in ${seconds} s, ${peakMB} MB: ${stored} stored, ${merged} merged, ${unchanged} unchanged, ${rejected} rejected`,
  );
}
