import type { Pace, PromptPiece } from '@truyvet/dialogue';
import type { Phone } from '@truyvet/telephony';

/** A piece of speech, ready to be played: A-law, 8 kHz. `id` names this very sound for ever. */
export type VoiceClip = { readonly id: string; readonly alaw: Uint8Array };

/** Where sounds come from. */
export interface VoiceClips {
  clip(text: string, pace: Pace): Promise<VoiceClip>;
  beep(): VoiceClip;
}

export type Clips = {
  /** Makes the pieces playable; resolves to their clip ids. At once for what was played or prefetched before. */
  ready(pieces: readonly PromptPiece[], pace: Pace): Promise<string[]>;
};

/** Clips kept loaded: about 3 s each, so about 50 MB. A call under way never loses a clip, because it used it within the last few minutes. */
const maxLoaded = 2000;

/** Loads clips into the phone on demand and keeps the ones used last. */
export function createClips(phone: Pick<Phone, 'loadClip' | 'unloadClip'>, voice: VoiceClips): Clips {
  const loaded = new Map<string, Promise<string>>();

  async function load(piece: PromptPiece, pace: Pace): Promise<string> {
    const { id, alaw } = 'clip' in piece ? await named(voice, piece.clip, pace) : await voice.clip(piece.text, pace);
    phone.loadClip(id, alaw);
    return id;
  }

  function one(piece: PromptPiece, pace: Pace): Promise<string> {
    const key = JSON.stringify([piece, pace]);
    const known = loaded.get(key);
    const made = known ?? load(piece, pace);
    loaded.delete(key);
    loaded.set(key, made);
    if (!known) {
      made.catch(() => loaded.delete(key)); // A failed synthesis is tried again by the next call.
      dropOldest();
    }
    return made;
  }

  function dropOldest(): void {
    const [oldest] = loaded;
    if (loaded.size <= maxLoaded || !oldest) return;
    loaded.delete(oldest[0]);
    oldest[1].then(
      (id) => phone.unloadClip(id),
      () => undefined, // Nothing was loaded.
    );
  }

  return { ready: (pieces, pace) => Promise.all(pieces.map((piece) => one(piece, pace))) };
}

/** `beep` is made, not spoken; other names have no recording yet and are synthesised. */
async function named(voice: VoiceClips, name: string, pace: Pace): Promise<VoiceClip> {
  return name === 'beep' ? voice.beep() : await voice.clip(name, pace);
}
