import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { Call } from '../api.ts';
import { createPhone } from '../createPhone.ts';
import { compiledAddon, loadNative } from './loadNative.ts';
import { NativeSockets } from './nativeSockets.ts';
import { nodeSockets, type RtpSocket, type RtpSockets } from './rtpSockets.ts';

const HOST = '127.0.0.1';
const native = loadNative();
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

const kinds: [string, () => RtpSockets][] = [['Node’s sockets', () => nodeSockets]];
if (typeof native !== 'string') kinds.push(['native sockets', () => new NativeSockets(native)]);

describe.each(kinds)('%s', (_, make) => {
  test('carry datagrams both ways, whole and in order', async () => {
    const sockets = make();
    const heard: string[] = [];
    const port = await freePort();
    const far = await farEnd();
    const socket = await bind(sockets, port, (datagram, host, from) => heard.push(`${datagram.toString()} ${host}:${from}`));
    const expected = Array.from({ length: 150 }, (_, index) => `${index}`);
    for (const text of expected) far.socket.send(text, port, HOST);
    for (const text of expected) socket.send(Buffer.from(`--${text}--`), 2, text.length, far.port, HOST);
    await until(sockets, () => heard.length === 150 && far.heard.length === 150);
    expect(heard).toEqual(expected.map((text) => `${text} ${HOST}:${far.port}`));
    expect(far.heard).toEqual(expected.map((text) => `${text} ${port}`));
  });

  test('tell that a port is taken, and give it back when they close', async () => {
    const sockets = make();
    const port = await freePort();
    const first = await bind(sockets, port, () => undefined);
    await expect(bind(sockets, port, () => undefined)).rejects.toThrow(/.+/);
    await new Promise<void>((resolve) => first.close(resolve));
    open.pop();
    await bind(sockets, port, () => undefined);
  });

  test('a packet for nowhere, an empty datagram and one too long for audio hurt nobody', async () => {
    const sockets = make();
    const heard: number[] = [];
    const port = await freePort();
    const far = await farEnd();
    const socket = await bind(sockets, port, (datagram) => heard.push(datagram.length));
    socket.send(Buffer.alloc(10), 0, 10, far.port, '::1');
    socket.send(Buffer.alloc(10), 0, 10, 1, HOST);
    for (const length of [0, 9000, 40]) far.socket.send(Buffer.alloc(length), port, HOST);
    await until(sockets, () => heard.includes(40));
    expect(heard.filter((length) => length <= 1500)).toEqual([0, 40]);
  });

  test('what was sent before closing still leaves, and never through the next socket', async () => {
    const sockets = make();
    const far = await farEnd();
    const [one, two] = [await freePort(), await freePort()];
    const first = await bind(sockets, one, () => undefined);
    first.send(Buffer.from('bye'), 0, 3, far.port, HOST);
    first.close(() => undefined);
    open.pop();
    const second = await bind(sockets, two, () => undefined);
    second.send(Buffer.from('hello'), 0, 5, far.port, HOST);
    await until(sockets, () => far.heard.includes(`hello ${two}`));
    expect(far.heard.filter((line) => line.endsWith(`${two}`))).toEqual([`hello ${two}`]);
  });
});

test.runIf(typeof native !== 'string')('a thread that is ended leaves no descriptor behind', async () => {
  const before = readdirSync('/proc/self/fd').length;
  const code = `
    const { workerData, parentPort } = require('node:worker_threads');
    const native = require(workerData.addon);
    const poller = native.poller();
    for (let id = 0; id < 50; id++) native.watch(poller, native.open(0x7f000001, 0), id);
    parentPort.postMessage('open');
    setInterval(() => undefined, 1000);`;
  const worker = new Worker(code, { eval: true, workerData: { addon: compiledAddon() } });
  await once(worker, 'message');
  expect(readdirSync('/proc/self/fd').length).toBeGreaterThan(before + 50);
  await worker.terminate();
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 10);
});

describe.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])('a call between phones with native sockets %s and %s', (caller, callee) => {
  test('is heard unchanged, and its keys arrive once each', async () => {
    const options = (nativeSockets: boolean) => ({ bind: { host: HOST, port: 0 }, inboundHosts: [HOST], nativeSockets });
    const near = await createPhone(options(caller));
    const far = await createPhone(options(callee));
    try {
      const sound = Uint8Array.from({ length: 4000 }, (_, at) => (at * 7 + (at >> 8) * 31) & 0x7f);
      near.loadClip('sound', sound);
      const incoming = new Promise<Call>((resolve) => far.on('call', resolve));
      const trunk = { name: 'far', proxy: far.address, callerNumber: '1' };
      const call = near.prepare({ trunk, number: '2' });
      const keys: string[] = [];
      call.start();
      const other = await incoming;
      other.on('digit', ({ digit }) => keys.push(digit));
      const answered = new Promise((resolve) => call.on('answered', resolve));
      other.startRecording();
      other.answer();
      await answered;
      const played = new Promise((resolve) => call.on('played', resolve));
      call.play(['sound']);
      await played;
      call.sendDigits('17#');
      while (keys.length < 3) await pause(20);
      await pause(100);
      const recording = Buffer.from(await other.stopRecording());
      expect(keys).toEqual(['1', '7', '#']);
      // A starved machine leaves frames out rather than sending them in a burst; what is heard is heard unchanged.
      const frames = Array.from({ length: 25 }, (_, at) => Buffer.from(sound.subarray(at * 160, (at + 1) * 160)));
      expect(frames.filter((frame) => recording.includes(frame)).length).toBeGreaterThan(20);
    } finally {
      await Promise.all([near.close(), far.close()]);
    }
  });
});

async function bind(sockets: RtpSockets, port: number, receive: Parameters<RtpSockets['open']>[1]): Promise<RtpSocket> {
  const bound = await new Promise<RtpSocket>((resolve, reject) => {
    const socket = sockets.open({ host: HOST, port }, receive, (failure) =>
      failure === undefined ? resolve(socket) : reject(new Error(failure)),
    );
  });
  open.push(() => bound.close(() => undefined));
  return bound;
}

async function farEnd(): Promise<{ socket: Socket; port: number; heard: string[] }> {
  const heard: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (datagram, from) => heard.push(`${datagram.toString()} ${from.port}`));
  socket.bind(0, HOST);
  await once(socket, 'listening');
  open.unshift(() => socket.close());
  return { socket, port: socket.address().port, heard };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

async function until(sockets: RtpSockets, done: () => boolean): Promise<void> {
  const endMs = performance.now() + 5_000;
  while (!done()) {
    if (performance.now() > endMs) throw new Error('not in 5 s');
    sockets.flush();
    await pause(5);
    sockets.receive();
  }
}
