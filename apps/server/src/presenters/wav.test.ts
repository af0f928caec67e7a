import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alawToWav } from './wav.ts';

it('writes a header that says A-law, 8 kHz, one channel, and keeps every sample', () => {
  const head = alawToWav(Uint8Array.of(1, 2, 3)).toString('hex');
  expect(head).toBe(
    `${hex('RIFF')}36000000${hex('WAVE')}${hex('fmt ')}12000000` +
      `06000100401f0000401f0000010008000000${hex('fact')}0400000003000000${hex('data')}0300000001020300`,
  );
});

it('has the sizes that a reader follows, for any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (alaw) => {
      const wav = alawToWav(alaw);
      expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
      expect(wav.length % 2).toBe(0);
      expect([...wav.subarray(58, 58 + wav.readUInt32LE(54))]).toEqual([...alaw]);
    }),
  );
});

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
