/**
 * Speech or silence, from A-law bytes as they come. After inverting the even bits (ITU-T G.711 §3.2) the seven lower bits grow with the
 * logarithm of the amplitude, and the lowest two segments are linear in steps of 16 (16-bit scale): no decoding is needed.
 */
const speechCode = 24; // 24 × 16 = 384 of 32768: about -39 dBFS

/** Share of samples that must be loud: a click or line noise is not speech. */
const speechShare = 0.05;

/** True when a chunk (some tens of milliseconds) holds speech. */
export function isSpeech(alaw: Uint8Array): boolean {
  let loud = 0;
  for (const byte of alaw) if (((byte ^ 0x55) & 0x7f) >= speechCode) loud++;
  return loud > alaw.length * speechShare;
}

/** Milliseconds of the recording up to the end of the last speech in it; 0 when there is none. */
export function spokenMs(alaw: Uint8Array): number {
  const chunk = 800;
  for (let end = alaw.length; end > 0; end -= chunk) {
    if (isSpeech(alaw.subarray(Math.max(0, end - chunk), end))) return end / 8;
  }
  return 0;
}
