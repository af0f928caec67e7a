/**
 * One clock for all streams of a thread that send packets of one length. The frame (20 ms, mostly) is cut into slots and a stream belongs to
 * one of them, so that packets leave evenly; slot n is due at `start + n × slotMs`, computed and never accumulated, so the grid doesn't drift.
 *
 * After a stall (garbage collection, a suspended machine) frames that are wholly past are skipped, not sent in a burst: members hear of the
 * skipped frames, to let their clocks jump.
 */
export type Paced = {
  /** Due now; `skipped` frames were left out before this one. */
  tick(skipped: number): void;
};

export const FRAME_MS = 20;
/** A frame this late is still worth sending, whatever its length. */
const TOLERATED_LAG_MS = 40;

export class Pacer {
  private readonly frameMs: number;
  private readonly slotMs: number;
  private readonly toleratedLagMs: number;
  private readonly slots: Set<Paced>[];
  private readonly skippedFrames: number[];
  private readonly startMs: number;
  private next = 0;

  constructor(nowMs: number, frameMs = FRAME_MS) {
    this.startMs = nowMs;
    this.frameMs = frameMs;
    this.slotMs = frameMs % 4 === 0 ? 4 : 5;
    this.toleratedLagMs = Math.max(TOLERATED_LAG_MS, 2 * frameMs);
    this.slots = Array.from({ length: frameMs / this.slotMs }, () => new Set<Paced>());
    this.skippedFrames = this.slots.map(() => 0);
  }

  get size(): number {
    return this.slots.reduce((sum, slot) => sum + slot.size, 0);
  }

  /** Joins the emptiest slot; the first tick comes within one frame. */
  add(member: Paced): void {
    const slot = this.slots.reduce((least, candidate) => (candidate.size < least.size ? candidate : least));
    slot.add(member);
  }

  /** Whether it was a member. */
  remove(member: Paced): boolean {
    return this.slots.some((slot) => slot.delete(member));
  }

  /** Runs every slot that is due and returns the milliseconds until the next. */
  run(nowMs: number): number {
    const lagMs = nowMs - this.dueMs();
    if (lagMs > this.toleratedLagMs) this.skip(Math.floor(lagMs / this.frameMs));
    while (this.dueMs() <= nowMs) this.runSlot();
    return this.dueMs() - nowMs;
  }

  private dueMs(): number {
    return this.startMs + this.next * this.slotMs;
  }

  private skip(frames: number): void {
    this.next += frames * this.slots.length;
    for (let slot = 0; slot < this.slots.length; slot++) this.skippedFrames[slot] = (this.skippedFrames[slot] ?? 0) + frames;
  }

  private runSlot(): void {
    const slot = this.next % this.slots.length;
    this.next++;
    const skipped = this.skippedFrames[slot] ?? 0;
    this.skippedFrames[slot] = 0;
    for (const member of this.slots[slot] ?? []) member.tick(skipped);
  }
}

/** A pacer for each length of packets in use. */
export class Pacers {
  private readonly byFrameMs = new Map<number, Pacer>();

  get size(): number {
    let sum = 0;
    for (const pacer of this.byFrameMs.values()) sum += pacer.size;
    return sum;
  }

  /** Joins the clock of that length, and leaves another if it was there. */
  add(member: Paced, frameMs: number, nowMs: number): void {
    this.remove(member);
    const pacer = this.byFrameMs.get(frameMs) ?? new Pacer(nowMs, frameMs);
    this.byFrameMs.set(frameMs, pacer);
    pacer.add(member);
  }

  /** A clock that nobody uses is forgotten, so that it doesn't wake the thread. */
  remove(member: Paced): void {
    for (const [frameMs, pacer] of this.byFrameMs) {
      if (pacer.remove(member) && pacer.size === 0) this.byFrameMs.delete(frameMs);
    }
  }

  /** Runs what is due and returns the milliseconds until the next; Infinity without members. */
  run(nowMs: number): number {
    let waitMs = Number.POSITIVE_INFINITY;
    for (const pacer of this.byFrameMs.values()) waitMs = Math.min(waitMs, pacer.run(nowMs));
    return waitMs;
  }
}
