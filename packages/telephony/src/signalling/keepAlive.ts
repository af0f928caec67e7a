import type { Datagrams } from '../transport/datagrams.ts';
import { type Hop, isReliable } from '../transport/hop.ts';
import type { Cancel, Clock } from './clock.ts';

/** Trunks whose NAT mapping is kept. */
const MOST_HOPS = 64;
/** A trunk that was not used for so long needs none. */
const USED_WITHIN_MS = 3_600_000;
const CRLF_TWICE = Buffer.from('\r\n\r\n');

/** Keeps NAT mappings towards trunks open: an empty line now and then (RFC 5626 §3.5.1); streams have their own. */
export class KeepAlive {
  private readonly datagrams: Datagrams;
  private readonly clock: Clock;
  private readonly everyMs: number;
  private readonly hops = new Map<string, { readonly hop: Hop; usedAtMs: number }>();
  private cancel: Cancel = () => undefined;

  /** `everyMs` 0: none. */
  constructor(datagrams: Datagrams, clock: Clock, everyMs: number) {
    this.datagrams = datagrams;
    this.clock = clock;
    this.everyMs = everyMs;
  }

  use(hop: Hop): void {
    if (this.everyMs === 0 || isReliable(hop)) return;
    const key = `${hop.host}:${hop.port}`;
    const known = this.hops.get(key);
    if (known !== undefined) known.usedAtMs = this.clock.nowMs();
    else if (this.hops.size < MOST_HOPS) {
      if (this.hops.size === 0) this.wait();
      this.hops.set(key, { hop, usedAtMs: this.clock.nowMs() });
    }
  }

  stop(): void {
    this.cancel();
    this.hops.clear();
  }

  private wait(): void {
    this.cancel = this.clock.after(this.everyMs, () => this.beat());
  }

  private beat(): void {
    for (const [key, { hop, usedAtMs }] of this.hops) {
      if (this.clock.nowMs() - usedAtMs > USED_WITHIN_MS) this.hops.delete(key);
      else this.datagrams.send(CRLF_TWICE, hop);
    }
    if (this.hops.size > 0) this.wait();
  }
}
