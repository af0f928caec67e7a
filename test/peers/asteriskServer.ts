import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPhone } from '@truyvet/telephony';
import { type Absence, freePort, HOST, pause, trunkTo } from './peerCase.ts';

/** Asterisk 22 lives in a folder of its own, a Debian sid put there by debootstrap. */
const root = process.env['TRUYVET_ASTERISK_ROOT'] ?? '/opt/asterisk-sid';
const START_PATIENCE_MS = 20_000;

export type Asterisk = {
  readonly sipPort: number;
  /** SIP over TLS. */
  readonly tlsPort: number;
  /** Its certificate, which nobody but itself signed. */
  readonly certificate: string;
  /** Runs a console command. */
  command(text: string): void;
  stop(): Promise<void>;
};

/** Undefined when Asterisk can be run here. */
export function asteriskAbsence(): Absence {
  if (!existsSync(join(root, 'usr/sbin/asterisk'))) return `no Asterisk in ${root} (set TRUYVET_ASTERISK_ROOT)`;
  return process.getuid?.() === 0 ? undefined : 'only root may run Asterisk in its folder';
}

/** Starts it with the configuration in `asterisk/` and waits until it answers OPTIONS. */
export async function startAsterisk(): Promise<Asterisk> {
  const [sipPort, tlsPort] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(root, 'tmp', 'truyvet-'));
  await chmod(folder, 0o755);
  const inside = folder.slice(root.length);
  await writeConfiguration(folder, { FOLDER: inside, SIP_PORT: `${sipPort}`, TLS_PORT: `${tlsPort}` });
  const certificate = await makeCertificate(folder);
  const config = `${inside}/asterisk.conf`;
  const child = spawn('chroot', [root, '/usr/sbin/asterisk', '-C', config, '-f', '-q'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  if (!(await answers(sipPort))) {
    const log = await readFile(join(folder, 'messages'), 'utf8').catch(() => 'no log');
    await stop();
    throw new Error(`Asterisk did not answer within ${START_PATIENCE_MS / 1000} s: ${log.slice(-600)}`);
  }
  return {
    sipPort,
    tlsPort,
    certificate,
    stop,
    command: (text) => {
      const { status, stderr } = spawnSync('chroot', [root, '/usr/sbin/asterisk', '-C', config, '-rx', text], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`Asterisk refused ${text}: ${stderr}`);
    },
  };
}

async function makeCertificate(folder: string): Promise<string> {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const what = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=asterisk.example.vn', '-addext', `subjectAltName=IP:${HOST}`];
  execFileSync('openssl', [...what, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return readFile(certificate, 'utf8');
}

async function writeConfiguration(folder: string, values: Readonly<Record<string, string>>): Promise<void> {
  const templates = new URL('./asterisk/', import.meta.url);
  for (const name of await readdir(templates)) {
    const template = await readFile(new URL(name, templates), 'utf8');
    const filled = template.replace(/@([A-Z_]+)@/g, (whole, key: string) => values[key] ?? whole);
    await writeFile(join(folder, name), filled);
  }
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
