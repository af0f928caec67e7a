import type { Sound } from './wav.ts';

/** What says a text. */
export type SpeechEngine = {
  readonly name: 'espeak-ng' | 'wasm';
  /** Changes whenever the sound of a text may change. */
  readonly version: string;
  /** @throws Error when the synthesiser fails; the text is then worth another try */
  say(text: string, how: Manner): Promise<Sound>;
  close(): Promise<void>;
};

export type Manner = {
  /** `vi` (northern), `vi-vn-x-central`, `vi-vn-x-south`. */
  readonly voice: string;
  readonly wordsPerMinute: number;
};
