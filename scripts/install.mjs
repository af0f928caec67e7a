// Installs from package-lock.json when node_modules is missing or does not fit it; otherwise touches nothing and needs no network.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Makes sure that the packages are there. Everything it says goes to stderr. Ends the process when installing fails. */
export async function ensureInstalled(folder = root) {
  if (isInstalled(folder)) return;
  const say = (vi, en) => process.stderr.write(`${vi}\n  ${en}\n`);
  const wait = () => say('Một lệnh khác đang cài đặt; xin chờ…', 'Another command is installing; waiting…');
  const install = async () => {
    if (isInstalled(folder)) return true;
    say(
      'Đang cài các thư viện cần thiết (chỉ lần đầu, vài phút)…',
      'Installing the packages it needs (first time only, a few minutes)…',
    );
    if ((await npmCi(folder)) !== 0) return false;
    writeFileSync(stampFile(folder), stampOf(folder));
    return true;
  };
  if (await withLock(join(folder, 'out', 'install.lock'), install, wait)) return;
  say(
    '✗ Không cài được các thư viện (xem lời báo của npm ở trên). Xin kiểm tra kết nối mạng và dung lượng đĩa rồi chạy lại.',
    '✗ The packages could not be installed (see what npm says above). Check the network and the disk, then run it again.',
  );
  process.exit(4);
}

const stampFile = (folder) => join(folder, 'node_modules', '.truyvet-installed');

/** The lock file and the machine's kind: binaries differ between platforms. */
function stampOf(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function isInstalled(folder) {
  const file = stampFile(folder);
  if (existsSync(file) && readFileSync(file, 'utf8') === stampOf(folder)) return true;
  if (!fitsLock(folder)) return false;
  try {
    writeFileSync(file, stampOf(folder));
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes(error.code)) throw error; // installed by another account: only slower
  }
  return true;
}

/** True when somebody installed by hand what the lock file says: npm keeps what it installed in node_modules/.package-lock.json. */
export function fitsLock(folder) {
  const done = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(done)) return false;
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const have = packagesOf(done);
  const missing = Object.entries(wanted).some(([path, entry]) => {
    if (!path.includes('node_modules/')) return false;
    const got = have[path];
    if (!got) return !entry.optional;
    return entry.link ? !existsSync(join(folder, path)) : got.version !== entry.version;
  });
  return !missing && Object.keys(have).every((path) => path in wanted && existsSync(join(folder, path)));
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** npm's own words go to stderr, so that stdout stays the command's. Resolves with the exit code. */
function npmCi(folder) {
  const { npm_config_loglevel: _, npm_config_json: __, NODE_ENV: ___, ...env } = process.env;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--no-json'];
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 2, 2],
      shell: program === 'npm' && process.platform === 'win32',
    });
    child.on('error', (error) => {
      process.stderr.write(`npm: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
