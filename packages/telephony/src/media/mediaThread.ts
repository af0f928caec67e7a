import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Batch } from './batch.ts';
import { bridgeStreams, bridgeThroughPort } from './bridges.ts';
import { ControlPort } from './controlPort.ts';
import { collectAudio } from './listeningPost.ts';
import { loadNative } from './loadNative.ts';
import type { MediaCommand, MediaEvent, MediaThreadOptions, StreamPlan } from './messages.ts';
import { NativeSockets } from './nativeSockets.ts';
import { Pacers } from './pacer.ts';
import { nodeSockets, type ReceiveRtp, type RtpSocket, type RtpSockets } from './rtpSockets.ts';
import { Stream } from './stream.ts';

/** The body of a media thread: sockets, the pacing loop, and commands from the main thread. */

const options = workerData as MediaThreadOptions;
const main = parentPort;
if (main === null) throw new Error('mediaThread.ts must run in a worker thread');

type Entry = { readonly stream: Stream; readonly socket: RtpSocket; readonly control: ControlPort; unbridge?: () => void };

const streams = new Map<number, Entry>();
const clips = new Map<string, Buffer>();
const pacers = new Pacers();
/** All events of one turn of the loop leave in one message; that a stream is closed may wait for others. */
const events = new Batch<MediaEvent>(
  (batch) => main?.postMessage(batch),
  ({ kind }) => kind === 'closed',
);
const emit = (event: MediaEvent): void => events.add(event);
let looping = false;

/** Native sockets are asked this often when no stream is paced. */
const ASK_MS = 4;
/** Audio before everything else of the process: on one core the main thread's garbage collection held it up by tens of milliseconds. */
const AUDIO_NICE = -10;
const sockets: RtpSockets = openSockets();

function openSockets(): RtpSockets {
  const native = options.nativeSockets ? loadNative() : 'switched off';
  emit({ kind: 'sockets', ...(typeof native === 'string' ? { addon: false, refused: native } : { addon: true }) });
  // Refused without root or CAP_SYS_NICE: then the thread shares the core as any other.
  if (typeof native !== 'string') native.hurry(AUDIO_NICE);
  return typeof native === 'string' ? nodeSockets : new NativeSockets(native);
}

function loop(): void {
  looping = pacers.size > 0 || (sockets !== nodeSockets && streams.size > 0);
  if (!looping) return;
  sockets.receive();
  const waitMs = pacers.size > 0 ? pacers.run(performance.now()) : ASK_MS;
  sockets.flush();
  setTimeout(loop, Math.ceil(waitMs));
}

function open({ stream: id, host, port, descriptor, first }: Extract<MediaCommand, { kind: 'open' }>): void {
  const control = new ControlPort(host, port + 1, (datagram, from) => stream.receiveControl(datagram, from, performance.now()));
  const begin = () => {
    streams.set(id, { stream, socket, control });
    if (!looping) loop();
    if (first !== undefined) setPlan(first, stream);
  };
  const opened = (failure?: string) => {
    if (failure !== undefined) {
      streams.delete(id);
      emit({ kind: 'openFailed', stream: id, reason: failure });
    } else if (descriptor === undefined) {
      begin();
      emit({ kind: 'opened', stream: id });
    }
  };
  const receive: ReceiveRtp = (datagram, from, fromPort, nowMs) => stream.receive(datagram, from, fromPort, nowMs);
  const socket = sockets.open({ host, port, descriptor }, receive, opened);
  const stream = new Stream(id, socket, emit, (report, to, toPort) => control.send(report, to, toPort), options.reportIntervalMs);
  // One that is taken over is bound already, and its next command may stand behind this one.
  if (descriptor !== undefined) begin();
}

function close(id: number): void {
  const entry = streams.get(id);
  if (entry === undefined) return;
  const { stream, socket, control } = entry;
  streams.delete(id);
  pacers.remove(stream);
  entry.unbridge?.();
  const nowMs = performance.now();
  stream.sayGoodbye(nowMs, performance.timeOrigin + nowMs, control.open);
  socket.close(() => control.close(() => emit({ kind: 'closed', stream: id, quality: stream.quality() })));
}

