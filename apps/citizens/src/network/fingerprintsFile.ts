import { readFile } from 'node:fs/promises';
import type { FixedPiece } from '../ear/prints.ts';

/**
 * Reads the sounds of the prompts, as the caller's side wrote them:
 * `{ "version": 1, "prompts": [{ "promptId", "pieceIndex", "pace": "normal" | "slow", "alawSha", "durationMs", "alaw": base64 }] }`.
 *
 * @throws Error naming the file and what is wrong with it
 */
export async function readFingerprints(file: string): Promise<FixedPiece[]> {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isRecord(parsed) || parsed['version'] !== 1 || !Array.isArray(parsed['prompts']))
    throw new Error(`${file}: not fingerprints of version 1`);
  return parsed['prompts'].map((entry: unknown, i) => {
    if (!isRecord(entry)) throw new Error(`${file}: prompt ${i} is no object`);
    const { promptId, pieceIndex, pace, alaw } = entry;
    if (
      typeof promptId !== 'string' ||
      typeof pieceIndex !== 'number' ||
      typeof alaw !== 'string' ||
      (pace !== 'normal' && pace !== 'slow')
    )
      throw new Error(`${file}: prompt ${i} is incomplete`);
    return { promptId, pieceIndex, pace, alaw: new Uint8Array(Buffer.from(alaw, 'base64')) };
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
