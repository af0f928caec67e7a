import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { f1Tracing, promptTexts, renderPrompt, type Variables } from '@truyvet/dialogue';
import { expect, it } from 'vitest';
import { Ear } from '../../apps/citizens/src/ear/ear.ts';
import { preparePrints } from '../../apps/citizens/src/ear/preparePrints.ts';
import { randomOf } from '../../apps/citizens/src/random.ts';
import { fingerprintsOf, fixedPiecesOf } from '../../apps/server/src/voice/fingerprints.ts';
import { createVoice, type Voice } from '../../apps/server/src/voice/voice.ts';
import { alawToUlaw, ulawToAlaw } from '../../packages/telephony/src/audio/g711.ts';

const callees: readonly Variables[] = [
  { xung: 'ông', ten: 'Nguyễn Thử Bốn Hai', ngay_tiep_xuc: '2021-07-05', mien_phi: true },
  { xung: 'quý vị', ten: 'Trần Thử Không Năm' },
];
const unit = { co_quan: 'Trung tâm Y tế Thiệu Hóa', tram: 'Trạm Y tế xã Thiệu Ngọc', so_goi_lai: '02373842115' };
const silence = 0xd5;

it('lets citizens know every prompt of the F1 call in a synthesised voice, whoever is called, over a lossy line in µ-law', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hearing-'));
  const voice = await createVoice({ cacheFolder: folder });
  const { prompts } = await fingerprintsOf(voice, fixedPiecesOf(promptTexts(f1Tracing).filter(({ pace }) => pace === 'normal')));
  const prints = preparePrints(
    prompts.map((prompt) => ({ ...prompt, alaw: new Uint8Array(Buffer.from(prompt.alaw, 'base64')) })),
  );
  const random = randomOf(2021);
  for (const variables of callees) {
    const played = random.shuffle(Object.keys(f1Tracing.prompts));
    const heard: string[] = [];
    const ear = new Ear(prints, { began: ({ promptId }) => heard.push(promptId), ended: () => undefined });
    for (const promptId of played) {
      ear.hear(line(await said(voice, promptId, { ...unit, ...variables }), random.next));
      ear.hear(new Uint8Array(random.between(100, 20_000)).fill(silence));
    }
    expect(heard).toEqual(played);
  }
  await voice.close();
  await rm(folder, { recursive: true });
}, 60_000);

async function said(voice: Voice, promptId: string, variables: Variables): Promise<Uint8Array> {
  const clips: Uint8Array[] = [];
  for (const piece of renderPrompt(f1Tracing, promptId, variables)) {
    const { alaw } = 'text' in piece ? await voice.clip(piece.text, 'normal') : voice.beep();
    clips.push(alaw);
  }
  return new Uint8Array(Buffer.concat(clips));
}

/** Through µ-law and back, and one packet in a hundred lost. */
function line(alaw: Uint8Array, chance: () => number): Uint8Array {
  const heard = alaw.map((byte) => ulawToAlaw[alawToUlaw[byte] ?? 0] ?? 0);
  for (let at = 0; at < heard.length; at += 160) if (chance() < 0.01) heard.fill(silence, at, at + 160);
  return heard;
}
