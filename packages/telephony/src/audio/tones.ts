/** The sixteen keys as pairs of tones (ITU-T Q.23). */
export const LOW_HZ = [697, 770, 852, 941] as const;
export const HIGH_HZ = [1209, 1336, 1477, 1633] as const;

const pad = ['123A', '456B', '789C', '*0#D'] as const;

/** The key of the low tone `row` and the high tone `column`, each 0–3. */
export const keyAt = (row: number, column: number): string | undefined => pad[row]?.[column];

const SAMPLE_RATE_HZ = 8000;
/** −10.3 and −8.3 dBm0: inside ITU-T Q.24's bounds, the high tone 2 dB above the low one as long lines weaken it more. */
const LOW_AMPLITUDE = 7_000;
const HIGH_AMPLITUDE = 8_800;

/** Sample `index` of a key's tone, 16 bit linear; consecutive indexes join without a click. Silence for anything that isn't a key. */
export function keyTone(digit: string, index: number): number {
  const row = pad.findIndex((keys) => keys.includes(digit));
  const column = pad[row]?.indexOf(digit) ?? -1;
  const low = LOW_HZ[row];
  const high = HIGH_HZ[column];
  if (low === undefined || high === undefined) return 0;
  const turn = (2 * Math.PI * index) / SAMPLE_RATE_HZ;
  return Math.round(LOW_AMPLITUDE * Math.sin(low * turn) + HIGH_AMPLITUDE * Math.sin(high * turn));
}
