/**
 * What arrived from one source, as reports tell it (RFC 3550 §6.4.1, appendices A.1, A.3 and A.8). Sequence numbers are extended by counting
 * their cycles. A source that jumps further than a second of packets can make up for is counted anew.
 */
export class Reception {
  /** Source of the packets counted; undefined before the first. */
  ssrc: number | undefined;
  received = 0;
  /** Interarrival jitter in timestamp units. */
  jitter = 0;
  private baseSequence = 0;
  private highest = 0;
  private transit = 0;
  private jumped = -1;
  private expectedBefore = 0;
  private receivedBefore = 0;
  private formerExpected = 0;
  private formerReceived = 0;

  /** One valid packet; `nowMs` is when it arrived. `timed`: its timestamp moves with the clock, as that of a key event does not. */
  count(sequence: number, timestamp: number, ssrc: number, nowMs: number, timed: boolean): void {
    if (this.ssrc !== ssrc) this.begin(sequence, timestamp, ssrc, nowMs);
    else if (!this.follow(sequence)) {
      // Two in a row from the new place: the far end began anew; one alone was astray (A.1).
      if (this.jumped !== sequence) {
        this.jumped = (sequence + 1) & 0xffff;
        return;
      }
      this.begin(sequence, timestamp, ssrc, nowMs);
    }
    this.received++;
    if (timed) this.measureJitter(timestamp, nowMs);
  }

  /** Extended highest sequence number received. */
  get highestSequence(): number {
    return this.highest >>> 0;
  }

  /** Over the whole call, former sources included. */
  get totals(): { readonly packets: number; readonly lost: number } {
    const packets = this.formerReceived + this.received;
    return { packets, lost: Math.max(0, this.formerExpected + this.expected - packets) };
  }

  /** Packets expected less received from this source; repeats can make it negative (§6.4.1). */
  get lost(): number {
    return this.expected - this.received;
  }

  /** Share lost since it was last asked for, as a 256th (A.3). */
  takeFractionLost(): number {
    const expected = this.expected - this.expectedBefore;
    const received = this.received - this.receivedBefore;
    this.expectedBefore = this.expected;
    this.receivedBefore = this.received;
    return expected <= 0 || received >= expected ? 0 : Math.floor(((expected - received) * 256) / expected);
  }

  private get expected(): number {
    return this.ssrc === undefined ? 0 : this.highest - this.baseSequence + 1;
  }

  private begin(sequence: number, timestamp: number, ssrc: number, nowMs: number): void {
    this.formerExpected += Math.max(this.expected, this.received);
    this.formerReceived += this.received;
    this.ssrc = ssrc;
    this.baseSequence = sequence;
    this.highest = sequence;
    this.received = 0;
    this.expectedBefore = 0;
    this.receivedBefore = 0;
    this.jumped = -1;
    this.jitter = 0;
    this.transit = arrivalUnits(nowMs) - timestamp;
  }

  private follow(sequence: number): boolean {
    const step = ((sequence - this.highest) << 16) >> 16;
    if (step > MOST_AHEAD || step < -MOST_BEHIND) return false;
    if (step > 0) this.highest += step;
    this.jumped = -1;
    return true;
  }

  private measureJitter(timestamp: number, nowMs: number): void {
    const transit = arrivalUnits(nowMs) - timestamp;
    // Both clocks wrap at 32 bits; so does the difference.
    const step = Math.abs((transit - this.transit) | 0);
    this.transit = transit;
    this.jitter += (Math.min(step, LONGEST_STEP) - this.jitter) / 16;
  }
}

const UNITS_PER_MS = 8;
const MOST_AHEAD = 3_000;
const MOST_BEHIND = 100;
/** A clock that was set, or a hold, is no jitter: ten seconds at most count. */
const LONGEST_STEP = 80_000;

const arrivalUnits = (nowMs: number): number => Math.round(nowMs * UNITS_PER_MS);
