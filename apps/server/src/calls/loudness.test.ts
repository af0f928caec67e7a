import { describe, expect, test } from 'vitest';
import { isSpeech, spokenMs } from './loudness.ts';

const silence = (ms: number) => new Uint8Array(ms * 8).fill(0xd5);
/** A-law of ±magnitude by turns; `code` is the seven-bit magnitude code. */
const sound = (ms: number, code: number) => Uint8Array.from({ length: ms * 8 }, (_, at) => (code | (at % 2 ? 0x80 : 0)) ^ 0x55);

describe('speech or silence', () => {
  test('silence and faint noise are no speech, a voice is', () => {
    expect(isSpeech(silence(100))).toBe(false);
    expect(isSpeech(sound(100, 8))).toBe(false);
    expect(isSpeech(sound(100, 70))).toBe(true);
    expect(isSpeech(new Uint8Array(0))).toBe(false);
  });

  test('a click is no speech', () => {
    const click = silence(100);
    click.set(sound(3, 100), 200);
    expect(isSpeech(click)).toBe(false);
  });

  test('a recording is as long as its last word', () => {
    expect(spokenMs(new Uint8Array([...silence(300), ...sound(500, 70), ...silence(1200)]))).toBe(800);
    expect(spokenMs(silence(3000))).toBe(0);
  });
});
