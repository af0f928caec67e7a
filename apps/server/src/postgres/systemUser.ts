import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from './processes.ts';

/** The account PostgreSQL runs as. Without ids: the account of this process. */
export type SystemUser = { readonly name: string; readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root. */
export function chooseSystemUser(passwd: () => string = readPasswd, uid: number | undefined = process.getuid?.()): SystemUser {
  if (uid !== 0) return { name: '' };
  const accounts = parsePasswd(passwd());
  const found = accounts.find((a) => a.name === 'postgres') ?? accounts.find((a) => a.name === 'nobody');
  return found ?? { name: 'nobody', uid: 65534, gid: 65534 };
}

/** Lines of passwd(5): name:password:uid:gid:…; root itself and broken lines are left out. */
export function parsePasswd(text: string): readonly Required<SystemUser>[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid || !/^[1-9]\d*$/.test(uid) || !/^\d+$/.test(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** The ids as spawn wants them. */
export function spawnIds(user: SystemUser): { uid?: number; gid?: number } {
  return user.uid === undefined || user.gid === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/** True when that account can enter the folder. */
export function canEnter(user: SystemUser, folder: string): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...spawnIds(user), cwd: '/', stdio: 'ignore' }).status === 0;
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
