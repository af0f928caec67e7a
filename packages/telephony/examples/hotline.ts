/**
 * Answers every call from the hosts named, asks for a message with a tone and records until the caller presses # or hangs up; one raw A-law
 * file a call: `node --import tsx hotline.ts 5062 recordings 127.0.0.1`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPhone } from '@truyvet/telephony';
import { tone } from './tone.ts';

const [port = '5062', folder = 'recordings', ...hosts] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const phone = await createPhone({
  bind: { host: '127.0.0.1', port: Number(port) },
  inboundHosts: hosts.length === 0 ? ['127.0.0.1'] : hosts,
});
phone.loadClip('beep', tone(1000, 300));

let calls = 0;
phone.on('call', (call) => {
  const file = join(folder, `${++calls}.alaw`);
  call.ring();
  call.answer();
  const beep = call.play(['beep']);
  call.on('played', ({ playback }) => {
    if (playback === beep) call.startRecording();
  });
  call.on('digit', ({ digit }) => {
    if (digit === '#') call.hangUp();
  });
  call.on('ended', ({ cause }) => {
    call.stopRecording().then(
      async (alaw) => {
        await writeFile(file, alaw);
        console.log(`${file}: ${alaw.length / 8000} s from ${call.remoteNumber}, ended: ${cause}`);
      },
      (error: unknown) => console.error(error),
    );
  });
});
console.log(`waiting on ${phone.address.host}:${phone.address.port}`);
