/**
 * What the four transaction machines of RFC 3261 §17 have in common.
 *
 * A machine is a pure function `step(state, input) → { state, effects }`. It owns no clock and no socket: timers are effects that the
 * host starts and feeds back as inputs, so that the same code runs on a virtual clock.
 */

/** Base times (RFC 3261 §17.1.1.1, table 4). */
export type Timing = {
  /** Round-trip estimate. */
  readonly t1Ms: number;
  /** Longest retransmission interval of non-INVITE requests and INVITE responses. */
  readonly t2Ms: number;
  /** Longest time a message stays in the network. */
  readonly t4Ms: number;
  /** Over TCP and TLS nothing is repeated, and nothing lingers to absorb repeats (§17.1.1.2, §17.1.2.2, §17.2.1, §17.2.2). */
  readonly reliable?: boolean;
};

/** How long a finished transaction waits for repeats: not at all where the transport is reliable. */
export const lingerMs = (timing: Timing, unreliableMs: number): number => (timing.reliable === true ? 0 : unreliableMs);

export const standardTiming: Timing = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 };

/** Names as in RFC 3261 table 4; L and M are those of RFC 6026. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M';

export type Effect =
  /** Send (again) the request of a client, or the last response of a server. */
  | { readonly kind: 'send' }
  /** Acknowledge the final response ≥ 300 at hand. */
  | { readonly kind: 'sendAck' }
  /** Hand the message at hand to the user. */
  | { readonly kind: 'deliver' }
  | { readonly kind: 'startTimer'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly kind: 'stopTimer'; readonly timer: TimerName }
  /** Nobody answered. */
  | { readonly kind: 'timedOut' }
  /** The transaction is over and may be forgotten. */
  | { readonly kind: 'terminated' };

export type Step<State> = { readonly state: State; readonly effects: readonly Effect[] };

export const send: Effect = { kind: 'send' };
export const sendAck: Effect = { kind: 'sendAck' };
export const deliver: Effect = { kind: 'deliver' };
export const timedOut: Effect = { kind: 'timedOut' };
export const terminated: Effect = { kind: 'terminated' };
export const startTimer = (timer: TimerName, afterMs: number): Effect => ({ kind: 'startTimer', timer, afterMs });
export const stopTimer = (timer: TimerName): Effect => ({ kind: 'stopTimer', timer });

/** A timer that fires without retransmission never outlives this many T1. */
export const GIVE_UP_T1S = 64;
