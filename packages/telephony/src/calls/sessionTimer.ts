import type { Cancel, Clock } from '../signalling/clock.ts';
import type { SessionTerms } from '../sip/sessionExpires.ts';

/** Waits for the time to refresh, or for the far end to have missed it (RFC 4028 §10). */
export class SessionTimer {
  private readonly clock: Clock;
  private readonly on: { readonly refresh: () => void; readonly expired: () => void };
  private cancels: Cancel[] = [];
  terms: SessionTerms | undefined;

  constructor(clock: Clock, on: { readonly refresh: () => void; readonly expired: () => void }) {
    this.clock = clock;
    this.on = on;
  }

  /** Starts anew under these terms; without terms no timer runs. */
  set(terms: SessionTerms | undefined): void {
    this.stop();
    this.terms = terms;
    if (terms === undefined) return;
    const intervalMs = terms.intervalS * 1000;
    // Whoever waits for the other leaves earlier than whoever still tries.
    const lastMs = terms.weRefresh ? intervalMs : intervalMs - Math.min(32_000, intervalMs / 3);
    this.cancels = [this.clock.after(lastMs, this.on.expired)];
    if (terms.weRefresh) this.cancels.push(this.clock.after(intervalMs / 2, this.on.refresh));
  }

  stop(): void {
    for (const cancel of this.cancels) cancel();
    this.cancels = [];
  }
}
