import type { Phone, Trunk } from '@truyvet/telephony';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/connect.ts';
import type { Clips } from './clips.ts';
import type { DialerEvent } from './dialerEvent.ts';
import type { Sabotage } from './sabotage.ts';
import type { Timers } from './timers.ts';

/** Where the dialer writes what happens; numbers are masked before they come here. */
export type DialerLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** What every part of the dialer works with. */
export type CallContext = {
  readonly db: Db;
  readonly phone: Phone;
  readonly clips: Clips;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly trunk: Trunk;
  readonly engineId: string;
  readonly newId: () => string;
  readonly log: DialerLog;
  readonly onEvent: (event: DialerEvent) => void;
  readonly sabotage: Sabotage;
};

/** `+84936036115` → `093***115`: enough to tell calls apart in a log, too little to ring anybody. */
export function maskNumber(e164: string): string {
  const national = e164.replace(/^\+84/, '0');
  return `${national.slice(0, 3)}***${national.slice(-3)}`;
}
