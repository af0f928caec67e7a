import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPhone } from '@truyvet/telephony';
import { tone } from '../packages/telephony/examples/tone.ts';
import { freePort } from '../test/peers/peerCase.ts';
import type { Rival } from './rival.ts';

const root = process.env['TRUYVET_ASTERISK_ROOT'] ?? '/opt/asterisk-sid';
const START_PATIENCE_MS = 30_000;
/** Most of the configuration is that of the peer tests; what `bench/asterisk/` holds comes instead or besides. */
const templates = [new URL('../test/peers/asterisk/', import.meta.url), new URL('./asterisk/', import.meta.url)];

/** Starts Asterisk with the extensions and sounds of the example server, on one core. */
export async function startAsterisk(core: number): Promise<Rival> {
  const sipPort = await freePort();
  const folder = await mkdtemp(join(root, 'tmp', 'truyvet-bench-'));
  await chmod(folder, 0o755);
  await configure(folder, sipPort);
  const inside = folder.slice(root.length);
  const words = ['-c', `${core}`, 'chroot', root, '/usr/sbin/asterisk', '-C', `${inside}/asterisk.conf`, '-f', '-q'];
  const child = spawn('taskset', words, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  if (child.pid === undefined || !(await answers(sipPort))) {
    const log = await readFile(join(folder, 'messages'), 'utf8').catch(() => 'no log');
    await stop();
    throw new Error(`Asterisk did not answer within ${START_PATIENCE_MS / 1000} s: ${log.slice(-600)}`);
  }
  return { name: 'asterisk', sipPort, pid: child.pid, stop };
}

async function configure(folder: string, sipPort: number): Promise<void> {
  const inside = folder.slice(root.length);
  for (const place of templates) {
    for (const name of await readdir(place)) {
      const text = await readFile(new URL(name, place), 'utf8');
      await writeFile(join(folder, name), text.replaceAll('@FOLDER@', inside).replaceAll('@SIP_PORT@', `${sipPort}`));
    }
  }
  await writeFile(join(folder, 'prompt8.alaw'), tone(400, 8_000));
  await writeFile(join(folder, 'prompt4.alaw'), tone(800, 4_000));
}

async function answers(sipPort: number): Promise<boolean> {
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 } });
  const trunk = { name: 'asterisk', proxy: { host: '127.0.0.1', port: sipPort }, callerNumber: 'bench' };
  const endMs = performance.now() + START_PATIENCE_MS;
  try {
    while (performance.now() < endMs) {
      if ((await phone.ping(trunk, 500)).ok) return true;
      await pause(100);
    }
    return false;
  } finally {
    await phone.close();
  }
}
