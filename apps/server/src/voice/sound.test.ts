import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beep } from './beep.ts';
import { activeLevel, evenLoudness } from './loudness.ts';
import { trimToPauses } from './pauses.ts';
import { resample } from './resample.ts';
import { parseWav, type Sound } from './wav.ts';

const inDb = (level: number) => 20 * Math.log10(level);

function tone(hz: number, seconds: number, amplitude = 0.5, sampleRate = 22_050): Sound {
  const samples = Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
  return { samples, sampleRate };
}

function wavOf(samples: readonly number[], dataLength = samples.length * 2): Uint8Array {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + dataLength, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(22_050, 24);
  bytes.writeUInt32LE(44_100, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(dataLength, 40);
  samples.forEach((sample, i) => {
    bytes.writeInt16LE(sample, 44 + 2 * i);
  });
  return bytes;
}

describe('reading WAV', () => {
  it('takes the samples of a mono file, even when the length in the header is made up', () => {
    expect([...parseWav(wavOf([0, 16_384, -32_768], 0x7ffff000)).samples]).toEqual([0, 0.5, -1]);
    expect(parseWav(wavOf([1])).sampleRate).toBe(22_050);
  });

  it('refuses anything else with an Error and nothing worse', () => {
    expect(() => parseWav(new Uint8Array(0))).toThrow('no WAV');
    const cut = fc
      .tuple(fc.uint8Array({ maxLength: 200 }), fc.nat(60))
      .map(([noise, keep]) => Buffer.concat([wavOf([1, 2]).subarray(0, keep), noise]));
    fc.assert(
      fc.property(cut, (bytes) => {
        try {
          parseWav(bytes);
        } catch (error) {
          expect(String(error)).toMatch(/WAV/u);
        }
      }),
    );
  });
});

describe('changing the rate', () => {
  it('keeps what a telephone carries and removes what would fold back', () => {
    for (const hz of [200, 1000, 3000])
      expect(Math.abs(inDb(activeLevel(resample(tone(hz, 1), 8000)) / 0.3536))).toBeLessThan(0.3);
    for (const hz of [4300, 5000, 7600]) {
      const left = resample(tone(hz, 1), 8000).samples.subarray(200, 7800);
      expect(inDb(Math.max(...left) / 0.5)).toBeLessThan(-50);
    }
  });

  it('keeps time: every sample stands where it stood', () => {
    const { samples } = resample(tone(440, 1), 8000);
    expect(samples.length).toBe(8000);
    for (let i = 300; i < 7700; i += 97) expect(samples[i]).toBeCloseTo(0.5 * Math.sin((2 * Math.PI * 440 * i) / 8000), 2);
  });
});

describe('loudness', () => {
  it('makes quiet and loud speech equally loud, pauses left aside', () => {
    for (const amplitude of [0.01, 0.1, 0.9]) {
      const talk = tone(300, 2, amplitude);
      talk.samples.fill(0, 10_000, 30_000);
      expect(inDb(activeLevel(evenLoudness(talk)))).toBeCloseTo(-20, 0);
    }
  });

  it('never reaches full scale and leaves silence alone', () => {
    const peaky = tone(300, 1, 0.02);
    peaky.samples[500] = 1;
    expect(Math.max(...evenLoudness(peaky).samples)).toBeLessThan(1);
    expect(evenLoudness({ samples: new Float32Array(100), sampleRate: 8000 }).samples.every((sample) => sample === 0)).toBe(true);
  });
});

describe('pauses', () => {
  const talk: Sound = { samples: new Float32Array(16_000), sampleRate: 8000 };
  talk.samples.set(tone(300, 1, 0.3, 8000).samples, 4000);

  it('starts at once and keeps a short tail', () => {
    expect(trimToPauses(talk, 'ông').samples.length / 8).toBeCloseTo(15 + 1000 + 80, -1);
  });

  it('breathes where the punctuation at a seam asks for it', () => {
    expect(trimToPauses(talk, ', có').samples.length / 8).toBeCloseTo(160 + 15 + 1000 + 80, -1);
    expect(trimToPauses(talk, 'bấm 1.').samples.length / 8).toBeCloseTo(15 + 1000 + 300, -1);
    expect(trimToPauses({ samples: new Float32Array(9), sampleRate: 8000 }, '.').samples.length).toBe(2400);
  });
});

describe('the beep', () => {
  it('lasts a fifth of a second at 1 kHz', () => {
    const { samples } = beep(8000);
    expect(samples.length).toBe(1600);
    const crossings = samples.filter((sample, i) => sample >= 0 && (samples[i - 1] ?? 0) < 0).length;
    expect(crossings).toBeGreaterThan(197);
    expect(crossings).toBeLessThan(203);
  });
});
