import type { Disposition } from '@truyvet/contract';
import type { DialogueOutcome } from '@truyvet/dialogue';
import type { CallEnd } from '@truyvet/telephony';

/**
 * Names the fate of a call. Before the answer the network decides, `Reason: Q.850` (RFC 3326) before the SIP status; after it the
 * dialogue does. A call that was answered but never got a dialogue outcome was cut off: `abandoned`.
 */
export function classify(end: CallEnd, answered: boolean, outcome: DialogueOutcome | null): Disposition {
  if (!answered) return unanswered(end);
  const cutOff = outcome === null || outcome === 'partial' || outcome === 'abandoned';
  if (end.cause === 'mediaTimeout' && cutOff) return 'mediaLost';
  return outcome ?? 'abandoned';
}

/** A 200 that crossed our CANCEL (RFC 3261 §9.1): the phone was picked up at the very end, and heard nothing. */
export function pickedUpLate({ sipStatus = 0 }: CallEnd): boolean {
  return sipStatus >= 200 && sipStatus < 300;
}

/** Faults of ours or of the operator's: no attempt is counted against the person. */
export function isFault(disposition: Disposition): boolean {
  return disposition === 'trunkFault' || disposition === 'codecFault' || disposition === 'congestion';
}

function unanswered(end: CallEnd): Disposition {
  switch (end.cause) {
    case 'refused':
      return refused(end);
    case 'ringTimeout':
      return 'noAnswer';
    case 'noCommonCodec':
      return 'codecFault';
    // Ours: the process stops, or every RTP port is taken. Nobody's attempt.
    case 'hungUp':
    case 'shutdown':
    case 'noFreePort':
      return 'congestion';
    case 'unreachable':
    case 'protocolError':
    case 'mediaTimeout':
      return 'trunkFault';
    case 'farEndHungUp':
      return 'noAnswer';
  }
}

function refused({ sipStatus = 0, q850Cause }: CallEnd): Disposition {
  // Our own credentials were refused: whatever cause the proxy adds, it is not the citizen's.
  if (sipStatus === 401 || sipStatus === 407) return 'trunkFault';
  return byQ850(q850Cause) ?? bySipStatus(sipStatus);
}

const q850Dispositions: Readonly<Record<number, Disposition>> = {
  1: 'numberSuspect', // unallocated number
  17: 'busy', // user busy
  18: 'noAnswer', // no user responding
  19: 'noAnswer', // no answer from user, alerted
  20: 'unreachable', // subscriber absent
  21: 'rejected', // call rejected
  22: 'numberSuspect', // number changed
  27: 'unreachable', // destination out of order
  28: 'numberSuspect', // invalid number format
  34: 'congestion', // no circuit available
  38: 'congestion', // network out of order
  41: 'congestion', // temporary failure
  42: 'congestion', // switching equipment congestion
  44: 'congestion', // requested circuit not available
  47: 'congestion', // resource unavailable
  58: 'codecFault', // bearer capability not available
  65: 'codecFault', // bearer capability not implemented
  79: 'codecFault', // service or option not implemented
  88: 'codecFault', // incompatible destination
};

/** ITU-T Q.850 table 1. Null for causes that say nothing (16, 31, 102, 127): the SIP status decides. */
function byQ850(cause: number | undefined): Disposition | null {
  return cause === undefined ? null : (q850Dispositions[cause] ?? null);
}

const sipDispositions: Readonly<Record<number, Disposition>> = {
  403: 'trunkFault',
  404: 'numberSuspect',
  408: 'noAnswer',
  410: 'numberSuspect',
  415: 'codecFault',
  480: 'unreachable',
  484: 'numberSuspect',
  485: 'numberSuspect',
  486: 'busy',
  487: 'noAnswer',
  488: 'codecFault',
  600: 'busy',
  603: 'rejected',
  604: 'numberSuspect',
  606: 'codecFault',
  607: 'rejected',
  608: 'rejected',
};

/** RFC 3261 §21, RFC 8197 (607), RFC 8688 (608). What is not listed: 5xx is congestion, the rest a trunk that does not understand us. */
function bySipStatus(status: number): Disposition {
  const known = sipDispositions[status];
  if (known) return known;
  return status >= 500 && status < 600 ? 'congestion' : 'trunkFault';
}
