import type { Disposition } from '@truyvet/contract';

export type DispositionTone = 'done' | 'urgent' | 'part' | 'again' | 'wrong' | 'fault';

const tones: Readonly<Record<Disposition, DispositionTone>> = {
  completed: 'done',
  urgent: 'urgent',
  partial: 'part',
  officer: 'part',
  callBackLater: 'again',
  refused: 'wrong',
  noUsableAnswer: 'part',
  identityFailed: 'wrong',
  wrongNumber: 'wrong',
  machine: 'again',
  abandoned: 'again',
  busy: 'again',
  noAnswer: 'again',
  unreachable: 'again',
  rejected: 'again',
  numberSuspect: 'wrong',
  trunkFault: 'fault',
  codecFault: 'fault',
  congestion: 'fault',
  mediaLost: 'fault',
  unknown: 'fault',
};

/** The colour family of a disposition; a code newer than ours is shown as one to look at. */
export function dispositionTone(code: string): DispositionTone {
  const known: Readonly<Record<string, DispositionTone>> = tones;
  return known[code] ?? 'fault';
}
