import type { Cancel, Clock } from './clock.ts';

/** A finished transaction: what to do when its request comes once more. */
export type Remainder = { readonly repeat: (() => void) | undefined; readonly untilMs: number };

/** Finished transactions are looked through this often, all at once: their memory is small, a timer for each would cost more. */
const SWEEP_MS = 1_000;

/**
 * What is left of others' transactions that have their final response, for as long as their requests may come again (timers J and L, RFC 3261
 * §17.2.2, RFC 6026 §7.1): a hundred bytes each, where a busy trunk leaves a thousand a second for 32 s.
 */
export class Remains {
  private readonly clock: Clock;
  private readonly kept = new Map<string, Remainder>();
  private cancelSweep: Cancel | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.kept.size;
  }

  /** `repeat` answers again; undefined: a repetition is swallowed. */
  keep(key: string, forMs: number, repeat: (() => void) | undefined): void {
    this.kept.set(key, { repeat, untilMs: this.clock.nowMs() + forMs });
    this.cancelSweep ??= this.clock.after(SWEEP_MS, () => this.sweep());
  }

  find(key: string): Remainder | undefined {
    return this.kept.get(key);
  }

  clear(): void {
    this.cancelSweep?.();
    this.cancelSweep = undefined;
    this.kept.clear();
  }

  // All wait equally long, so the oldest stand first.
  private sweep(): void {
    const nowMs = this.clock.nowMs();
    for (const [key, { untilMs }] of this.kept) {
      if (untilMs > nowMs) break;
      this.kept.delete(key);
    }
    this.cancelSweep = this.kept.size === 0 ? undefined : this.clock.after(SWEEP_MS, () => this.sweep());
  }
}
