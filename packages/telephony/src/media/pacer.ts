/**
 * One timer loop for all streams of a thread. The 20 ms frame is cut into slots and a stream belongs to one of them, so that packets leave
 * evenly; slot n is due at `start + n × SLOT_MS`, computed and never accumulated, so the grid doesn't drift.
 *
 * After a stall (garbage collection, a suspended machine) frames that are wholly past are skipped, not sent in a burst: members hear of the
 * skipped frames, to let their clocks jump.
 */
export type Paced = {
  /** Due now; `skipped` frames were left out before this one. */
  tick(skipped: number): void;
};

export const FRAME_MS = 20;
const SLOTS = 5;
const SLOT_MS = FRAME_MS / SLOTS;
/** A frame this late is still worth sending. */
const TOLERATED_LAG_MS = 2 * FRAME_MS;

export class Pacer {
  private readonly slots: Set<Paced>[] = Array.from({ length: SLOTS }, () => new Set());
  private readonly skippedFrames: number[] = Array.from({ length: SLOTS }, () => 0);
  private readonly startMs: number;
  private next = 0;

  constructor(nowMs: number) {
    this.startMs = nowMs;
  }

  get size(): number {
    return this.slots.reduce((sum, slot) => sum + slot.size, 0);
  }

  /** Joins the emptiest slot; the first tick comes within one frame. */
  add(member: Paced): void {
    const slot = this.slots.reduce((least, candidate) => (candidate.size < least.size ? candidate : least));
    slot.add(member);
  }

  remove(member: Paced): void {
    for (const slot of this.slots) slot.delete(member);
  }

  /** Runs every slot that is due and returns the milliseconds until the next. */
  run(nowMs: number): number {
    const lagMs = nowMs - this.dueMs();
    if (lagMs > TOLERATED_LAG_MS) this.skip(Math.floor(lagMs / FRAME_MS));
    while (this.dueMs() <= nowMs) this.runSlot();
    return this.dueMs() - nowMs;
  }

  private dueMs(): number {
    return this.startMs + this.next * SLOT_MS;
  }

  private skip(frames: number): void {
    this.next += frames * SLOTS;
    for (let slot = 0; slot < SLOTS; slot++) this.skippedFrames[slot] = (this.skippedFrames[slot] ?? 0) + frames;
  }

  private runSlot(): void {
    const slot = this.next % SLOTS;
    this.next++;
    const skipped = this.skippedFrames[slot] ?? 0;
    this.skippedFrames[slot] = 0;
    for (const member of this.slots[slot] ?? []) member.tick(skipped);
  }
}
