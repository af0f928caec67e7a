import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhone } from '@truyvet/telephony';
import { type Absence, freePort, HOST, pause, trunkTo } from './peerCase.ts';

const START_PATIENCE_MS = 10_000;

export type Kamailio = { readonly sipPort: number; stop(): Promise<void> };

/** Undefined when Kamailio is installed. */
export function kamailioAbsence(): Absence {
  return spawnSync('kamailio', ['-v']).error === undefined ? undefined : 'Kamailio is not installed (Debian package kamailio)';
}

/** Starts it with `kamailio/kamailio.cfg` and waits until it answers OPTIONS. */
export async function startKamailio(): Promise<Kamailio> {
  const sipPort = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-kamailio-'));
  const template = await readFile(new URL('./kamailio/kamailio.cfg', import.meta.url), 'utf8');
  const config = join(folder, 'kamailio.cfg');
  await writeFile(config, template.replaceAll('@FOLDER@', folder).replaceAll('@PORT@', `${sipPort}`));
  const child = spawn('kamailio', ['-f', config, '-DD', '-E', '-Y', folder, '-w', folder, '-m', '32', '-M', '4'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    // Its children end with it.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  if (await answers(sipPort)) return { sipPort, stop };
  await stop();
  throw new Error(`Kamailio did not answer within ${START_PATIENCE_MS / 1000} s: ${said}`);
}

async function answers(sipPort: number): Promise<boolean> {
  const phone = await createPhone({ bind: { host: HOST, port: 0 } });
  const endMs = performance.now() + START_PATIENCE_MS;
  try {
    while (performance.now() < endMs) {
      if ((await phone.ping(trunkTo(sipPort), 500)).ok) return true;
      await pause(100);
    }
    return false;
  } finally {
    await phone.close();
  }
}
