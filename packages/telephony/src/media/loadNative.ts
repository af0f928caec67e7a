import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

/** The functions of native/datagrams.c. Failures are −errno. */
export type Native = {
  open(address: number, port: number): number;
  close(descriptor: number): number;
  poller(): number;
  watch(poller: number, descriptor: number, id: number): number;
  receive(poller: number, bytes: Uint8Array, table: Int32Array, most: number): number;
  send(bytes: Uint8Array, table: Int32Array, count: number): number;
  hurry(nice: number): number;
};

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../../native/', import.meta.url));
const COMPILE_TIMEOUT_MS = 20_000;

/**
 * Loads the addon for many datagrams a system call; compiles it first if that wasn't done yet. The reason as text where that can't be: no
 * Linux, no C compiler, no headers (the npm package `node-api-headers`), no right to write beside the source.
 */
export function loadNative(): Native | string {
  if (process.platform !== 'linux') return `not made for ${process.platform}`;
  try {
    return require(compiledAddon()) as Native;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Path of the addon. Its name tells its source, so that a changed source is compiled anew and never a foreign file taken for it. */
export function compiledAddon(): string {
  const source = join(folder, 'datagrams.c');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const addon = join(folder, 'dist', `datagrams-${process.arch}-${hash}.node`);
  if (existsSync(addon)) return addon;
  const { include_dir: headers } = require('node-api-headers') as { include_dir: string };
  mkdirSync(join(folder, 'dist'), { recursive: true });
  // Several threads and processes may be at it at once: each writes its own file, the last to finish wins with the same content.
  const fresh = `${addon}.${process.pid}.${threadId}`;
  const words = ['-O2', '-Wall', '-shared', '-fPIC', `-I${headers}`, '-DNAPI_VERSION=8', '-o', fresh, source];
  const { status, stderr, error } = spawnSync('cc', words, { encoding: 'utf8', timeout: COMPILE_TIMEOUT_MS });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`cc: ${stderr.slice(0, 500)}`);
  renameSync(fresh, addon);
  return addon;
}
