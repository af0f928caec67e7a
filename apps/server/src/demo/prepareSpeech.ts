import { join } from 'node:path';
import { f1Tracing, promptTexts, spokenPrompts, type Variables } from '@truyvet/dialogue';
import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { fingerprintsOf, fixedPiecesOf, writeFingerprints } from '../voice/fingerprints.ts';
import { createVoice, type VoiceText } from '../voice/voice.ts';
import type { DemoView } from './demoView.ts';

type Speech = { readonly campaignId: number; readonly dataFolder: string; readonly fingerprintsFile: string };

/** Everything that the calls will say is spoken beforehand; the citizens get the sound of the fixed pieces. */
export async function prepareSpeech(db: Db, { campaignId, dataFolder, fingerprintsFile }: Speech, view: DemoView): Promise<void> {
  const voice = await createVoice({ cacheFolder: join(dataFolder, 'clips'), voice: 'vi-vn-x-central' });
  try {
    view.step(`Chuẩn bị giọng nói (${voice.engine}) / preparing speech`);
    const fixed = fixedPiecesOf(promptTexts(f1Tracing));
    const texts = [...fixed, ...(await personalTexts(db, campaignId))];
    const progress = view.progress('Giọng nói / speech', 'câu');
    await voice.prepare(texts, (done, total) => progress.update(done, total));
    progress.stop();
    await writeFingerprints(fingerprintsFile, await fingerprintsOf(voice, fixed));
  } finally {
    await voice.close();
  }
}

async function personalTexts(db: Db, campaignId: number): Promise<VoiceText[]> {
  const tasks = await inScope(db, systemScope, (tx) =>
    tx.selectFrom('call_task').select('variables').where('campaign_id', '=', campaignId).execute(),
  );
  const texts = new Set<string>();
  for (const { variables } of tasks) {
    for (const { pieces } of spokenPrompts(f1Tracing, variables as Variables))
      for (const piece of pieces) if ('text' in piece) texts.add(piece.text);
  }
  return [...texts].map((text) => ({ text, pace: 'normal' as const }));
}
