import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOwner } from '../../apps/server/src/db/asOwner.ts';
import { cpuSecondsOf, familyOf, load } from '../machine.ts';
import { askAll, BenchClient, type Spread } from './clients.ts';
import { type Cluster, restartCold } from './cluster.ts';
import { password, users } from './load.ts';
import {
  personQuestions,
  type Questions,
  reportQuestions,
  samplePeople,
  searchQuestions,
  topUnitOf,
  workQuestions,
} from './questions.ts';
import { startServe } from './serve.ts';

export type Line = {
  readonly who: keyof typeof users;
  readonly kind: string;
  readonly cold: Spread;
  /** Asked for the first time, the questions that come after the cold ones: of a database larger than the memory most read the disk. */
  readonly first: Spread;
  /** The same questions again. */
  readonly warm: Spread;
  /** CPU time of an answer in ms, which other work on the machine does not lengthen: of the server, of PostgreSQL. */
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
};
export type Measured = { readonly lines: readonly Line[]; readonly load: number };

const clientCount = 8;
/** So few, that what was read for the first is seldom there already for the next. */
const coldAnswers = 40;

/** Asks as each user: first cold, every kind in turn, then warm. Stops the cluster at the end. */
export async function measureAll(
  first: Cluster,
  { seconds, say }: { readonly seconds: number; readonly say: (line: string) => void },
): Promise<Measured> {
  let cluster = first;
  const lines: Line[] = [];
  for (const who of ['commune', 'province'] as const) {
    const people = await asOwner(cluster.postgres.ownerUrl, (client) => samplePeople(client, who));
    const unitId = await asOwner(cluster.postgres.ownerUrl, (client) => topUnitOf(client, who));
    const kinds = [workQuestions, searchQuestions(people), personQuestions(people), reportQuestions(unitId)];
    cluster = await restartCold(cluster);
    lines.push(...(await measureUser(cluster, who, kinds, seconds)));
    say(`measured as ${who}`);
  }
  await cluster.postgres.stop();
  return { lines, load: load() };
}

async function measureUser(
  cluster: Cluster,
  who: keyof typeof users,
  kinds: readonly Questions[],
  seconds: number,
): Promise<Line[]> {
  const server = await startServe(cluster.folder);
  const clients = Array.from({ length: clientCount }, (_, i) => new BenchClient(server.port, i));
  try {
    // Signing in reads nothing of what is measured.
    for (const client of clients) await client.signIn(users[who], password);
    const cold: Spread[] = [];
    for (const { path } of kinds) cold.push(await askAll(clients, path, coldAnswers, 120_000));
    const lines: Line[] = [];
    for (const [i, { name, path }] of kinds.entries()) {
      const first = await askAll(clients, path, Number.POSITIVE_INFINITY, seconds * 1000);
      const before = cpuOf(cluster, server.pid);
      const warm = await askAll(clients, path, first.n, seconds * 3000);
      const after = cpuOf(cluster, server.pid);
      const each = (from: number, to: number) => Math.round(((to - from) * 10_000) / warm.n) / 10;
      const cpu = { serverCpuMs: each(before.server, after.server), postgresCpuMs: each(before.postgres, after.postgres) };
      const coldOne = cold[i];
      if (coldOne) lines.push({ who, kind: name, cold: coldOne, first, warm, ...cpu });
    }
    return lines;
  } finally {
    for (const client of clients) client.close();
    await server.stop();
  }
}

function cpuOf({ folder }: Cluster, serverPid: number): { readonly server: number; readonly postgres: number } {
  return { server: cpuSecondsOf(familyOf(serverPid)), postgres: cpuSecondsOf(familyOf(postmasterOf(folder))) };
}

/** The first line of postmaster.pid. */
function postmasterOf(folder: string): number {
  const data = join(folder, 'data');
  const home = readdirSync(data).find((name) => /^postgres-\d+$/.test(name)) ?? '';
  const file = join(data, home, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : 0;
}

/** The worse of the users' warm p95. */
export function worst({ lines }: Measured, kind: string): number {
  return Math.max(...lines.filter((line) => line.kind === kind).map(({ warm }) => warm.p95Ms));
}
