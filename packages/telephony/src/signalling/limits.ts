import type { Counters, PhoneLimits } from '../api.ts';
import type { Clock } from './clock.ts';

export const DEFAULT_LIMITS: PhoneLimits = {
  messageBytes: 32_768,
  headers: 128,
  transactions: 100_000,
  calls: 5_000,
  connections: 256,
  datagramsPerSecond: 20_000,
  strangerDatagramsPerSecond: 50,
};

/** Sources counted at once; when there are more, strangers wait for the next second. */
const MOST_SOURCES = 10_000;

export const newCounters = (): { -readonly [K in keyof Counters]: number } => ({
  messages: 0,
  oversize: 0,
  unreadable: 0,
  overRate: 0,
  strangers: 0,
  transactionsRefused: 0,
  callsRefused: 0,
  connectionsRefused: 0,
  badStreams: 0,
});

/** Counts the datagrams of each source in the second that runs. Its memory is bounded and emptied every second. */
export class RateGate {
  private readonly clock: Clock;
  private readonly perSource = new Map<string, number>();
  private second = -1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Whether one more from `host` is taken. */
  admits(host: string, perSecond: number): boolean {
    const second = Math.floor(this.clock.nowMs() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.perSource.clear();
    }
    const count = this.perSource.get(host) ?? 0;
    if (count >= perSecond) return false;
    if (count === 0 && this.perSource.size >= MOST_SOURCES) return false;
    this.perSource.set(host, count + 1);
    return true;
  }
}
