import { randomBytes } from 'node:crypto';
import type { CallQuality } from '../api.ts';
import type { Reception } from '../rtp/reception.ts';
import { ntpSecondsOf, type ReportBlock, readReports, shortNtp, writeReport } from '../rtp/rtcp.ts';

/** By how much to shorten the mean distance for the reconsideration left out (RFC 3550 §6.3.1: e − 3/2). */
const COMPENSATION = Math.E - 1.5;
const UNITS_PER_MS = 8;
const SHORT_UNITS_PER_MS = 65.536;

/** What the report says of our own sending. */
export type Sent = {
  readonly ssrc: number;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly timestamp: number;
};

/** The RTCP of one call: when reports are due, what they say, and what the far end's reports tell. */
export class Reports {
  readonly reception: Reception;
  private readonly sent: Sent;
  private readonly meanIntervalMs: number;
  private readonly random: () => number;
  private cname: string | undefined;
  private dueMs: number | undefined;
  private lastReport: { readonly ssrc: number; readonly sentAt: number; readonly heardMs: number } | undefined;
  private packetsAtLastReport = 0;
  private farSide: { readonly lost: number; readonly lossFraction: number; readonly jitterMs: number } | undefined;
  private roundTripMs: number | undefined;
  private mostRoundTripMs = 0;

  /** `meanIntervalMs` 0: no reports. `random` gives 0–1. The name is a new one for each call, so that calls can't be told to be of one machine (RFC 7022). */
  constructor(sent: Sent, reception: Reception, meanIntervalMs: number, random: () => number) {
    this.sent = sent;
    this.reception = reception;
    this.meanIntervalMs = meanIntervalMs;
    this.random = random;
  }

  /** The call is answered: the first report follows after half an interval. Later calls of it do nothing. */
  begin(nowMs: number): void {
    if (this.meanIntervalMs > 0) this.dueMs ??= nowMs + this.interval() / 2;
  }

  /** The next report if its time has come; `unixMs` is the same moment by the wall clock. */
  takeDue(nowMs: number, unixMs: number): Buffer | undefined {
    if (this.dueMs === undefined || nowMs < this.dueMs) return undefined;
    this.dueMs = nowMs + this.interval();
    return this.write(nowMs, unixMs, false);
  }

  /** A report now; the last one says goodbye. */
  write(nowMs: number, unixMs: number, goodbye: boolean): Buffer {
    const { ssrc, packetsSent, bytesSent, timestamp } = this.sent;
    const sender =
      packetsSent > this.packetsAtLastReport
        ? { sender: { ntpSeconds: ntpSecondsOf(unixMs), timestamp, packets: packetsSent, bytes: bytesSent } }
        : {};
    this.packetsAtLastReport = packetsSent;
    const block = this.block(nowMs);
    this.cname ??= `${randomBytes(9).toString('base64url')}@call`;
    return writeReport({ ssrc, ...sender, ...(block === undefined ? {} : { block }), cname: this.cname, goodbye });
  }

  /** A datagram of the far end's. Anything that isn't a report changes nothing. */
  receive(datagram: Buffer, nowMs: number, unixMs: number): void {
    const heard = readReports(datagram);
    if (heard === undefined) return;
    if (heard.sentAt !== undefined) this.lastReport = { ssrc: heard.ssrc, sentAt: heard.sentAt, heardMs: nowMs };
    const ours = heard.blocks.find((block) => block.ssrc === this.sent.ssrc);
    if (ours === undefined) return;
    this.farSide = { lost: Math.max(0, ours.lost), lossFraction: ours.fractionLost / 256, jitterMs: ours.jitter / UNITS_PER_MS };
    if (ours.lastReport !== 0) this.measureRoundTrip(ours, unixMs);
  }

  quality(): CallQuality {
    const { packets, lost } = this.reception.totals;
    return {
      received: { packets, lost, jitterMs: Math.round((this.reception.jitter / UNITS_PER_MS) * 100) / 100 },
      sent: { packets: this.sent.packetsSent, ...this.farSide },
      ...(this.roundTripMs === undefined ? {} : { roundTripMs: this.roundTripMs, mostRoundTripMs: this.mostRoundTripMs }),
    };
  }

  // Now, less when our report left, less how long the far end kept it (§6.4.1).
  private measureRoundTrip(block: ReportBlock, unixMs: number): void {
    const units = (shortNtp(ntpSecondsOf(unixMs)) - block.lastReport - block.delay) | 0;
    // Rounding may give a little less than nothing; a minute is a report of another call.
    if (units < -SHORT_UNITS_PER_MS || units > 60_000 * SHORT_UNITS_PER_MS) return;
    this.roundTripMs = Math.max(0, Math.round((units / SHORT_UNITS_PER_MS) * 100) / 100);
    this.mostRoundTripMs = Math.max(this.mostRoundTripMs, this.roundTripMs);
  }

  private block(nowMs: number): ReportBlock | undefined {
    const { reception, lastReport } = this;
    if (reception.ssrc === undefined) return undefined;
    const known = lastReport?.ssrc === reception.ssrc ? lastReport : undefined;
    return {
      ssrc: reception.ssrc,
      fractionLost: reception.takeFractionLost(),
      lost: reception.lost,
      highestSequence: reception.highestSequence,
      jitter: reception.jitter,
      lastReport: known?.sentAt ?? 0,
      delay: known === undefined ? 0 : Math.round((nowMs - known.heardMs) * SHORT_UNITS_PER_MS),
    };
  }

  // Half to one and a half times the mean (§6.2), so that a thousand calls answered at once don't report at once.
  private interval(): number {
    return (this.meanIntervalMs * (0.5 + this.random())) / COMPENSATION;
  }
}
