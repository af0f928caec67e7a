import { ALAW_SILENCE } from '../audio/g711.ts';

/**
 * Puts received audio back on an even time line: packets may come late, twice, out of order or never; what is read is contiguous A-law at
 * 8 kHz with silence in the holes.
 *
 * Positions are samples since the line began. The first packet is laid down where the clock stands; those after it by their RTP
 * timestamps. A source that jumps (new SSRC, hold, clock drift beyond what the ring bridges) is laid down by the clock again.
 */
export class Timeline {
  private readonly ring = new Uint8Array(RING_SAMPLES).fill(ALAW_SILENCE);
  private readAt: number;
  private anchor: { timestamp: number; position: number; ssrc: number } | undefined;
  private end: number;
  private lateInARow = 0;

  /** Reading starts at `position`. */
  constructor(position: number) {
    this.readAt = position;
    this.end = position;
  }

  /** Next position to be read. */
  get position(): number {
    return this.readAt;
  }

  /** One past the last sample received. */
  get receivedEnd(): number {
    return this.end;
  }

  /** Lays down samples `from`–`to` of `datagram`, translated through `table` if there is one. `now` is the clock's position. */
  push(packet: TimedSamples, datagram: Uint8Array, table: Uint8Array | undefined, now: number): void {
    const count = packet.to - packet.from;
    if (count <= 0 || count > MAX_PACKET_SAMPLES) return;
    let position = this.place(packet, now);
    if (position + count <= this.readAt) {
      this.lateInARow++;
      if (this.lateInARow < LATE_BEFORE_MOVING) return;
      position = this.moveTo(packet, now);
    }
    if (position > now + MOST_AHEAD) position = this.moveTo(packet, now);
    if (position + count - this.readAt > RING_SAMPLES) return;
    this.lateInARow = 0;
    this.anchor = { timestamp: packet.timestamp, position, ssrc: packet.ssrc };
    for (let index = Math.max(0, this.readAt - position); index < count; index++) {
      const byte = datagram[packet.from + index] ?? ALAW_SILENCE;
      this.ring[(position + index) % RING_SAMPLES] = table === undefined ? byte : (table[byte] ?? ALAW_SILENCE);
    }
    this.end = Math.max(this.end, position + count);
  }

  /** Copies the next `count` samples into `target` and moves on. */
  read(target: Uint8Array, offset: number, count: number): void {
    for (let index = 0; index < count; index++) {
      const slot = (this.readAt + index) % RING_SAMPLES;
      target[offset + index] = this.ring[slot] ?? ALAW_SILENCE;
      this.ring[slot] = ALAW_SILENCE;
    }
    this.readAt += count;
    this.end = Math.max(this.end, this.readAt);
  }

  /** Copies the next samples without moving on. */
  peek(target: Uint8Array): void {
    for (let index = 0; index < target.length; index++)
      target[index] = this.ring[(this.readAt + index) % RING_SAMPLES] ?? ALAW_SILENCE;
  }

  private place(packet: TimedSamples, now: number): number {
    const { anchor } = this;
    if (anchor === undefined || anchor.ssrc !== packet.ssrc) return this.moveTo(packet, now);
    return anchor.position + ((packet.timestamp - anchor.timestamp) | 0);
  }

  // Never before what was read, never over what a former source left unread.
  private moveTo(packet: TimedSamples, now: number): number {
    const position = Math.max(now, this.readAt, Math.min(this.end, now + MOST_AHEAD));
    this.anchor = { timestamp: packet.timestamp, position, ssrc: packet.ssrc };
    return position;
  }
}

export type TimedSamples = { readonly timestamp: number; readonly ssrc: number; readonly from: number; readonly to: number };

/** 2 s: what is read at most, plus the jitter bridged. */
const RING_SAMPLES = 16_384;
/** Half a second ahead of the clock: more is a jump, not jitter. */
const MOST_AHEAD = 4_000;
/** So many late packets in a row are a slower clock or a longer way, not jitter. */
const LATE_BEFORE_MOVING = 5;
/** 200 ms: longer packets aren't speech. */
const MAX_PACKET_SAMPLES = 1_600;
