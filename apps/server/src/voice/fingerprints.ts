import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { PromptText } from '@truyvet/dialogue';
import type { SpokenPace, Voice } from './voice.ts';

/** A fixed piece of a prompt: words without a variable in them. */
export type FixedPiece = {
  readonly promptId: string;
  readonly pieceIndex: number;
  readonly pace: SpokenPace;
  readonly text: string;
};

/** What the simulated citizens know the prompts by: the sound of their fixed pieces, nothing of what they mean. */
export type Fingerprints = {
  readonly version: 1;
  readonly prompts: readonly {
    readonly promptId: string;
    readonly pieceIndex: number;
    readonly pace: SpokenPace;
    readonly alawSha: string;
    readonly durationMs: number;
    /** A-law, 8 kHz, base64. */
    readonly alaw: string;
  }[];
};

/** The fixed pieces of a dialogue, as `promptTexts` cuts them. */
export function fixedPiecesOf(prompts: readonly PromptText[]): FixedPiece[] {
  return prompts.flatMap(({ promptId, pace, pieces }) =>
    pieces.flatMap(({ kind, text }, pieceIndex) => (kind === 'fixed' ? [{ promptId, pace, pieceIndex, text }] : [])),
  );
}

/** The sounds of these pieces, made by the voice that speaks in the calls. */
export async function fingerprintsOf(voice: Voice, pieces: readonly FixedPiece[]): Promise<Fingerprints> {
  await voice.prepare(pieces);
  const prompts: Fingerprints['prompts'][number][] = [];
  for (const { text, ...piece } of pieces) {
    const { alaw } = await voice.clip(text, piece.pace);
    const alawSha = createHash('sha256').update(alaw).digest('hex');
    prompts.push({ ...piece, alawSha, durationMs: Math.round(alaw.length / 8), alaw: Buffer.from(alaw).toString('base64') });
  }
  return { version: 1, prompts };
}

/** Writes them for the citizens' process, one prompt a line. */
export async function writeFingerprints(file: string, fingerprints: Fingerprints): Promise<void> {
  const lines = fingerprints.prompts.map((prompt) => JSON.stringify(prompt)).join(',\n');
  await writeFile(file, `{"version":${fingerprints.version},"prompts":[\n${lines}\n]}\n`);
}
