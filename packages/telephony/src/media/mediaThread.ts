import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { collectAudio } from './listeningPost.ts';
import type { MediaCommand, MediaEvent, MediaThreadOptions } from './messages.ts';
import { Pacer } from './pacer.ts';
import { Stream } from './stream.ts';

/** The body of a media thread: sockets, the pacing loop, and commands from the main thread. */

const options = workerData as MediaThreadOptions;
const port = parentPort;
if (port === null) throw new Error('mediaThread.ts must run in a worker thread');

const streams = new Map<number, { stream: Stream; socket: Socket }>();
const clips = new Map<string, Buffer>();
const pacer = new Pacer(performance.now());
let events: MediaEvent[] = [];
let looping = false;

/** All events of one turn of the loop leave in one message. */
function emit(event: MediaEvent): void {
  if (events.length === 0) queueMicrotask(flush);
  events.push(event);
}

function flush(): void {
  const batch = events;
  events = [];
  port?.postMessage(batch);
}

function loop(): void {
  looping = pacer.size > 0;
  if (looping) setTimeout(loop, Math.ceil(pacer.run(performance.now())));
}

// Addresses of media are nearly always numeric, and then need no look-up for each packet.
const numericLookup = (
  host: string,
  family: unknown,
  done: (error: Error | null, address: string, family: number) => void,
): void => done(null, host, family === 6 ? 6 : 4);

function open(id: number, host: string, rtpPort: number): void {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: numericLookup as never });
  const stream = new Stream(id, socket, emit);
  socket.once('error', (error) => {
    if (streams.has(id)) return;
    socket.close();
    emit({ kind: 'openFailed', stream: id, reason: error.message });
  });
  socket.bind(rtpPort, host, () => {
    // A packet that can't be sent is a lost packet; the call itself is ended by its signalling or its media timeout.
    socket.on('error', () => undefined);
    streams.set(id, { stream, socket });
    pacer.add(stream);
    if (!looping) loop();
    emit({ kind: 'opened', stream: id });
  });
  socket.on('message', (datagram, from) => stream.receive(datagram, from.address, from.port, performance.now()));
}

function close(id: number): void {
  const entry = streams.get(id);
  if (entry === undefined) return;
  streams.delete(id);
  pacer.remove(entry.stream);
  entry.socket.close(() => emit({ kind: 'closed', stream: id }));
}

function setPlan(command: Extract<MediaCommand, { kind: 'plan' }>, stream: Stream): void {
  const { plan } = command;
  const set = (host: string, send = plan.send) =>
    stream.setPlan({ ...plan, send, remote: { ...plan.remote, host } }, command.source, command.active, performance.now());
  if (isIP(plan.remote.host)) {
    set(plan.remote.host);
    return;
  }
  // A name in c= (RFC 4566 §5.7) that doesn't resolve leaves the call without media: its timeout ends it.
  lookup(plan.remote.host).then(
    ({ address }) => set(address),
    () => set('0.0.0.0', false),
  );
}

function command(order: MediaCommand): void {
  if (order.kind === 'clip') return void clips.set(order.clipId, Buffer.from(order.alaw));
  if (order.kind === 'dropClip') return void clips.delete(order.clipId);
  if (order.kind === 'open') {
    open(order.stream, order.host, order.port);
    return;
  }
  const stream = streams.get(order.stream)?.stream;
  if (stream === undefined) return;
  switch (order.kind) {
    case 'plan':
      setPlan(order, stream);
      return;
    case 'play':
      stream.play(
        order.playback,
        order.clipIds.map((clipId) => clips.get(clipId) ?? Buffer.alloc(0)),
      );
      return;
    case 'stopPlaying':
      stream.stopPlaying();
      return;
    case 'sendDigits':
      stream.sendDigits(order.digits, order.durationMs, order.gapMs);
      return;
    case 'startRecording':
      stream.hear(performance.now()).startRecording();
      return;
    case 'stopRecording':
      emit({ kind: 'recorded', stream: order.stream, alaw: stream.stopRecording(performance.now()) });
      return;
    case 'listen':
      stream.hear(performance.now()).listening = true;
      return;
    case 'close':
      close(order.stream);
      return;
  }
}

port.on('message', (orders: readonly MediaCommand[]) => {
  for (const order of orders) command(order);
});

function collect(): void {
  const audio = collectAudio(
    [...streams.values()].map(({ stream }) => stream),
    options.audioChunkMs,
    performance.now(),
  );
  if (audio !== undefined) emit(audio);
}

// After a stall the packets of that time wait in the sockets: let the loop read them before their places are read as silence.
setInterval(() => setImmediate(collect), options.audioChunkMs);

if (options.mediaTimeoutMs > 0) {
  setInterval(() => {
    const nowMs = performance.now();
    for (const { stream } of streams.values()) stream.checkTimeout(options.mediaTimeoutMs, nowMs);
  }, 500);
}
