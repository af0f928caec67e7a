import { Problem } from '@truyvet/contract';
import { encodeAlaw } from '@truyvet/telephony';
import { beep } from './beep.ts';
import { type ClipCache, clipId, openClipCache } from './clipCache.ts';
import type { Manner, SpeechEngine } from './engine.ts';
import { findNativeEngine } from './espeakNative.ts';
import { findWasmEngine } from './espeakWasm.ts';
import { evenLoudness } from './loudness.ts';
import { trimToPauses } from './pauses.ts';
import { resample } from './resample.ts';
import { speakable } from './speakable.ts';

/** `slow` is for a repeat after silence. */
export type SpokenPace = 'normal' | 'slow';
/** A piece of a prompt, ready to be loaded into a phone: A-law, 8 kHz, one byte a sample. `id` names the text, how it is said and by which engine. */
export type VoiceClip = { readonly id: string; readonly alaw: Uint8Array };
export type VoiceText = { readonly text: string; readonly pace: SpokenPace };

export type Voice = {
  readonly engine: SpeechEngine['name'];
  /** Makes sure that all these texts are in the cache. Progress counts texts. */
  prepare(texts: readonly VoiceText[], onProgress?: (done: number, total: number) => void): Promise<void>;
  /** @throws Problem voice.failed when the synthesiser cannot say it */
  clip(text: string, pace: SpokenPace): Promise<VoiceClip>;
  /** The sign to speak now. */
  beep(): VoiceClip;
  close(): Promise<void>;
};

export type VoiceOptions = {
  /** Holds one file a clip; made if it is missing. */
  readonly cacheFolder: string;
  /** `vi` (northern), `vi-vn-x-central`, `vi-vn-x-south`. @default 'vi' */
  readonly voice?: string;
  /** `native` and `wasm` insist on one engine. @default 'any': espeak-ng from the PATH, else the WASM build */
  readonly engine?: 'any' | 'native' | 'wasm';
  readonly log?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** Speech of a telephone announcement for people of all ages: a little slower than the synthesiser's 175. */
const wordsPerMinute: Readonly<Record<SpokenPace, number>> = { normal: 165, slow: 130 };
const telephoneRate = 8000;
const parallel = 2;

/**
 * Opens the voice: finds a synthesiser and the cache.
 *
 * @throws Problem voice.unavailable when no synthesiser can be started
 */
export async function createVoice(options: VoiceOptions): Promise<Voice> {
  const engine = await findEngine(options.engine ?? 'any');
  const voiceName = options.voice ?? 'vi';
  options.log?.('voice ready', { engine: engine.version, voice: voiceName });
  const cache = await openClipCache(options.cacheFolder);
  const inTurn = limit(parallel);
  const underWay = new Map<string, Promise<VoiceClip>>();

  function clip(text: string, pace: SpokenPace): Promise<VoiceClip> {
    const said = speakable(text);
    const manner = { voice: voiceName, wordsPerMinute: wordsPerMinute[pace] };
    const id = clipId({ text: said, ...manner, engineVersion: engine.version });
    const known = underWay.get(id);
    if (known) return known;
    const made = findOrMake(cache, id, () => inTurn(() => synthesise(engine, said, manner))).finally(() => underWay.delete(id));
    underWay.set(id, made);
    return made;
  }

  return {
    engine: engine.name,
    clip,
    async prepare(texts, onProgress) {
      let done = 0;
      const queue = [...texts];
      const work = async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          await clip(next.text, next.pace);
          onProgress?.(++done, texts.length);
        }
      };
      await Promise.all(Array.from({ length: 2 * parallel }, work));
    },
    beep: () => ({ id: 'beep', alaw: encodeAlaw(beep(telephoneRate).samples) }),
    close: () => engine.close(),
  };
}

async function findEngine(wanted: 'any' | 'native' | 'wasm'): Promise<SpeechEngine> {
  const native = wanted === 'wasm' ? undefined : await findNativeEngine();
  const engine = native ?? (wanted === 'native' ? undefined : await findWasmEngine());
  if (!engine) throw new Problem('voice.unavailable');
  return engine;
}

async function findOrMake(cache: ClipCache, id: string, make: () => Promise<Uint8Array>): Promise<VoiceClip> {
  const cached = await cache.read(id);
  if (cached) return { id, alaw: cached };
  const alaw = await make();
  await cache.write(id, alaw);
  return { id, alaw };
}

async function synthesise(engine: SpeechEngine, text: string, manner: Manner): Promise<Uint8Array> {
  try {
    const hasWords = /[\p{L}\p{N}]/u.test(text);
    const sound = hasWords ? await engine.say(text, manner) : { samples: new Float32Array(0), sampleRate: telephoneRate };
    return encodeAlaw(trimToPauses(evenLoudness(resample(sound, telephoneRate)), text).samples);
  } catch (error) {
    throw new Problem('voice.failed', { engine: engine.version }, { cause: error });
  }
}

/** Lets so many run at once; the rest wait in order. */
function limit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
