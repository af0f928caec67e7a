export type VoiceOptions = {
  /** Mean absolute amplitude, 16 bit, from which on a frame is voice. @default 256 */
  readonly threshold: number;
  /** So long a voice is somebody speaking. @default 80 */
  readonly beginMs: number;
  /** So long a silence ends it. @default 500 */
  readonly endMs: number;
};

export const VOICE_DEFAULTS: VoiceOptions = { threshold: 256, beginMs: 80, endMs: 500 };

/** Whether somebody speaks, told at each change. */
export class VoiceActivity {
  private readonly options: VoiceOptions;
  private readonly changed: (speaking: boolean) => void;
  private speaking = false;
  private againstMs = 0;

  constructor(options: VoiceOptions, changed: (speaking: boolean) => void) {
    this.options = options;
    this.changed = changed;
  }

  /** One frame: its mean absolute amplitude and its length. */
  push(level: number, frameMs: number): void {
    const voice = level >= this.options.threshold;
    this.againstMs = voice === this.speaking ? 0 : this.againstMs + frameMs;
    if (this.againstMs < (this.speaking ? this.options.endMs : this.options.beginMs)) return;
    if (voice === this.speaking) return;
    this.speaking = voice;
    this.againstMs = 0;
    this.changed(voice);
  }
}
