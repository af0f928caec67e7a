import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type SystemUser, spawnIds } from './systemUser.ts';

export type Binaries = {
  readonly how: 'debian' | 'embedded';
  readonly major: number;
  /** Such as '15.13'. */
  readonly version: string;
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
};

export const oldestMajor = 15;

/** Server programs of Debian's packages (/usr/lib/postgresql/N/bin), newest first, those too old left out. */
export function findDebian(root = '/usr/lib/postgresql'): readonly Binaries[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map(Number)
    .filter((major) => Number.isInteger(major) && major >= oldestMajor)
    .sort((a, b) => b - a)
    .flatMap((major) => {
      const folder = join(root, String(major), 'bin');
      if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return [];
      return [{ how: 'debian' as const, major, folder, version: versionOf(folder) }];
    });
}

/** "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)" → "15.13". */
export function parseVersion(text: string): string | undefined {
  return /\(PostgreSQL\) (\d+(?:\.\d+)*)/.exec(text)?.[1];
}

export function versionOf(folder: string): string {
  const text = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' });
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`${folder}/postgres --version says: ${text}`);
  return version;
}

/** True when that account can run the programs: path reachable, executable, every shared library found. */
export function runsAs(user: SystemUser, folder: string): boolean {
  return ['postgres', 'initdb'].every(
    (name) => spawnSync(join(folder, name), ['--version'], { ...spawnIds(user), cwd: '/', stdio: 'ignore' }).status === 0,
  );
}
