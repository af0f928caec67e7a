import { ulawToAlaw } from '../audio/g711.ts';
import { Timeline } from '../rtp/timeline.ts';
import type { AudioSource } from './speaking.ts';

/** Samples between what arrives from one call and what leaves in the other: 40 ms against jitter. */
const DELAY = 320;
/** More than 250 ms that wait are left out: after a hold two people talk at once, not after one another. */
const MOST_WAITING = 2_000;

/** One packet of the other call. */
export type BridgedAudio = { readonly timestamp: number; readonly ssrc: number; readonly from: number; readonly to: number };

/** The way of audio from one call into another: written as packets come, read by the other's clock. */
export class BridgeLine implements AudioSource {
  private readonly timeline = new Timeline(0);

  /** `datagram` is read at once and not kept. */
  push(audio: BridgedAudio, datagram: Uint8Array, ulaw: boolean): void {
    this.timeline.push(audio, datagram, ulaw ? ulawToAlaw : undefined, this.timeline.position + DELAY);
  }

  read(target: Buffer, at: number, count: number): void {
    if (this.timeline.receivedEnd - this.timeline.position > MOST_WAITING + count) {
      const surplus = new Uint8Array(this.timeline.receivedEnd - this.timeline.position - DELAY);
      this.timeline.read(surplus, 0, surplus.length);
    }
    this.timeline.read(target, at, count);
  }
}
