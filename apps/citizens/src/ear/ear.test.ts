import { encodeAlaw } from '@truyvet/telephony';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../random.ts';
import { babble } from '../speech/babble.ts';
import { Ear, type HeardPrompt } from './ear.ts';
import { preparePrints } from './preparePrints.ts';
import type { FixedPiece } from './prints.ts';

const silence = 0xd5;
const sound = (seed: number, ms: number) => encodeAlaw(babble(seed, ms));
const quiet = (ms: number) => new Uint8Array(ms * 8).fill(silence);

/** Ten prompts of babble: a fixed piece, something that changes from call to call, another fixed piece. */
const pieces: FixedPiece[] = Array.from({ length: 10 }, (_, i) =>
  (['normal', 'slow'] as const).flatMap((pace, p) =>
    [0, 2].map((pieceIndex) => ({
      promptId: `P${i}`,
      pace,
      pieceIndex,
      alaw: sound(1000 * p + 10 * i + pieceIndex, 1800 + 100 * i),
    })),
  ),
).flat();
const prints = preparePrints(pieces);

function piece(promptId: string, pieceIndex: number, pace = 'normal'): Uint8Array {
  return pieces.find((p) => p.promptId === promptId && p.pieceIndex === pieceIndex && p.pace === pace)?.alaw ?? quiet(1);
}
const prompt = (id: string, pace = 'normal') => [piece(id, 0, pace), sound(id.length * 77, 600), piece(id, 2, pace), quiet(300)];

type End = HeardPrompt & { toMs: number; whole: boolean };
function listen(parts: readonly Uint8Array[], line: (alaw: Uint8Array) => Uint8Array = (alaw) => alaw) {
  const began: (HeardPrompt & { noticedMs: number })[] = [];
  const ended: End[] = [];
  const ear = new Ear(prints, {
    began: (heard) => began.push({ ...heard, noticedMs: ear.nowMs }),
    ended: (heard) => ended.push(heard),
  });
  const all = line(new Uint8Array(Buffer.concat(parts)));
  for (let at = 0; at < all.length; at += 800) ear.hear(all.subarray(at, at + 800));
  ear.hangUp();
  return { began, ended, names: began.map(({ promptId, pace }) => `${promptId} ${pace}`) };
}

/** Loses packets of 20 ms. */
const lossy = (share: number) => (alaw: Uint8Array) => {
  const random = randomOf(5);
  const heard = alaw.slice();
  for (let at = 0; at < heard.length; at += 160) if (random.chance(share)) heard.fill(silence, at, at + 160);
  return heard;
};

describe('an ear', () => {
  it('knows every prompt at either pace within a second and a half of its beginning', () => {
    for (const pace of ['normal', 'slow']) {
      for (let i = 0; i < 10; i++) {
        const { names, began } = listen([quiet(437), ...prompt(`P${i}`, pace), quiet(1500)]);
        expect(names).toEqual([`P${i} ${pace}`]);
        expect(Math.abs((began[0]?.fromMs ?? 0) - 437)).toBeLessThan(40);
        expect((began[0]?.noticedMs ?? 0) - 437).toBeLessThan(1500);
      }
    }
  });

  it('follows a call through two lost packets in a hundred', () => {
    const order = [3, 1, 4, 1, 5, 9, 2, 6];
    const { names, ended } = listen([...order.flatMap((i) => [quiet(260), ...prompt(`P${i}`)]), quiet(1500)], lossy(0.02));
    expect(names).toEqual(order.map((i) => `P${i} normal`));
    expect(ended.every(({ whole }) => whole)).toBe(true);
  });

  it('tells a prompt that was cut by the next one', () => {
    const { names, ended } = listen([piece('P7', 0).subarray(0, 11_200), quiet(40), ...prompt('P8'), quiet(1500)]);
    expect(names).toEqual(['P7 normal', 'P8 normal']);
    expect(ended.map(({ whole }) => whole)).toEqual([false, true]);
  });

  it('hears a repeat as a new prompt', () => {
    expect(listen([...prompt('P2'), quiet(2000), ...prompt('P2', 'slow'), quiet(1500)]).names).toEqual(['P2 normal', 'P2 slow']);
    expect(listen([...prompt('P2'), quiet(100), ...prompt('P2'), quiet(1500)]).names).toEqual(['P2 normal', 'P2 normal']);
  });

  it('takes a prompt with a hole in it for one prompt', () => {
    expect(listen([piece('P4', 0), quiet(1200), piece('P4', 2), quiet(1500)]).names).toEqual(['P4 normal']);
  });

  it('makes nothing of speech it does not know, of noise, or of silence', () => {
    const random = randomOf(1);
    const noise = encodeAlaw(Float32Array.from({ length: 40_000 }, () => 0.3 * (random.next() - 0.5)));
    expect(listen([sound(99_991, 20_000), noise, quiet(4000)]).names).toEqual([]);
  });
});

it('leaves out pieces that begin like another prompt', () => {
  const same: FixedPiece = { promptId: 'X', pace: 'normal', pieceIndex: 0, alaw: piece('P0', 0) };
  const short: FixedPiece = { promptId: 'Y', pace: 'normal', pieceIndex: 0, alaw: sound(4242, 300) };
  const known = preparePrints([...pieces, same, short]).prints.map(
    (print) => `${print.piece.promptId}.${print.piece.pieceIndex}`,
  );
  expect(known).not.toContain('X.0');
  expect(known).not.toContain('P0.0 normal');
  expect(known).not.toContain('Y.0');
  expect(known).toContain('P0.2');
});
