import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopLocalServers } from '../postgres/index.ts';

/** Names the folder of this run's PostgreSQL to the test workers, which start it when the first of them needs it. */
export const testFolderVariable = 'TRUYVET_TEST_FOLDER';
const prefix = 'truyvet-test-';

/** vitest globalSetup: gives the run a folder, and at its end stops the server and removes the folder. */
export default async function setup(): Promise<() => Promise<void>> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another account, which must pass through
  process.env[testFolderVariable] = folder;
  writeFileSync(join(folder, 'run.pid'), String(process.pid));
  return async () => await remove(folder);
}

/** Removes what killed runs left. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (Number.isInteger(pid) && !lives(pid)) await remove(join(tmpdir(), name));
  }
}

async function remove(folder: string): Promise<void> {
  await stopLocalServers(join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
