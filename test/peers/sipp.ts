import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Absence, freePort, HOST } from './peerCase.ts';

/** Undefined when SIPp is installed. */
export function sippAbsence(): Absence {
  return spawnSync('sipp', ['-v']).error === undefined ? undefined : 'SIPp is not installed (Debian package sip-tester)';
}

export type SippOptions = {
  readonly scenario: string;
  /** Port of our phone, for scenarios that call. */
  readonly target?: number;
  readonly port?: number;
  readonly calls?: number;
  readonly perSecond?: number;
  /** @default 'udp' */
  readonly transport?: 'udp' | 'tcp';
  /** Sends our own sound back to us. */
  readonly echo?: boolean;
  /** Stands for @PCAP@ in the scenario. */
  readonly pcap?: Buffer;
};

/** Runs one scenario to its end; rejects with what SIPp complained about. */
export function runSipp(options: SippOptions): Promise<void> {
  const running = runInFolder(options);
  // Whoever waits for it hears of a failure; a case that fails earlier must not be followed by an unhandled rejection.
  running.catch(() => undefined);
  return running;
}

async function runInFolder(options: SippOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-sipp-'));
  try {
    await run(options, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(options: SippOptions, folder: string): Promise<void> {
  const source = await readFile(new URL(`./sipp/${options.scenario}.xml`, import.meta.url), 'utf8');
  const pcap = join(folder, 'keys.pcap');
  if (options.pcap !== undefined) await writeFile(pcap, options.pcap);
  await writeFile(join(folder, 'scenario.xml'), source.replace('@PCAP@', pcap));
  const args = [
    '-sf',
    'scenario.xml',
    '-i',
    HOST,
    '-p',
    `${options.port ?? (await freePort())}`,
    '-mi',
    HOST,
    '-mp',
    `${await freePort()}`,
  ];
  args.push('-m', `${options.calls ?? 1}`, '-r', `${options.perSecond ?? 10}`, '-s', '1022', '-nostdin', '-nd');
  args.push('-timeout', '25', '-timeout_error', '-trace_err', '-error_file', 'errors.log');
  if (options.transport === 'tcp') args.push('-t', 't1');
  if (options.echo) args.push('-rtp_echo');
  if (options.target !== undefined) args.push(`${HOST}:${options.target}`);
  const child = spawn('sipp', args, { cwd: folder, stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code === 0) return;
  const complaint = await readFile(join(folder, 'errors.log'), 'utf8').catch(() => 'no error file');
  throw new Error(`SIPp ${options.scenario} ended with ${code}: ${complaint.slice(0, 600)}`);
}
