import type { Cancel, Clock } from '../signalling/clock.ts';
import type { Timing } from '../sip/transaction/machine.ts';

/**
 * Repeats a 2xx to an INVITE until its ACK comes (RFC 3261 §13.3.1.4): T1, doubling up to T2, for 64 × T1; then gives up.
 * The function returned stops it.
 */
export function repeatUntilAck(clock: Clock, timing: Timing, send: () => void, giveUp: () => void): Cancel {
  let intervalMs = timing.t1Ms;
  let cancelNext: Cancel;
  const repeat = () => {
    send();
    intervalMs = Math.min(intervalMs * 2, timing.t2Ms);
    cancelNext = clock.after(intervalMs, repeat);
  };
  cancelNext = clock.after(intervalMs, repeat);
  const cancelEnd = clock.after(64 * timing.t1Ms, () => {
    cancelNext();
    giveUp();
  });
  return () => {
    cancelNext();
    cancelEnd();
  };
}
