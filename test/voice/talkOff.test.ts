import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { f1Tracing, promptTexts } from '@truyvet/dialogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNativeEngine } from '../../apps/server/src/voice/espeakNative.ts';
import { createVoice } from '../../apps/server/src/voice/voice.ts';
import { alawToLinear, linearToAlaw } from '../../packages/telephony/src/audio/g711.ts';
import { KeyToneDetector } from '../../packages/telephony/src/audio/keyToneDetector.ts';
import { keyTone } from '../../packages/telephony/src/audio/tones.ts';

/**
 * Keys as tones among Vietnamese speech: what nobody pressed must not be heard, what was pressed must be. The speech is synthesised on the way that
 * prompts take: evened to −20 dBov while active, A-law, 8 kHz. Only the espeak-ng of the system has the voices; the one from npm speaks northern only.
 */
const native = await findNativeEngine();
const ways = [
  ['vi', 'normal'],
  ['vi', 'slow'],
  ['vi-vn-x-central', 'normal'],
  ['vi-vn-x-south', 'slow'],
  ['vi+f2', 'normal'],
  ['vi-vn-x-south+m7', 'normal'],
] as const;

const sentences = [
  'Dạ, tôi về nhà hôm chủ nhật, đi xe khách từ bến Nước Ngầm, ngồi hàng ghế thứ hai.',
  'Bà cụ nhà tôi năm nay tám mươi ba tuổi, sốt ba mươi tám độ năm, ho khan và mệt lắm.',
  'Không chín một hai ba bốn năm một một năm, xin nhắc lại, không chín một hai ba.',
  'Ừ, thế thì để tôi hỏi lại ông nhà đã, chứ tôi không nhớ rõ ngày nào.',
  'Chúng tôi ở thôn Đồng Chành, xã Thiệu Ngọc, huyện Thiệu Hóa, gần nhà văn hóa.',
  'Ối giời ơi, sao lại gọi vào giờ này, đang ăn cơm, gọi lại sau nhé!',
  'Hai mươi bảy tháng sáu, à không, hai mươi tám, hôm đó tôi đi chợ Vạn Hà mua cá.',
  'Một, hai, ba, bốn, năm, sáu, bảy, tám, chín, mười, mười một, mười hai.',
];
const prompts = promptTexts(f1Tracing).filter(({ pace }) => pace === 'normal');
const texts = [...prompts.flatMap(({ pieces }) => pieces.map(({ text }) => text)), ...sentences].filter((text) =>
  /\p{L}/u.test(text),
);

/** Ten texts at a time: each is a run of the synthesiser. */
const paragraphs = Array.from({ length: Math.ceil(texts.length / 10) }, (_, at) => texts.slice(10 * at, 10 * at + 10).join(' '));

/** What the detector makes of a line, in packets of 20 ms as calls bring them. */
function keysIn(alaw: Uint8Array): string {
  let heard = '';
  const detector = new KeyToneDetector((digit) => {
    heard += digit;
  });
  const samples = Int16Array.from(alaw, (byte) => alawToLinear[byte] ?? 0);
  for (let at = 0; at < samples.length; at += 160)
    detector.push(samples.subarray(at, at + 160), Math.min(160, samples.length - at));
  return heard;
}

/** A hundred milliseconds of each key, a quarter second apart, upon that speech made weaker by `speechDb`. */
function pressedOver(alaw: Uint8Array, speechDb: number): { readonly line: Uint8Array; readonly pressed: string } {
  const gain = 10 ** (speechDb / 20);
  let pressed = '';
  const line = alaw.map((byte, at) => {
    const [key, within] = [Math.floor(at / 2_000), at % 2_000];
    const digit = '159#260*37A4B8CD'[key % 16] ?? '';
    const sounds = within >= 1_000 && within < 1_800;
    if (within === 1_799) pressed += digit;
    return linearToAlaw(
      Math.max(-32_768, Math.min(32_767, (alawToLinear[byte] ?? 0) * gain + (sounds ? keyTone(digit, within) : 0))),
    );
  });
  return { line, pressed };
}

describe.skipIf(native === undefined)('keys as tones among Vietnamese speech (skipped without espeak-ng on the PATH)', () => {
  let folder = '';
  const speech: { readonly who: string; readonly alaw: Uint8Array }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'talk-off-'));
    for (const [name, pace] of ways) {
      const voice = await createVoice({ cacheFolder: path.join(folder, name), voice: name, engine: 'native' });
      const said = await Promise.all(paragraphs.map((text) => voice.clip(text, pace)));
      speech.push({ who: `${name} ${pace}`, alaw: Buffer.concat(said.map(({ alaw }) => alaw)) });
      await voice.close();
    }
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('no key is heard in twenty minutes of talk, ordinary and twice as loud', () => {
    const minutes = speech.reduce((sum, { alaw }) => sum + alaw.length, 0) / 8_000 / 60;
    expect(minutes).toBeGreaterThan(20);
    for (const { who, alaw } of speech) {
      for (const db of [0, 6]) {
        const line = alaw.map((byte) =>
          linearToAlaw(Math.max(-32_768, Math.min(32_767, (alawToLinear[byte] ?? 0) * 10 ** (db / 20)))),
        );
        expect([who, db, keysIn(line)]).toEqual([who, db, '']);
      }
    }
  }, 300_000);

  it('every key that is pressed while somebody talks at an ordinary level is heard, once', () => {
    for (const { who, alaw } of speech) {
      const { line, pressed } = pressedOver(alaw.subarray(0, 8_000 * 60), -6);
      expect([who, keysIn(line)]).toEqual([who, pressed]);
    }
  }, 300_000);
});
