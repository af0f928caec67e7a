// Builds the web desk when its files are missing or were built from other sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';
import { withLock } from './lock.mjs';

const web = join(root, 'apps/web');
const dist = join(web, 'dist');
const stampFile = join(dist, '.sources');
/** Everything that ends up in the built files. */
const sources = [
  'package-lock.json',
  ...['index.html', 'vite.config.ts', 'package.json', 'tsconfig.json', 'src', 'public'].map((name) => `apps/web/${name}`),
  ...['contract', 'outbreak', 'dialogue'].map((name) => `packages/${name}/src`),
];

export async function ensureWebBuilt() {
  const stamp = hashOf(sources);
  if (isBuilt(stamp)) return;
  const build = async () => {
    if (isBuilt(stamp)) return;
    process.stderr.write('Đang dựng giao diện web…\n  Building the web desk…\n');
    const fresh = `dist.new-${process.pid}`;
    const code = await vite(['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']);
    if (code !== 0) {
      rmSync(join(web, fresh), { recursive: true, force: true });
      process.stderr.write('✗ Không dựng được giao diện web.\n  The web desk could not be built.\n');
      process.exit(1);
    }
    rmSync(dist, { recursive: true, force: true });
    renameSync(join(web, fresh), dist);
    writeFileSync(stampFile, stamp);
  };
  await withLock(join(root, 'out', 'web.lock'), build);
}

function isBuilt(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

/** A hash over names and contents of files and folders; tests do not count. */
function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full) || /\.test\.tsx?$/.test(path)) return;
    const names = namesIn(full);
    if (names) for (const name of names) add(`${path}/${name}`);
    else hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** The names in a folder, sorted; undefined for a file. */
function namesIn(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function vite(args) {
  const main = join(dirname(createRequire(join(web, 'package.json')).resolve('vite/package.json')), 'bin/vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: web, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
