/** Every bound of the answering-machine detector. The defaults are the usual detector's. */
export type MachineOptions = {
  /** Mean absolute amplitude, 16 bit, from which on a frame is voice. @default 256 */
  readonly threshold: number;
  /** Silence at the start that ends the analysis without a verdict: an elder may need longer to say a word. @default 2500 */
  readonly initialSilenceMs: number;
  /** A greeting this long is a machine's. @default 1500 */
  readonly greetingMs: number;
  /** Silence after a short greeting: a person waits for us. @default 800 */
  readonly silenceAfterGreetingMs: number;
  /** No longer than this. @default 5000 */
  readonly analysisMs: number;
  /** Shorter sounds are no words. @default 100 */
  readonly wordMs: number;
  /** Silence between words. @default 50 */
  readonly gapMs: number;
  /** More words than this are a machine's. @default 2 */
  readonly mostWords: number;
  /** One sound longer than this is a machine's music or tone. @default 5000 */
  readonly longestWordMs: number;
};

export const MACHINE_DEFAULTS: MachineOptions = {
  threshold: 256,
  initialSilenceMs: 2500,
  greetingMs: 1500,
  silenceAfterGreetingMs: 800,
  analysisMs: 5000,
  wordMs: 100,
  gapMs: 50,
  mostWords: 2,
  longestWordMs: 5000,
};

export type MachineVerdict = {
  readonly verdict: 'human' | 'machine' | 'unsure';
  /**
   * human: `key` they pressed one, `shortGreeting` a few words, then silence. machine: `longGreeting`, `manyWords`, `longWord`. unsure:
   * `initialSilence` nobody spoke (ask for a key), `tooLong` the analysis ran out.
   */
  readonly reason: 'key' | 'shortGreeting' | 'longGreeting' | 'manyWords' | 'longWord' | 'initialSilence' | 'tooLong';
};

export type MachineState = {
  readonly elapsedMs: number;
  readonly silenceMs: number;
  /** Of the sound under way. */
  readonly voiceMs: number;
  /** All voice since the greeting began. */
  readonly greetedMs: number;
  readonly words: number;
  readonly inWord: boolean;
  readonly greeted: boolean;
  readonly verdict?: MachineVerdict;
};

export const MACHINE_START: MachineState = {
  elapsedMs: 0,
  silenceMs: 0,
  voiceMs: 0,
  greetedMs: 0,
  words: 0,
  inWord: false,
  greeted: false,
};

const human = (reason: MachineVerdict['reason']): MachineVerdict => ({ verdict: 'human', reason });
const machine = (reason: MachineVerdict['reason']): MachineVerdict => ({ verdict: 'machine', reason });
const unsure = (reason: MachineVerdict['reason']): MachineVerdict => ({ verdict: 'unsure', reason });

/** A key proves a human, whatever was heard. */
export const machineKey = (state: MachineState): MachineState => (state.verdict ? state : { ...state, verdict: human('key') });

/** The state after one more frame of `level` mean absolute amplitude. A verdict stays. */
export function machineFrame(state: MachineState, level: number, frameMs: number, options: MachineOptions): MachineState {
  if (state.verdict !== undefined) return state;
  const elapsedMs = state.elapsedMs + frameMs;
  const heard = level >= options.threshold ? voice(state, frameMs, options) : silence(state, frameMs, options);
  const verdict = verdictOf(heard, elapsedMs, options);
  return { ...heard, elapsedMs, ...(verdict === undefined ? {} : { verdict }) };
}

function voice(state: MachineState, frameMs: number, options: MachineOptions): MachineState {
  const voiceMs = state.voiceMs + frameMs;
  const begins = !state.inWord && voiceMs >= options.wordMs;
  const inWord = state.inWord || begins;
  return {
    ...state,
    voiceMs,
    inWord,
    words: state.words + (begins ? 1 : 0),
    // A word is believed when it lasted; then all of it counts.
    greetedMs: begins ? state.greetedMs + voiceMs : state.inWord ? state.greetedMs + frameMs : state.greetedMs,
    greeted: state.greeted || begins,
    silenceMs: inWord ? 0 : state.silenceMs + frameMs,
  };
}

// A click shorter than a word doesn't break a silence.
function silence(state: MachineState, frameMs: number, options: MachineOptions): MachineState {
  const silenceMs = state.silenceMs + frameMs;
  const inWord = state.inWord && silenceMs < options.gapMs;
  return { ...state, silenceMs, inWord, voiceMs: inWord ? state.voiceMs : 0 };
}

function verdictOf(state: MachineState, elapsedMs: number, options: MachineOptions): MachineVerdict | undefined {
  if (!state.greeted && state.silenceMs >= options.initialSilenceMs) return unsure('initialSilence');
  if (state.greeted && state.silenceMs >= options.silenceAfterGreetingMs) return human('shortGreeting');
  if (state.words > options.mostWords) return machine('manyWords');
  if (state.voiceMs >= options.longestWordMs) return machine('longWord');
  if (state.greeted && state.greetedMs >= options.greetingMs) return machine('longGreeting');
  return elapsedMs >= options.analysisMs ? unsure('tooLong') : undefined;
}
