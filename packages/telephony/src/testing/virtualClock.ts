import type { Clock } from '../signalling/clock.ts';

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
  private current = 0;
  private order = 0;
  private timers: { atMs: number; order: number; run: () => void }[] = [];

  nowMs(): number {
    return this.current;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.current + Math.max(0, delayMs), order: this.order++, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets that much time pass; promises that became ready run between timers. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.current + durationMs;
    for (;;) {
      await settled();
      const due = this.timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((other) => other !== due);
      this.current = due.atMs;
      due.run();
    }
    this.current = endMs;
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
