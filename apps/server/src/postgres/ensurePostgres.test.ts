import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findDebian } from './binaries.ts';
import { ensurePostgres, type Postgres, stopLocalServers } from './ensurePostgres.ts';
import { isAlive, waitUntilGone } from './processes.ts';

/** PostgreSQL itself, started for real: Debian's where the machine has it, and always the one from npm. */
const kinds = [...(findDebian().length > 0 ? (['debian'] as const) : []), 'embedded' as const];

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'truyvet-pg-'));
  chmodSync(folder, 0o711);
  folders.push(folder);
  return folder;
};
const children: ChildProcess[] = [];
const started: Postgres[] = [];
afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  for (const folder of folders) {
    await stopLocalServers(folder);
    rmSync(folder, { recursive: true });
  }
});

type Held = {
  url: string;
  ownerUrl: string;
  how: string;
  notices: string[];
  problem?: string;
  details?: Record<string, unknown>;
};

/** Brings PostgreSQL up in another process, which then only waits. */
async function hold(
  folder: string,
  env: NodeJS.ProcessEnv,
  ids: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; held: Held }> {
  const script = fileURLToPath(new URL('./testHold.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    env: { PATH: process.env['PATH'], HOME: tmpdir(), ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...ids,
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, held: JSON.parse(line) as Held };
  throw new Error('the process ended without a word');
}

async function kill9(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  expect(await waitUntilGone(child.pid ?? 0, 5000)).toBe(true);
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // servers are killed here
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const postmasterOf = (folder: string) => {
  const name = readdirSync(folder).find((one) => /^postgres-\d+$/.test(one)) ?? '';
  return Number(readFileSync(join(folder, name, 'postmaster.pid'), 'utf8').split('\n')[0]);
};

describe.each(kinds)('PostgreSQL from %s', (kind) => {
  const env = { TRUYVET_POSTGRES: kind };
  const notices: string[] = [];
  const ensure = async (folder: string, more: NodeJS.ProcessEnv = {}) => {
    notices.length = 0;
    const postgres = await ensurePostgres({
      dataFolder: folder,
      say: (notice) => notices.push(notice.en),
      env: { ...env, ...more },
    });
    started.push(postgres);
    return postgres;
  };
  const stop = async (postgres: Postgres) => {
    started.splice(started.indexOf(postgres), 1);
    await postgres.stop();
  };
  const folder = newFolder();
  const keep = 'create table if not exists kept (x int); insert into kept values (1)';

  it('is created durable, keeps its passwords to itself, and gives the application a login that owns nothing', async () => {
    const postgres = await ensure(folder);
    expect(postgres.how).toBe(kind);
    const [settings] = await query(
      postgres.ownerUrl,
      `select current_setting('fsync') f, current_setting('synchronous_commit') s, current_setting('full_page_writes') p,
              current_setting('data_checksums') c, current_setting('listen_addresses') l, getdatabaseencoding() e`,
    );
    expect(settings).toEqual({ f: 'on', s: 'on', p: 'on', c: 'on', l: '127.0.0.1', e: 'UTF8' });
    const [login] = await query(
      postgres.url,
      'select rolsuper s, rolcreaterole r, rolcreatedb d, rolbypassrls b from pg_roles where rolname = current_user',
    );
    expect(login).toEqual({ s: false, r: false, d: false, b: false });
    expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600);
    await expect(query(postgres.url.replace(/:[\w-]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      /password authentication failed/,
    );
    await query(postgres.ownerUrl, keep);
  });

  it('is started again with the same data, port and passwords', async () => {
    const first = await ensure(folder);
    const pid = postmasterOf(folder);
    await stop(first);
    expect(isAlive(pid)).toBe(false);
    expect(notices.at(-1)).toBe('Stopped PostgreSQL.');
    const second = await ensure(folder);
    expect(second.url).toBe(first.url);
    expect(await query(second.ownerUrl, 'select x from kept')).toEqual([{ x: 1 }]);
  });

  it('is adopted after a kill -9 of the process that started it', async () => {
    const { child, held } = await hold(folder, env);
    const pid = postmasterOf(folder);
    await kill9(child);
    expect(isAlive(pid)).toBe(true);
    const postgres = await ensure(folder);
    expect(postgres.url).toBe(held.url);
    expect(notices.join()).toMatch(/Adopted the PostgreSQL/);
    expect(postmasterOf(folder)).toBe(pid);
    await stop(postgres);
    expect(isAlive(pid)).toBe(false);
  });

  it('comes back by itself on the same port after a kill -9 of the server, with everything that was committed', async () => {
    const postgres = await ensure(folder);
    await query(postgres.ownerUrl, 'insert into kept values (2)');
    const pid = postmasterOf(folder);
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => query(postgres.ownerUrl, 'select max(x) m from kept').catch(() => []), { timeout: 15_000 })
      .toEqual([{ m: 2 }]);
    expect(postmasterOf(folder)).not.toBe(pid);
    expect(notices.join()).toMatch(/stopped unexpectedly.*recovering/);
  });

  it('recovers at the next start when process and server were both killed', async () => {
    const { child, held } = await hold(folder, env);
    await query(held.ownerUrl, 'insert into kept values (3)');
    process.kill(postmasterOf(folder), 'SIGKILL');
    await kill9(child);
    const postgres = await ensure(folder);
    expect(notices.join()).toMatch(/recovering by itself/);
    expect(await query(postgres.ownerUrl, 'select max(x) m from kept')).toEqual([{ m: 3 }]);
  });

  it('sets new passwords and keeps the data when the password file is lost, even while an old server runs', async () => {
    const { child } = await hold(folder, env);
    await kill9(child);
    rmSync(join(folder, 'postgres.json'));
    const postgres = await ensure(folder);
    expect(notices.join()).toMatch(/new passwords were set/);
    expect(await query(postgres.ownerUrl, 'select max(x) m from kept')).toEqual([{ m: 3 }]);
  });
});

describe('the supervisor', () => {
  const [kind] = kinds;
  const env = { TRUYVET_POSTGRES: kind };
  const ensure = async (folder: string, more: NodeJS.ProcessEnv = {}) => {
    const notices: string[] = [];
    const postgres = await ensurePostgres({
      dataFolder: folder,
      say: (notice) => notices.push(notice.en),
      env: { ...env, ...more },
    });
    started.push(postgres);
    return { postgres, notices };
  };
  const folder = newFolder();

  it('runs one server for processes that start at the same moment, and the last to leave stops it', async () => {
    const both = await Promise.all([hold(folder, env), hold(folder, env)]);
    expect(both[0].held.url).toBe(both[1].held.url);
    const pid = postmasterOf(folder);
    const leave = async (child: ChildProcess) => {
      child.stdin?.end();
      await new Promise((resolve) => child.once('exit', resolve));
    };
    await leave(both[0].child);
    expect(isAlive(pid)).toBe(true);
    expect(await query(both[1].held.url, 'select 1 one')).toEqual([{ one: 1 }]);
    await leave(both[1].child);
    expect(isAlive(pid)).toBe(false);
  });

  it('stops a server that does not answer by its pid file, and starts a new one', async () => {
    const { child } = await hold(folder, env);
    const pid = postmasterOf(folder);
    await kill9(child);
    process.kill(pid, 'SIGSTOP');
    const { notices } = await ensure(folder);
    expect(notices[0]).toBe(`The PostgreSQL left behind (process ${pid}) does not answer; stopping it and starting again.`);
    expect(isAlive(pid)).toBe(false);
  });

  it('is not misled by a pid file whose number now belongs to another program', async () => {
    const first = await ensure(folder);
    await first.postgres.stop();
    started.length = 0;
    const name = readdirSync(folder).find((one) => /^postgres-\d+$/.test(one)) ?? '';
    writeFileSync(
      join(folder, name, 'postmaster.pid'),
      `${process.pid}\n${join(folder, name)}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`,
    );
    await ensure(folder);
    expect(postmasterOf(folder)).not.toBe(process.pid);
  });

  it('moves to another port when its own is taken, and says so; refuses when the port was insisted on', async () => {
    const { postgres } = await ensure(folder);
    await postgres.stop();
    started.length = 0;
    const port = Number(new URL(postgres.url).port);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      await expect(ensure(folder, { TRUYVET_POSTGRES_PORT: String(port) })).rejects.toMatchObject({
        code: 'postgres.portBusy',
        details: { port },
      });
      const { notices } = await ensure(folder);
      expect(notices.join()).toMatch(new RegExp(`Port ${port} is taken by another program`));
    } finally {
      other.close();
    }
  });

  it('refuses data of a version that is not here, naming both remedies', async () => {
    const strange = newFolder();
    mkdirSync(join(strange, 'postgres-99'));
    writeFileSync(join(strange, 'postgres-99', 'PG_VERSION'), '99\n');
    const refusal = expect(ensurePostgres({ dataFolder: strange, say: () => {}, env: {} })).rejects;
    await refusal.toMatchObject({ code: 'postgres.wrongVersion', details: { needed: 99 } });
    await refusal.toThrow(/install PostgreSQL 99 again.*or dump the data/);
    mkdirSync(join(strange, 'postgres-15'));
    writeFileSync(join(strange, 'postgres-15', 'PG_VERSION'), '15\n');
    await expect(ensurePostgres({ dataFolder: strange, say: () => {}, env: {} })).rejects.toMatchObject({
      code: 'postgres.twoFolders',
    });
  });

  it('says what the server says when it cannot start', async () => {
    const broken = newFolder();
    const { postgres } = await ensure(broken);
    await postgres.stop();
    started.length = 0;
    const name = readdirSync(broken).find((one) => /^postgres-\d+$/.test(one)) ?? '';
    rmSync(join(broken, name, 'global', 'pg_control'));
    const refusal = expect(ensure(broken)).rejects;
    await refusal.toMatchObject({ code: 'postgres.cannotStart' });
    await refusal.toThrow(/could not find the database system|pg_control/);
  });

  it('leaves nothing half made when it is killed while it creates the data folder', async () => {
    const fresh = newFolder();
    const script = fileURLToPath(new URL('./testHold.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, fresh], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'ignore',
    });
    children.push(child);
    await expect
      .poll(() => readdirSync(fresh).some((name) => name.includes('.new-')), { timeout: 10_000, interval: 5 })
      .toBe(true);
    await kill9(child);
    const { postgres } = await ensure(fresh);
    expect(await query(postgres.url, 'select 1 one')).toEqual([{ one: 1 }]);
    expect(readdirSync(fresh).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('uses the server of DATABASE_URL and leaves it running', async () => {
    const { postgres: server } = await ensure(folder);
    const { postgres, notices } = await ensure(newFolder(), { DATABASE_URL: server.ownerUrl });
    expect(postgres).toMatchObject({ how: 'DATABASE_URL', url: server.ownerUrl });
    expect(notices.join()).not.toContain(new URL(server.ownerUrl).password);
    await postgres.stop();
    expect(await query(server.url, 'select 1 one')).toEqual([{ one: 1 }]);
  });

  it('says where it could not connect, without the password', async () => {
    const url = 'postgres://someone:verysecret@127.0.0.1:1/nothing';
    const refusal = await ensurePostgres({ dataFolder: '/nonexistent', say: () => {}, env: { DATABASE_URL: url } }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ code: 'postgres.unreachable', details: { place: '127.0.0.1:1/nothing' } });
    expect(String(refusal)).not.toContain('verysecret');
  });
});

/** Only root can become another account. */
const accounts = process.getuid?.() === 0 ? [{ uid: 65534, gid: 65534 }] : [];
describe.each(accounts)('as another account', (ids) => {
  it.each(kinds)('runs from %s without being root, and the folder it made is then its own', async (kind) => {
    const folder = newFolder();
    chownSync(folder, ids.uid, ids.gid);
    const { child, held } = await hold(folder, { TRUYVET_POSTGRES: kind }, ids);
    expect(held.how).toBe(kind);
    expect(await query(held.url, 'select 1 one')).toEqual([{ one: 1 }]);
    child.stdin?.end();
    await new Promise((resolve) => child.once('exit', resolve));
    // Root comes later: the data stay with the account that made them.
    const postgres = await ensurePostgres({ dataFolder: folder, say: () => {}, env: { TRUYVET_POSTGRES: kind } });
    started.push(postgres);
    expect(await query(postgres.url, 'select 1 one')).toEqual([{ one: 1 }]);
  });

  it('is told plainly when the folder belongs to someone else', async () => {
    const folder = newFolder();
    const postgres = await ensurePostgres({ dataFolder: folder, say: () => {}, env: {} });
    started.push(postgres);
    const { held } = await hold(folder, {}, ids);
    expect(held).toMatchObject({ problem: 'postgres.forbidden' });
    expect(existsSync(join(folder, 'postgres.json'))).toBe(true);
  });
});
