import type { TelephoneEvent } from './telephoneEvent.ts';

/**
 * Plans keys as one action per packet (RFC 4733 §2.5.1): packets of growing duration, the last of them three times (§2.5.1.4), then
 * silence. The timestamp of a key is that of the packet it starts in; a key longer than 65,535 units goes on in further segments, each
 * with a timestamp of its own (§2.5.1.3).
 */
export type DigitTick =
  | {
      readonly kind: 'event';
      readonly first: boolean;
      /** The key is over; this only tells its end once more. */
      readonly repeat: boolean;
      /** Timestamp units from the start of the key to that of this segment. */
      readonly segmentStart: number;
      readonly event: TelephoneEvent;
    }
  | { readonly kind: 'pause' };

const UNITS_PER_MS = 8;
/** −10 dBm0: what most phones send. */
const VOLUME = 10;
const LONGEST_SEGMENT = 0xffff;
const SHORTEST_MS = 40;
/** A key held for longer than a minute is a mistake. */
const LONGEST_MS = 60_000;

/** Ticks for a row of keys; durations are rounded to packets, at least 40 ms of key and, for the repeated ends, two packets of gap. */
export function planDigits(digits: string, durationMs = 100, gapMs = 60, tickMs = 20): DigitTick[] {
  const heldMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, durationMs));
  const held = Math.max(1, Math.round(heldMs / tickMs));
  const gap = Math.max(2, Math.round(gapMs / tickMs));
  return [...digits].flatMap((digit) => oneKey(digit, held, gap, tickMs * UNITS_PER_MS));
}

function oneKey(digit: string, held: number, gap: number, unitsPerTick: number): DigitTick[] {
  const event = (tick: number, repeat: boolean): DigitTick => {
    const total = tick * unitsPerTick;
    const segmentStart = Math.floor((total - 1) / LONGEST_SEGMENT) * LONGEST_SEGMENT;
    const told = { digit, end: tick === held, volume: VOLUME, duration: total - segmentStart };
    return { kind: 'event', first: tick === 1 && !repeat, repeat, segmentStart, event: told };
  };
  const ticks = Array.from({ length: held }, (_, index) => event(index + 1, false));
  const pauses = Array.from({ length: gap - 2 }, (): DigitTick => ({ kind: 'pause' }));
  return [...ticks, event(held, true), event(held, true), ...pauses];
}