function setPlan(command: StreamPlan, stream: Stream): void {
  const { plan } = command;
  const set = (host: string, send = plan.send) => {
    // Reports go where audio goes, unless another numeric address was stated.
    const rtcpHost = isIP(plan.rtcp.address.host) ? plan.rtcp.address.host : host;
    const rtcp = { ...plan.rtcp, address: { ...plan.rtcp.address, host: rtcpHost } };
    const nowMs = performance.now();
    const frameMs = stream.frameMs;
    stream.setPlan({ ...plan, send, remote: { ...plan.remote, host }, rtcp }, command.rules, command.active, nowMs);
    if (command.active && (!stream.paced || stream.frameMs !== frameMs)) pace(stream, nowMs);
  };
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

function pace(stream: Stream, nowMs: number): void {
  if (!streams.has(stream.id)) return;
  stream.paced = true;
  pacers.add(stream, stream.frameMs, nowMs);
  if (!looping) loop();
}

function bridge(order: Extract<MediaCommand, { kind: 'bridge' | 'bridgeThreads' | 'unbridge' }>, entry: Entry): void {
  entry.unbridge?.();
  if (order.kind === 'bridgeThreads') entry.unbridge = bridgeThroughPort(entry.stream, order.port);
  if (order.kind !== 'bridge') return;
  const other = streams.get(order.other);
  if (other === undefined) return;
  other.unbridge?.();
  // When either goes, the other speaks for itself again.
  const end = bridgeStreams(entry.stream, other.stream);
  entry.unbridge = end;
  other.unbridge = end;
}

function command(order: MediaCommand): void {
  if (order.kind === 'clip') return void clips.set(order.clipId, Buffer.from(order.alaw));
  if (order.kind === 'dropClip') return void clips.delete(order.clipId);
  if (order.kind === 'open') {
    open(order);
    return;
  }
  if (order.kind === 'shutdown') {
    for (const id of [...streams.keys()]) close(id);
    process.exit();
  }
  const entry = streams.get(order.stream);
  if (entry === undefined) return;
  const { stream } = entry;
  switch (order.kind) {
    case 'bridge':
    case 'bridgeThreads':
    case 'unbridge':
      bridge(order, entry);
      return;
    case 'analyse':
      stream.analyse(order.options, performance.now());
      return;
    case 'measure':
      emit({ kind: 'measured', stream: order.stream, quality: stream.quality() });
      return;
    case 'plan':
      setPlan(order, stream);
      return;
    case 'play':
      stream.play(
        order.playback,
        order.clipIds.map((clipId) => clips.get(clipId) ?? Buffer.alloc(0)),
        order.stopOnDigit,
      );
      return;
    case 'stopPlaying':
      stream.speaking.stopPlaying();
      return;
    case 'sendDigits':
      stream.speaking.sendDigits(order.digits, order.durationMs, order.gapMs);
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

main.on('message', (orders: readonly MediaCommand[]) => {
  for (const order of orders) command(order);
});

function collect(): void {
  sockets.receive();
  const audio = collectAudio(
    [...streams.values()].map(({ stream }) => stream),
    options.audioChunkMs,
    performance.now(),
  );
  if (audio !== undefined) emit(audio);
}

// Reports are looked for more often than they are due, so that they stay spread out.
const HOUSEKEEPING_MS = 250;
setInterval(() => {
  sockets.receive();
  const nowMs = performance.now();
  const unixMs = performance.timeOrigin + nowMs;
  for (const { stream } of streams.values()) {
    stream.report(nowMs, unixMs);
    stream.advance(nowMs);
    if (options.mediaTimeoutMs > 0) stream.checkTimeout(options.mediaTimeoutMs, nowMs);
  }
}, HOUSEKEEPING_MS);

// After a stall the packets of that time wait in the sockets: let the loop read them before their places are read as silence.
setInterval(() => setImmediate(collect), options.audioChunkMs);
