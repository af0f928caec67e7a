import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeLevels, levelProfileOf } from '@truyvet/outbreak';
import { sql } from 'kysely';
import { rebuildLevels } from '../../apps/server/src/commands/levels/rebuildLevels.ts';
import { recordSample } from '../../apps/server/src/commands/levels/recordSample.ts';
import { asOwner } from '../../apps/server/src/db/asOwner.ts';
import { connect, type Db } from '../../apps/server/src/db/connect.ts';
import { readWhole } from '../../apps/server/src/db/levels/readWhole.ts';
import { migrate } from '../../apps/server/src/db/migrate.ts';
import { inScope, systemScope } from '../../apps/server/src/db/scope.ts';
import { removeCluster, startCluster } from './cluster.ts';
import { levelsGraphSql } from './levelsGraph.ts';

export type LevelsMeasured = {
  /** Reading the facts from the database and deriving every level. */
  readonly wholeMs: number;
  /** Of that, the derivation alone. */
  readonly computeMs: number;
  /** Reading, deriving and keeping all levels for the first time. */
  readonly rebuildMs: number;
  /** From asking for a positive sample to the commit: sample, case, levels of everyone behind, the list of who moved, the audit log. */
  readonly cascadeP50Ms: number;
  readonly cascadeP95Ms: number;
  readonly cascadeMaxMs: number;
  readonly movedMean: number;
  readonly movedMax: number;
};

export type LevelsOptions = {
  /** @default 1,000,000 */
  readonly edges?: number;
  /** @default 7 */
  readonly seed?: number;
  /** @default 1,000 */
  readonly positives?: number;
  readonly say?: (line: string) => void;
};

const now = new Date('2021-07-10T01:00:00Z');
const code = 'bench';
/** So many of the positives are the people with the most contacts of all. */
const hubShare = 0.02;

/**
 * Levels of an outbreak with so many contacts, on a PostgreSQL of its own: half as many people, one in fifty a case, sixty days. Three contacts in
 * ten are what cases said, five what their contacts said, two anything else. Who met how many follows a power law: the largest hubs have more than
 * a thousand contacts. Two contacts in three lie within a commune.
 */
export async function measureLevels(options: LevelsOptions = {}): Promise<LevelsMeasured> {
  const { edges = 1_000_000, seed = 7, positives = 1000, say = () => {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'truyvet-levels-'));
  try {
    const { postgres } = await startCluster(folder, 'work');
    await migrate(postgres.ownerUrl);
    await asOwner(postgres.ownerUrl, (client) => client.query(levelsGraphSql({ code, edges, seed })));
    await asOwner(postgres.ownerUrl, (client) => client.query('vacuum (analyze) person, exposure, case_record'));
    say(`${edges} contacts are loaded`);
    const measured = await measureOn(postgres, positives, say);
    await postgres.stop();
    return measured;
  } finally {
    await removeCluster(folder);
  }
}

async function measureOn(
  { url }: { readonly url: string },
  positives: number,
  say: (line: string) => void,
): Promise<LevelsMeasured> {
  const db = connect(url, { maxConnections: 2, statementTimeoutMs: 600_000 });
  try {
    return await measure(db, positives, say);
  } finally {
    await db.destroy();
  }
}

async function measure(db: Db, positives: number, say: (line: string) => void): Promise<LevelsMeasured> {
  const whole = await measureWhole(db);
  say(`whole: ${whole.wholeMs} ms, of which ${whole.computeMs} ms derive`);
  const begun = performance.now();
  const rebuilt = await rebuildLevels(db, code, now);
  const rebuildMs = Math.round(performance.now() - begun);
  say(`first time, kept: ${rebuildMs} ms, ${rebuilt.moved} people have a level`);
  return { ...whole, rebuildMs, ...(await measureCascade(db, positives, say)) };
}

/** The second of two, when the server has read its tables once. */
async function measureWhole(db: Db): Promise<{ wholeMs: number; computeMs: number }> {
  const profile = levelProfileOf('covid-19');
  let measured = { wholeMs: 0, computeMs: 0 };
  for (let i = 0; i < 2; i++) {
    measured = await inScope(db, systemScope, async (tx) => {
      const begun = performance.now();
      const { graph } = await readWhole(tx, 1, profile);
      const read = performance.now();
      computeLevels(graph, profile);
      const end = performance.now();
      return { wholeMs: Math.round(end - begun), computeMs: Math.round(end - read) };
    });
  }
  return measured;
}

async function measureCascade(
  db: Db,
  positives: number,
  say: (line: string) => void,
): Promise<Pick<LevelsMeasured, 'cascadeP50Ms' | 'cascadeP95Ms' | 'cascadeMaxMs' | 'movedMean' | 'movedMax'>> {
  const people = await choosePositives(db, positives);
  const takes: number[] = [];
  const movedCounts: number[] = [];
  for (const { personId, unitId } of people) {
    const scope = { kind: 'units', unitIds: [unitId], userId: 1 } as const;
    const noDates = { plannedOn: null, sentOn: null, laboratory: null, resultOn: null };
    const sample = { ...noDates, kind: 'pcr', takenOn: '2021-07-09', result: 'positive' } as const;
    const begun = performance.now();
    const { moved } = await recordSample(db, { scope, userId: 1, now, personId, outbreakId: 1, sample });
    takes.push(performance.now() - begun);
    movedCounts.push(moved.length);
  }
  const sorted = takes.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  const measured = {
    cascadeP50Ms: at(0.5),
    cascadeP95Ms: at(0.95),
    cascadeMaxMs: at(1),
    movedMean: Math.round((movedCounts.reduce((sum, count) => sum + count, 0) / Math.max(1, movedCounts.length)) * 10) / 10,
    movedMax: Math.max(0, ...movedCounts),
  };
  say(`after one positive: ${JSON.stringify(measured)}`);
  return measured;
}

/** People who are no cases yet and met somebody: the largest hubs among them, and others drawn by chance. */
async function choosePositives(db: Db, count: number): Promise<readonly { personId: number; unitId: number }[]> {
  return await inScope(db, systemScope, async (tx) => {
    const hubs = Math.ceil(count * hubShare);
    const { rows } = await sql<{ personId: number; unitId: number }>`
      with source as (
        select x.source_person_id as id, count(*) as contacts from exposure x
        where x.outbreak_id = 1 and not exists (select from case_record k where k.person_id = x.source_person_id) group by 1
      ), chosen as (
        (select id from source order by contacts desc, id limit ${hubs})
        union (select id from source order by bench_hash(id, 99) limit ${count})
      )
      select p.id as "personId", p.unit_id as "unitId" from chosen join person p using (id) order by bench_hash(p.id, 100) limit ${count}`.execute(
      tx,
    );
    return rows;
  });
}
