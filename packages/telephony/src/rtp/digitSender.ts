import type { TelephoneEvent } from './telephoneEvent.ts';

/**
 * Plans keys as one action per 20 ms tick (RFC 4733 §2.5.1): packets of growing duration, the last of them three times (§2.5.1.4), then
 * silence. The timestamp of a key is that of the tick it starts in.
 */
export type DigitTick =
  | { readonly kind: 'event'; readonly first: boolean; readonly event: TelephoneEvent }
  | { readonly kind: 'pause' };

const TICK_MS = 20;
const UNITS_PER_TICK = 160;
/** −10 dBm0: what most phones send. */
const VOLUME = 10;
const LONGEST_TICKS = Math.floor(0xffff / UNITS_PER_TICK);

/** Ticks for a row of keys; durations are rounded to 20 ms, at least 40 ms of key and 40 ms of gap for the repeated ends. */
export function planDigits(digits: string, durationMs = 100, gapMs = 60): DigitTick[] {
  const held = Math.min(LONGEST_TICKS, Math.max(2, Math.round(durationMs / TICK_MS)));
  const gap = Math.max(2, Math.round(gapMs / TICK_MS));
  return [...digits].flatMap((digit) => oneKey(digit, held, gap));
}

function oneKey(digit: string, held: number, gap: number): DigitTick[] {
  const event = (tick: number, end: boolean): DigitTick => ({
    kind: 'event',
    first: tick === 1,
    event: { digit, end, volume: VOLUME, duration: tick * UNITS_PER_TICK },
  });
  const ticks = Array.from({ length: held }, (_, index) => event(index + 1, index + 1 === held));
  const repeats = [event(held, true), event(held, true)];
  const pauses = Array.from({ length: gap - repeats.length }, (): DigitTick => ({ kind: 'pause' }));
  return [...ticks, ...repeats, ...pauses];
}
