import { ulawToAlaw } from '../audio/g711.ts';
import type { RtpPacket } from '../rtp/packet.ts';
import { Timeline } from '../rtp/timeline.ts';

const SAMPLES_PER_MS = 8;
/** How long a late packet is waited for before its place is read as silence: short when somebody listens live, long when not. */
const LIVE_JITTER_MS = 80;
const RECORDING_JITTER_MS = 400;

/** The far end's audio of one stream, for recording, for listening, or both. */
export class Hearing {
  listening = false;
  private recorded: Uint8Array[] | undefined;
  private readonly timeline: Timeline;
  private readonly startMs: number;

  /** Hearing begins now. */
  constructor(nowMs: number) {
    this.startMs = nowMs;
    this.timeline = new Timeline(0);
  }

  get recording(): boolean {
    return this.recorded !== undefined;
  }

  /** On the thread's clock: when the next sample to be read was spoken, as far as its arrival tells. */
  get positionMs(): number {
    return this.startMs + this.timeline.position / SAMPLES_PER_MS;
  }

  push(packet: RtpPacket, datagram: Buffer, ulaw: boolean, nowMs: number): void {
    const samples = { timestamp: packet.timestamp, ssrc: packet.ssrc, from: packet.payloadStart, to: packet.payloadEnd };
    this.timeline.push(samples, datagram, ulaw ? ulawToAlaw : undefined, this.samplesAt(nowMs));
  }

  startRecording(): void {
    this.recorded ??= [];
  }

  /** Everything since `startRecording`, including what still waited for late packets. */
  stopRecording(nowMs: number): Uint8Array {
    const { recorded } = this;
    if (recorded === undefined) return new Uint8Array(0);
    const until = Math.max(Math.min(this.timeline.receivedEnd, this.samplesAt(nowMs)), this.timeline.position);
    // When somebody listens too, the rest is for them to read; it is only copied here.
    const rest = new Uint8Array(until - this.timeline.position);
    if (!this.listening) this.timeline.read(rest, 0, rest.length);
    else this.timeline.peek(rest);
    this.recorded = undefined;
    return Buffer.concat([...recorded, rest]);
  }

  /** Reads the next `count` samples into `target` if their time has come. */
  read(target: Uint8Array, offset: number, count: number, nowMs: number): boolean {
    const jitterMs = this.listening ? LIVE_JITTER_MS : RECORDING_JITTER_MS;
    if (this.timeline.position + count > this.samplesAt(nowMs - jitterMs)) return false;
    this.timeline.read(target, offset, count);
    this.recorded?.push(target.slice(offset, offset + count));
    return true;
  }

  private samplesAt(nowMs: number): number {
    return Math.floor((nowMs - this.startMs) * SAMPLES_PER_MS);
  }
}
