import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhone } from '@truyvet/telephony';
import { type Absence, freePort, HOST, pause, trunkTo } from './peerCase.ts';

const START_PATIENCE_MS = 10_000;
const RATE_HZ = 8000;

/** A softphone that picks up at once, plays a WAV file and writes what it hears into another. */
export type Baresip = {
  readonly sipPort: number;
  /** Ends it and gives what it heard, 16-bit samples at 8 kHz. */
  stop(): Promise<Int16Array>;
};

/** Undefined when baresip is installed. */
export function baresipAbsence(): Absence {
  return spawnSync('baresip', ['-h']).error === undefined ? undefined : 'baresip is not installed (Debian package baresip-core)';
}

/** Starts it with `speech` (16-bit samples at 8 kHz) at its microphone; it must outlast the call. */
export async function startBaresip(speech: Int16Array): Promise<Baresip> {
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-baresip-'));
  const sipPort = await freePort();
  await writeFile(join(folder, 'in.wav'), wavOf(speech));
  await writeFile(join(folder, 'accounts'), `<sip:elder@${HOST}>;regint=0;answermode=auto;audio_codecs=PCMA/8000/1\n`);
  await writeFile(join(folder, 'contacts'), '');
  await writeFile(join(folder, 'config'), configuration(sipPort, await freePort()));
  const child = spawn('baresip', ['-4', '-f', folder], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    const dump = (await readdir(folder)).find((name) => name.endsWith('-dec.wav'));
    const heard = dump === undefined ? Buffer.alloc(0) : await readFile(join(folder, dump));
    await rm(folder, { recursive: true, force: true });
    return samplesOf(heard);
  };
  if (await answers(sipPort)) return { sipPort, stop };
  await stop();
  throw new Error(`baresip did not answer within ${START_PATIENCE_MS / 1000} s: ${said}`);
}

function configuration(sipPort: number, rtpPort: number): string {
  return `sip_listen ${HOST}:${sipPort}
net_interface ${HOST}
module_path /usr/lib/baresip/modules
module_app account.so
module g711.so
module aufile.so
module sndfile.so
module_app menu.so
audio_source aufile,./in.wav
snd_path .
audio_alert aufile,./in.wav
rtp_ports ${rtpPort}-${rtpPort + 20}
audio_channels 1
ausrc_srate ${RATE_HZ}
auplay_srate ${RATE_HZ}
ausrc_format s16
auplay_format s16
`;
}

/** A WAV file of 16-bit mono at 8 kHz. */
function wavOf(samples: Int16Array): Buffer {
  const head = Buffer.alloc(44);
  const bytes = samples.length * 2;
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE_HZ, 24);
  head.writeUInt32LE(RATE_HZ * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, bytes)]);
}

function samplesOf(wav: Buffer): Int16Array {
  const body = wav.subarray(Math.min(44, wav.length));
  return Int16Array.from({ length: body.length >> 1 }, (_, at) => body.readInt16LE(2 * at));
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
