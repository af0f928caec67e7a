import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { asOwner } from '../../apps/server/src/db/asOwner.ts';
import { ensurePostgres, type Postgres, stopLocalServers } from '../../apps/server/src/postgres/index.ts';

/** A PostgreSQL of the benchmark's own, in a folder of its own, started as the product starts its own. */
export type Cluster = { readonly folder: string; readonly postgres: Postgres };

const megabytes = (share: number, most: number) => `${Math.min(most, Math.floor((totalmem() * share) / 1024 / 1024))}MB`;

/** What an administrator of a server of this size would set (a quarter of the memory for buffers, fast disks). Printed with the figures. */
export const workSettings = {
  shared_buffers: megabytes(0.25, 4096),
  effective_cache_size: megabytes(0.6, 64_000),
  work_mem: '16MB',
  maintenance_work_mem: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '4GB',
  wal_level: 'replica',
  max_wal_senders: '10',
  autovacuum: 'on',
} as const;

/** For loading alone: no fsync (`durable: false` of ensurePostgres), no log of rows into new tables, one sort in memory. */
const loadSettings = {
  ...workSettings,
  maintenance_work_mem: megabytes(0.06, 1500),
  max_wal_size: '16GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
} as const;

/** Starts it with the settings of the phase; they count from this start on. */
export async function startCluster(folder: string, phase: 'load' | 'work'): Promise<Cluster> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const options = { dataFolder: join(folder, 'data'), say: () => {}, env: {}, durable: phase === 'work' };
  const first = await ensurePostgres(options);
  const changed = await alterSystem(first.ownerUrl, phase === 'load' ? loadSettings : workSettings);
  if (!changed) return { folder, postgres: first };
  await first.stop();
  return { folder, postgres: await ensurePostgres(options) };
}

/** True when the server has to be started again for it. */
async function alterSystem(ownerUrl: string, settings: Readonly<Record<string, string>>): Promise<boolean> {
  return await asOwner(ownerUrl, async (client) => {
    let changed = false;
    for (const [name, value] of Object.entries(settings)) {
      const { rows } = await client.query<{ same: boolean }>(
        `select coalesce(bool_or(setting = $2), false) as same from pg_file_settings where name = $1 and applied`,
        [name, value],
      );
      if (rows[0]?.same) continue;
      await client.query(`alter system set ${client.escapeIdentifier(name)} = ${client.escapeLiteral(value)}`);
      changed = true;
    }
    return changed;
  });
}

/** Stops it, forgets what the system keeps of its files in memory (where the system's tools can), starts it again. */
export async function restartCold({ folder, postgres }: Cluster): Promise<Cluster> {
  await postgres.stop();
  forgetFiles(join(folder, 'data'));
  return await startCluster(folder, 'work');
}

/** GNU dd with `nocache` and no bytes to read asks the kernel to drop a file's pages. */
function forgetFiles(folder: string): void {
  spawnSync('sync');
  const dd = 'for f; do dd if="$f" iflag=nocache count=0 status=none; done';
  spawnSync('find', [folder, '-type', 'f', '-size', '+7k', '-exec', 'sh', '-c', dd, 'sh', '{}', '+'], { stdio: 'ignore' });
}

export async function removeCluster(folder: string): Promise<void> {
  await stopLocalServers(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
}
