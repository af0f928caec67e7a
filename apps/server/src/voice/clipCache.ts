import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Change it when the way from the synthesiser's sound to A-law changes: old clips are then made anew. */
const pipelineVersion = '1';
/** Bytes of clips kept in memory: an hour of speech. */
const memoryLimitBytes = 30_000_000;

/** Clips by id: in memory while they are used, on disk for good. */
export type ClipCache = {
  read(id: string): Promise<Uint8Array | undefined>;
  write(id: string, alaw: Uint8Array): Promise<void>;
};

/** The id of what is heard: the same text said the same way by the same engine has the same id in every process. */
export function clipId(parts: { text: string; voice: string; wordsPerMinute: number; engineVersion: string }): string {
  const { text, voice, wordsPerMinute, engineVersion } = parts;
  const key = JSON.stringify([pipelineVersion, engineVersion, voice, wordsPerMinute, text]);
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** A cache in `folder`, which is made if need be. Several processes may share it: files appear whole or not at all. */
export async function openClipCache(folder: string): Promise<ClipCache> {
  await mkdir(folder, { recursive: true });
  const memory = new Map<string, Uint8Array>();
  let memoryBytes = 0;
  const keep = (id: string, alaw: Uint8Array) => {
    memoryBytes += alaw.length - (memory.get(id)?.length ?? 0);
    memory.delete(id);
    memory.set(id, alaw);
    for (const [oldest, clip] of memory) {
      if (memoryBytes <= memoryLimitBytes) break;
      memory.delete(oldest);
      memoryBytes -= clip.length;
    }
  };
  const fileOf = (id: string) => path.join(folder, `${id}.alaw`);
  return {
    async read(id) {
      const clip = memory.get(id) ?? (await readIfThere(fileOf(id)));
      if (clip) keep(id, clip);
      return clip;
    },
    async write(id, alaw) {
      keep(id, alaw);
      const part = `${fileOf(id)}.${randomUUID()}.part`;
      try {
        await writeFile(part, alaw);
        await rename(part, fileOf(id));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
