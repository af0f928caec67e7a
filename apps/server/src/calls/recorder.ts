import type { Call } from '@truyvet/telephony';
import { isSpeech } from './loudness.ts';
import type { Timers } from './timers.ts';

export type Recorder = {
  /** A-law samples of what was heard, once the recording has ended; null when it was cancelled. */
  readonly heard: Promise<Uint8Array | null>;
  /** Ends the recording now. */
  finish(): void;
  /** Ends it and throws away what was heard. */
  cancel(): void;
};

/** Silence that ends a recording: longer before the first word, when people think. */
const silenceMs = { before: 8000, after: 4000 };

/** Records the far end until `finish`, a long silence or `maxMs`. */
export function record(call: Call, maxMs: number, timers: Timers): Recorder {
  let end: (keep: boolean) => void = () => undefined;
  const ended = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  call.startRecording();
  call.listenToAudio();
  const finish = () => end(true);
  const stopAtMax = timers.after(maxMs, finish);
  let stopAtSilence = timers.after(silenceMs.before, finish);
  const stopListening = call.on('audio', ({ alaw }) => {
    if (!isSpeech(alaw)) return;
    stopAtSilence();
    stopAtSilence = timers.after(silenceMs.after, finish);
  });
  const heard = ended.then(async (keep) => {
    stopAtMax();
    stopAtSilence();
    stopListening();
    const alaw = await call.stopRecording();
    return keep ? alaw : null;
  });
  return { heard, finish, cancel: () => end(false) };
}
