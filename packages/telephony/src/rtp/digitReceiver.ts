import type { TelephoneEvent } from './telephoneEvent.ts';

/**
 * Tells each key once, at its first packet, however many packets speak of it (RFC 4733 §2.5.2).
 *
 * A key is known by its RTP timestamp, which stays while it is held. Packets of a key already told, and of one before it, say nothing new:
 * that covers repeats, reordering, and lost first or last packets. A key held longer than 65,535 units goes on under a new timestamp
 * (§2.5.1.3). A source whose timestamps start again is believed after a pause.
 */
export type DigitReceiverState = {
  readonly ssrc: number;
  readonly timestamp: number;
  readonly digit: string;
  readonly ended: boolean;
  readonly seenAtMs: number;
};

/** Quiet for this long, a source that steps back in time has started anew: repeats of one key come 20–50 ms apart. */
const RESTART_MS = 400;
const LONGEST_SEGMENT = 0xffff;

export type HeardEvent = {
  readonly event: TelephoneEvent;
  readonly ssrc: number;
  readonly timestamp: number;
  readonly nowMs: number;
};

/** The next state, and the digit if this packet is the first to tell of it. */
export function receiveDigit(
  state: DigitReceiverState | undefined,
  heard: HeardEvent,
): { state: DigitReceiverState; digit?: string } {
  const { event, ssrc, timestamp, nowMs } = heard;
  const next: DigitReceiverState = { ssrc, timestamp, digit: event.digit, ended: event.end, seenAtMs: nowMs };
  if (state === undefined || state.ssrc !== ssrc) return { state: next, digit: event.digit };
  const step = (timestamp - state.timestamp) | 0;
  const restarted = nowMs - state.seenAtMs > RESTART_MS;
  // A busy machine may hold the repeats of an end back for longer than that: an end never begins a key that was told already.
  if (step === 0 && (!restarted || !state.ended || event.end))
    return { state: { ...state, ended: state.ended || event.end, seenAtMs: nowMs } };
  if (step < 0 && !restarted) return { state };
  const continued = step === LONGEST_SEGMENT && event.digit === state.digit && !state.ended;
  return continued ? { state: next } : { state: next, digit: event.digit };
}
