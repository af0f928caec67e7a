import type { MediaEvent } from './messages.ts';
import type { Stream } from './stream.ts';

const SAMPLES_PER_MS = 8;

/** Reads the chunks that are due from every stream that is heard, and puts those that somebody listens to into one message. */
export function collectAudio(streams: Iterable<Stream>, chunkMs: number, nowMs: number): MediaEvent | undefined {
  const chunkBytes = chunkMs * SAMPLES_PER_MS;
  const ids: number[] = [];
  const atMs: number[] = [];
  const chunks: Uint8Array[] = [];
  for (const stream of streams) {
    const { hearing } = stream;
    if (hearing === undefined || !(hearing.listening || hearing.recording)) continue;
    for (;;) {
      const startMs = stream.callMs(hearing.positionMs);
      const chunk = new Uint8Array(chunkBytes);
      if (!hearing.read(chunk, 0, chunkBytes, nowMs)) break;
      if (!hearing.listening) continue;
      ids.push(stream.id);
      atMs.push(startMs);
      chunks.push(chunk);
    }
  }
  if (ids.length === 0) return undefined;
  return { kind: 'audio', streams: ids, atMs, chunkBytes, alaw: concatenate(chunks, chunkBytes) };
}

function concatenate(chunks: readonly Uint8Array[], chunkBytes: number): Uint8Array {
  const all = new Uint8Array(chunks.length * chunkBytes);
  chunks.forEach((chunk, index) => {
    all.set(chunk, index * chunkBytes);
  });
  return all;
}
