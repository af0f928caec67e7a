import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '@truyvet/contract';
import type { PromptText } from '@truyvet/dialogue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNativeEngine } from './espeakNative.ts';
import { fingerprintsOf, fixedPiecesOf } from './fingerprints.ts';
import { createVoice, type Voice } from './voice.ts';

let folder = '';
let voice: Voice | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'voice-'));
});
afterEach(async () => {
  await voice?.close();
  voice = undefined;
  await rm(folder, { recursive: true });
});

const native = await findNativeEngine();
const engines = native ? (['wasm', 'native'] as const) : (['wasm'] as const);

describe.each(engines)('the %s voice', (engine) => {
  it('says a sentence in a few seconds of A-law, slower when asked', async () => {
    voice = await createVoice({ cacheFolder: folder, engine });
    const sentence = 'Xin hỏi, đây có phải số máy của ông Nguyễn Văn Ngọc không ạ?';
    const [normal, slow] = [await voice.clip(sentence, 'normal'), await voice.clip(sentence, 'slow')];
    expect(normal.alaw.length / 8000).toBeGreaterThan(2.5);
    expect(normal.alaw.length / 8000).toBeLessThan(5);
    expect(slow.alaw.length).toBeGreaterThan(1.15 * normal.alaw.length);
    expect(slow.id).not.toBe(normal.id);
  });

  it('gives a text the same id and length in every process', async () => {
    voice = await createVoice({ cacheFolder: path.join(folder, 'a'), engine });
    const other = await createVoice({ cacheFolder: path.join(folder, 'b'), engine });
    await other.clip('Một câu khác hẳn.', 'slow');
    const [one, two] = [await voice.clip('Xin cảm ơn.', 'normal'), await other.clip('Xin cảm ơn.', 'normal')];
    await other.close();
    expect(two.id).toBe(one.id);
    // The WASM build goes on with its noise source where the last text left it: not one sample need be the same.
    if (engine === 'native') expect(Buffer.compare(one.alaw, two.alaw)).toBe(0);
    expect(Math.abs(one.alaw.length - two.alaw.length) / one.alaw.length).toBeLessThan(0.02);
  });
});

it('keeps every clip whole on disk and never says it twice', async () => {
  voice = await createVoice({ cacheFolder: folder });
  const progress: number[] = [];
  const texts = ['Xin chào.', 'ông', 'Xin chào.'].map((text) => ({ text, pace: 'normal' as const }));
  await voice.prepare(texts, (done) => progress.push(done));
  expect(progress).toEqual([1, 2, 3]);
  const { id } = await voice.clip('ông', 'normal');
  const files = await readdir(folder);
  expect(files).toHaveLength(2);
  expect(files).toContain(`${id}.alaw`);
  await writeFile(path.join(folder, `${id}.alaw`), Buffer.from([1, 2, 3]));
  const again = await createVoice({ cacheFolder: folder });
  expect([...(await again.clip('ông', 'normal')).alaw]).toEqual([1, 2, 3]);
  await again.close();
});

it('leaves a pause for a piece that is only punctuation', async () => {
  voice = await createVoice({ cacheFolder: folder });
  const { alaw } = await voice.clip('. ', 'normal');
  expect(alaw.length).toBe(2400);
  expect(alaw.every((byte) => byte === 0xd5)).toBe(true);
});

it('gives a problem, not a crash, for a voice that does not exist', async () => {
  voice = await createVoice({ cacheFolder: folder, engine: 'wasm', voice: 'xx-none' });
  const failure = voice.clip('Xin chào.', 'normal');
  await expect(failure).rejects.toBeInstanceOf(Problem);
  await expect(failure).rejects.toMatchObject({ code: 'voice.failed' });
});

it('does without an espeak-ng that is missing or is something else', async () => {
  expect(await findNativeEngine('/no/such/espeak-ng')).toBeUndefined();
  expect(await findNativeEngine('true')).toBeUndefined();
});

const prompt: PromptText = {
  promptId: 'M1',
  pace: 'normal',
  bargeIn: false,
  sensitive: false,
  pieces: [
    { kind: 'fixed', text: 'Xin chào.', variables: [], identifies: true },
    { kind: 'variable', text: '{ten}', variables: ['ten'], identifies: false },
  ],
};

it('writes fingerprints with the sound itself', async () => {
  voice = await createVoice({ cacheFolder: folder });
  const { prompts } = await fingerprintsOf(voice, fixedPiecesOf([prompt]));
  expect(prompts.map((piece) => piece.pieceIndex)).toEqual([0]);
  const { alaw } = await voice.clip('Xin chào.', 'normal');
  expect(prompts[0]).toMatchObject({ promptId: 'M1', pace: 'normal', durationMs: Math.round(alaw.length / 8) });
  expect(Buffer.from(prompts[0]?.alaw ?? '', 'base64').equals(alaw)).toBe(true);
});

it('can be closed in a process that has nothing else to wait for', () => {
  const program = fileURLToPath(new URL('./lonelyVoice.ts', import.meta.url));
  const run = spawnSync(process.execPath, ['--import', 'tsx', program, folder], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'closed' });
});
