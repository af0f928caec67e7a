import { describe, expect, test } from 'vitest';
import { chatter, join, noise, quiet, randomOf, scaled, sine, sum } from '../testing/testSignals.ts';
import { BEEP_DEFAULTS, type Beep, BeepDetector } from './beepDetector.ts';
import { alawToLinear, linearToAlaw } from './g711.ts';
import { KeyToneDetector } from './keyToneDetector.ts';
import { HIGH_HZ, keyTone, LOW_HZ } from './tones.ts';

const ALL_KEYS = '123A456B789C*0#D';
const throughAlaw = (samples: Int16Array) => samples.map((sample) => alawToLinear[linearToAlaw(sample)] ?? 0);
const tone = (digit: string, ms: number) => Int16Array.from({ length: ms * 8 }, (_, index) => keyTone(digit, index));

/** Feeds packets of 20 ms, as calls do. */
function keysIn(samples: Int16Array): string {
  let heard = '';
  const detector = new KeyToneDetector((digit) => {
    heard += digit;
  });
  const line = throughAlaw(samples);
  for (let at = 0; at < line.length; at += 160) detector.push(line.subarray(at, at + 160), Math.min(160, line.length - at));
  return heard;
}

describe('key tones', () => {
  test('every key is heard once, from 40 ms on, and again after 40 ms of pause', () => {
    for (const ms of [40, 50, 100, 1000]) {
      const typed = join(...[...ALL_KEYS, ...ALL_KEYS].flatMap((digit) => [tone(digit, ms), quiet(41)]));
      expect(keysIn(typed)).toBe(ALL_KEYS + ALL_KEYS);
    }
    expect(keysIn(join(tone('5', 60), quiet(50), tone('5', 60), quiet(50)))).toBe('55');
  });

  test('a key is told within 26 ms of tone and the packet it ends in', () => {
    expect(keysIn(tone('7', 40))).toBe('7');
  });

  test('soft keys are heard, and keys in noise 15 dB below', () => {
    const random = randomOf(1);
    for (const digit of ALL_KEYS) {
      expect(keysIn(join(quiet(20), scaled(tone(digit, 80), 0.08), quiet(40)))).toBe(digit);
      expect(keysIn(join(noise(40, 1200, random), sum(tone(digit, 80), noise(80, 1200, random)), noise(40, 1200, random)))).toBe(
        digit,
      );
    }
  });

  test('tones may be 1.5 % off, not 3.5 %', () => {
    const shifted = (by: number) =>
      LOW_HZ.flatMap((low) => HIGH_HZ.map((high) => sum(sine(low * by, 80, 6000), sine(high * by, 80, 6000))));
    for (const by of [0.985, 1.015]) expect(shifted(by).map(keysIn).join('')).toBe(ALL_KEYS);
    for (const by of [0.965, 1.035]) expect(shifted(by).map(keysIn).join('')).toBe('');
  });

  test('twist is taken up to 8 dB for the low tone and 4 dB for the high one, and no further', () => {
    const twisted = (low: number, high: number) => keysIn(sum(sine(770, 80, low), sine(1336, 80, high)));
    expect([twisted(9000, 9000 / 2.3), twisted(9000 / 1.5, 9000)]).toEqual(['5', '5']);
    expect([twisted(9000, 9000 / 3.2), twisted(9000 / 2.2, 9000)]).toEqual(['', '']);
  });

  test('less than 20 ms of a key, one tone alone, or three are no key', () => {
    expect(keysIn(join(quiet(30), tone('5', 18), quiet(60)))).toBe('');
    expect(keysIn(sine(770, 300, 9000))).toBe('');
    expect(keysIn(sum(sine(770, 300, 5000), sine(1336, 300, 5000), sine(1000, 300, 5000)))).toBe('');
    expect(keysIn(sum(sine(350, 300, 5000), sine(440, 300, 5000)))).toBe('');
    expect(keysIn(sine(425, 1000, 8000))).toBe('');
  });

  test('ten minutes of speech-like sound and of noise are no key', () => {
    const random = randomOf(7);
    let heard = '';
    for (let minute = 0; minute < 10; minute++)
      heard += keysIn(minute < 8 ? chatter(60_000, random) : noise(60_000, 6000, random));
    expect(heard).toBe('');
  });

  test('a lost packet within a key does not make it two', () => {
    const typed = join(quiet(20), tone('9', 100), quiet(20), tone('9', 100), quiet(60));
    expect(keysIn(typed)).toBe('9');
  });
});

describe('beeps', () => {
  const beepsIn = (samples: Int16Array): Beep[] => {
    const beeps: Beep[] = [];
    const detector = new BeepDetector(BEEP_DEFAULTS, (beep) => beeps.push(beep));
    const line = throughAlaw(samples);
    for (let at = 0; at < line.length; at += 160) detector.push(line.subarray(at, at + 160), Math.min(160, line.length - at));
    return beeps;
  };

  test.each([440, 600, 1000, 1400, 2000])('%i Hz after a greeting is heard at its end, with pitch and length', (hertz) => {
    const random = randomOf(3);
    const heard = beepsIn(join(chatter(3000, random), quiet(205), sine(hertz, 500, 5000), quiet(200)));
    expect(heard.length).toBe(1);
    expect(Math.abs((heard[0]?.frequencyHz ?? 0) - hertz)).toBeLessThan(hertz * 0.01);
    expect(Math.abs((heard[0]?.durationMs ?? 0) - 500)).toBeLessThanOrEqual(20);
  });

  test('a click, a dial tone, keys, noise and four minutes of speech-like sound are no beep', () => {
    const random = randomOf(5);
    expect(beepsIn(join(sine(1000, 60, 5000), quiet(200)))).toEqual([]);
    expect(beepsIn(join(sine(425, 4000, 5000), quiet(200)))).toEqual([]);
    expect(beepsIn(join(tone('5', 300), quiet(200)))).toEqual([]);
    expect(beepsIn(noise(30_000, 6000, random))).toEqual([]);
    expect(beepsIn(chatter(240_000, random))).toEqual([]);
  });

  test('a packet lost in the middle does not end it', () => {
    const heard = beepsIn(join(sine(1000, 200, 5000), quiet(20), sine(1000, 200, 5000), quiet(200)));
    expect(heard.map(({ durationMs }) => durationMs)).toEqual([420]);
  });
});
