import { alawToLinear, ulawToLinear } from '../audio/g711.ts';
import type { RtpPacket } from '../rtp/packet.ts';

const SAMPLES_PER_MS = 8;
/** Longer packets aren't speech. */
const MOST_SAMPLES = 1_600;
/** A jump further than this is a new start, not a hole. */
const LONGEST_HOLE = 8_000;
/** Without a packet for so long the far end is silent (it may suppress silence), and time goes on all the same. */
const SILENT_AFTER_MS = 200;

/** Takes samples as soon as they arrive: 16 bit linear, 8 kHz, in order, holes filled with zeros. */
export type SampleSink = (samples: Int16Array, count: number) => void;

/** One for all streams of a thread: sinks are done with it when they return. */
const scratch = new Int16Array(MOST_SAMPLES);
const zeros = new Int16Array(MOST_SAMPLES);

/** Puts arriving audio in order without waiting for late packets: for detectors, to which a late packet is worth less than a quick answer. */
export class Listener {
  private readonly sink: SampleSink;
  private ssrc: number | undefined;
  private next = 0;
  private heardMs: number;
  /** Silence that the clock gave already; a hole in the timestamps covers it again. */
  private given = 0;

  constructor(sink: SampleSink, nowMs: number) {
    this.sink = sink;
    this.heardMs = nowMs;
  }

  push(packet: RtpPacket, datagram: Buffer, ulaw: boolean, nowMs: number): void {
    const count = packet.payloadEnd - packet.payloadStart;
    if (count <= 0 || count > MOST_SAMPLES) return;
    const step = (packet.timestamp - this.next) | 0;
    const follows = this.ssrc === packet.ssrc && Math.abs(step) <= LONGEST_HOLE;
    if (follows && step < 0) return;
    if (follows) this.silence(Math.max(0, step - this.given));
    this.given = 0;
    this.ssrc = packet.ssrc;
    this.next = (packet.timestamp + count) >>> 0;
    this.heardMs = nowMs;
    const table = ulaw ? ulawToLinear : alawToLinear;
    for (let index = 0; index < count; index++) scratch[index] = table[datagram[packet.payloadStart + index] ?? 0] ?? 0;
    this.sink(scratch, count);
  }

  /** Called now and then: lets time pass where no packet comes. */
  advance(nowMs: number): void {
    const quietMs = nowMs - this.heardMs - SILENT_AFTER_MS;
    const owed = Math.floor(quietMs * SAMPLES_PER_MS) - this.given;
    if (owed <= 0) return;
    this.given += owed;
    this.silence(owed);
  }

  private silence(samples: number): void {
    for (let left = samples; left > 0; left -= MOST_SAMPLES) this.sink(zeros, Math.min(left, MOST_SAMPLES));
  }
}
