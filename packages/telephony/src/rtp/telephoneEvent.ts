/**
 * Key events (RFC 4733 §2.3).
 *
 * |     event     |E|R| volume    |          duration             |
 */
export const EVENT_BYTES = 4;

export type TelephoneEvent = {
  readonly digit: string;
  readonly end: boolean;
  /** Power below 0 dBm0, 0–63. */
  readonly volume: number;
  /** In timestamp units, 0–65535. */
  readonly duration: number;
};

/** Event codes 0–15 (RFC 4733 table 3). */
const keys = '0123456789*#ABCD';

/** Reads a payload; undefined when it is short or isn't a key (flash, tones). Further events in the packet are ignored. */
export function readTelephoneEvent(datagram: Buffer, start: number, end: number): TelephoneEvent | undefined {
  if (start < 0 || end > datagram.length || end - start < EVENT_BYTES) return undefined;
  const digit = keys[datagram[start] ?? 255];
  if (digit === undefined) return undefined;
  const flags = datagram[start + 1] ?? 0;
  return { digit, end: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: datagram.readUInt16BE(start + 2) };
}

/** Writes a payload at `start`. The digit must be one of the sixteen keys. */
export function writeTelephoneEvent(target: Buffer, start: number, event: TelephoneEvent): void {
  target[start] = keys.indexOf(event.digit);
  target[start + 1] = (event.end ? 0x80 : 0) | event.volume;
  target.writeUInt16BE(event.duration, start + 2);
}

/** Whether every character is a key that can be sent. */
export const areDigits = (text: string): boolean => /^[0-9*#A-D]+$/.test(text);
