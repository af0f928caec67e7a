/**
 * A small telephone exchange: `node --import tsx ivr-server.ts --port 5080`. It answers these extensions from this machine:
 *
 * - `ivr`: 8 s of prompt, waits 3 s for one key, 4 s of prompt, hangs up
 * - `long`: the 8 s prompt again and again
 * - `short`: hangs up as soon as it has answered
 * - `hold`: silence for an hour
 * - `press1`: after 1 s presses the key 1, after 5 s more hangs up
 *
 * Options: `--host 127.0.0.1`, `--rtp 20000-39998` (even ports), `--threads 1` (for audio), `--native on|off`
 * (many datagrams a system call).
 */
import { parseArgs } from 'node:util';
import { type Call, createPhone } from '@truyvet/telephony';
import { tone } from './tone.ts';

const KEY_TIMEOUT_MS = 3_000;
const HOLD_MS = 3_600_000;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5080' },
    host: { type: 'string', default: '127.0.0.1' },
    rtp: { type: 'string', default: '20000-39998' },
    threads: { type: 'string', default: '1' },
    native: { type: 'string', default: 'on' },
  },
});
const [from = 20_000, to = 39_998] = values.rtp.split('-').map(Number);

const phone = await createPhone({
  bind: { host: values.host, port: Number(values.port) },
  inboundHosts: [values.host],
  rtpPorts: { from, to },
  mediaThreads: Number(values.threads),
  nativeSockets: values.native === 'on',
});
phone.loadClip('prompt8', tone(400, 8_000));
phone.loadClip('prompt4', tone(800, 4_000));

const extensions: Readonly<Record<string, (call: Call) => void>> = {
  ivr: (call) => {
    const first = call.play(['prompt8']);
    let waiting: NodeJS.Timeout | undefined;
    let second: number | undefined;
    const goOn = () => {
      clearTimeout(waiting);
      waiting = undefined;
      second = call.play(['prompt4']);
    };
    call.on('played', ({ playback, finished }) => {
      if (!finished) return;
      if (playback === first) waiting = setTimeout(goOn, KEY_TIMEOUT_MS);
      else if (playback === second) call.hangUp();
    });
    // Keys pressed during the first prompt are not waited for and not kept.
    call.on('digit', () => {
      if (waiting !== undefined) goOn();
    });
    call.on('ended', () => clearTimeout(waiting));
  },
  long: (call) => {
    call.play(['prompt8']);
    call.on('played', ({ finished }) => {
      if (finished) call.play(['prompt8']);
    });
  },
  short: (call) => {
    call.on('answered', () => call.hangUp());
  },
  hold: (call) => {
    const timer = setTimeout(() => call.hangUp(), HOLD_MS);
    call.on('ended', () => clearTimeout(timer));
  },
  press1: (call) => {
    let timer: NodeJS.Timeout | undefined;
    call.on('answered', () => {
      timer = setTimeout(() => {
        call.sendDigits('1');
        timer = setTimeout(() => call.hangUp(), 5_000);
      }, 1_000);
    });
    call.on('ended', () => clearTimeout(timer));
  },
};

phone.on('call', (call) => {
  const extension = Object.hasOwn(extensions, call.calledNumber) ? extensions[call.calledNumber] : undefined;
  if (extension === undefined) {
    call.reject(404);
    return;
  }
  extension(call);
  call.answer();
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    phone.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
console.log(`listening on ${phone.address.host}:${phone.address.port}`);
