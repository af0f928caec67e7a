import { expect, test } from 'vitest';
import { decodeAlaw, encodeAlaw } from './alaw.ts';
import { ALAW_SILENCE, alawToLinear, alawToUlaw, linearToAlaw, ULAW_SILENCE, ulawToAlaw, ulawToLinear } from './g711.ts';

test('the reference points of ITU-T G.711 come out', () => {
  expect([alawToLinear[0xd5], alawToLinear[0x55], alawToLinear[0xaa], alawToLinear[0x2a]]).toEqual([8, -8, 32256, -32256]);
  expect([ulawToLinear[0xff], ulawToLinear[0x7f], ulawToLinear[0x80], ulawToLinear[0x00]]).toEqual([0, 0, 32124, -32124]);
});

test('silence stays silence', () => {
  expect(alawToUlaw[ALAW_SILENCE]).toBe(ULAW_SILENCE);
  expect(ulawToAlaw[ULAW_SILENCE]).toBe(ALAW_SILENCE);
});

test('every A-law byte is the nearest to its own sample', () => {
  for (let byte = 0; byte < 256; byte++) expect(linearToAlaw(alawToLinear[byte] ?? 0)).toBe(byte);
});

test('going through µ-law loses no more than both step sizes', () => {
  for (let byte = 0; byte < 256; byte++) {
    const there = alawToLinear[byte] ?? 0;
    const back = alawToLinear[ulawToAlaw[alawToUlaw[byte] ?? 0] ?? 0] ?? 0;
    expect(Math.abs(back - there)).toBeLessThanOrEqual(Math.max(16, Math.abs(there) / 16));
  }
});

test('samples between -1 and 1 become bytes and come back within a step', () => {
  const wave = Float32Array.from([0, 1, -1, 0.25, -0.25]);
  const back = new Float32Array(5);
  decodeAlaw(encodeAlaw(wave), back);
  expect([...encodeAlaw(wave)].slice(0, 3)).toEqual([0xd5, 0xaa, 0x2a]);
  for (const [at, sample] of wave.entries()) expect(Math.abs((back[at] ?? 0) - sample)).toBeLessThan(0.02);
});
