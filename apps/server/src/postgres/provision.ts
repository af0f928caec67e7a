import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import { failure, ownerName } from './runServer.ts';
import { type SystemUser, spawnIds } from './systemUser.ts';

export const databaseName = 'truyvet';
/** The application signs in as this role and then becomes truyvet_app; it cannot become the owner. */
export const loginName = 'truyvet_login';

export type LocalAddress = { readonly port: number; readonly ownerPassword: string; readonly loginPassword: string };

export function localUrl(address: LocalAddress, who: 'owner' | 'login', database: string = databaseName): string {
  const [name, password] = who === 'owner' ? [ownerName, address.ownerPassword] : [loginName, address.loginPassword];
  return `postgres://${name}:${password}@127.0.0.1:${address.port}/${database}`;
}

/** Makes the application's roles and database if they are missing; sets the login's password to the stored one. */
export async function provision(address: LocalAddress): Promise<void> {
  const client = new pg.Client({ connectionString: localUrl(address, 'owner', 'postgres') });
  await client.connect();
  try {
    const roles = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any ($1)', [
      ['truyvet_app', loginName],
    ]);
    const has = (name: string) => roles.rows.some((row) => row.rolname === name);
    if (!has('truyvet_app')) await client.query('create role truyvet_app nologin');
    if (!has(loginName)) await client.query(`create role ${loginName} login noinherit in role truyvet_app`);
    await client.query(`alter role ${loginName} password ${client.escapeLiteral(address.loginPassword)}`);
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rows.length > 0) return;
    await client.query(`create database ${databaseName} template template0 encoding 'UTF8'`);
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query(`grant connect, temporary on database ${databaseName} to ${loginName}`);
  } finally {
    await client.end();
  }
}

/** Sets the owner's password in a stopped cluster, for when the password file was lost (single-user mode needs none). */
export function resetOwnerPassword(binaries: Binaries, user: SystemUser, clusterFolder: string, password: string): void {
  const run = spawnSync(join(binaries.folder, 'postgres'), ['--single', '-D', clusterFolder, '-c', 'lc_messages=C', 'postgres'], {
    ...spawnIds(user),
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    input: `alter role ${ownerName} password '${password}';\n`,
    encoding: 'utf8',
  });
  if (run.status !== 0 || /ERROR|FATAL/.test(run.stderr)) throw failure(run.stderr, clusterFolder, '');
}
