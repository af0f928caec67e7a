import { FeatureStream, framesPerSecond } from './features.ts';
import { bitsOf, difference, mayBe, type Pace, type Print, type Prints, sameSound, speechDb } from './prints.ts';

/** A prompt that is being heard. Times are milliseconds of the audio given to the ear. */
export type HeardPrompt = { readonly promptId: string; readonly pace: Pace; readonly fromMs: number };

export type EarListener = {
  /** A prompt was recognised, about a second after its first fixed piece began. */
  began(prompt: HeardPrompt): void;
  /** The prompt is over. `whole`: it was heard to its end; false when it was cut. */
  ended(prompt: HeardPrompt & { readonly toMs: number; readonly whole: boolean }): void;
};

/** Room for the longest window, a power of two. */
const ringSize = 1024;
const msPerFrame = 1000 / framesPerSecond;
/** A pause longer than any within a prompt. */
const overAfterMs = 750;
/** How far a recognised place may lie from where it is expected. */
const toleranceFrames = 3;
/** Within this it is still the piece recognised before, met again at the other pace or in another wording. */
const sameInstanceFrames = 30;

/** The longest gap after which a prompt may still go on: 3 s. */
const gapFrames = 188;
/** A prompt cut this short of its end still counts as heard. */
const wholeToleranceFrames = 16;

type Current = {
  readonly prompt: HeardPrompt;
  /** Pieces of it recognised so far, with the frame at which each began. */
  readonly pieces: Map<number, { readonly print: Print; readonly startFrame: number }>;
};

/** One person's ear at the phone: tells which prompt is being played, from nothing but the sound. One for each call. */
export class Ear {
  private readonly prints: Prints;
  private readonly listener: EarListener;
  private readonly stream: FeatureStream;
  private readonly ring = new Int32Array(ringSize);
  private frame = 0;
  private lastSpeechFrame = -1;
  private current: Current | undefined;
  private previous: (Current & { readonly endFrame: number }) | undefined;

  constructor(prints: Prints, listener: EarListener) {
    this.prints = prints;
    this.listener = listener;
    this.stream = new FeatureStream((features, loudnessDb) => this.onFrame(bitsOf(features, prints.usual), loudnessDb));
  }

  /** Far-end audio, without gaps. */
  hear(alaw: Uint8Array): void {
    this.stream.push(alaw);
  }

  /** Milliseconds heard so far. */
  get nowMs(): number {
    return Math.round(this.frame * msPerFrame);
  }

  /** Milliseconds since somebody last spoke. */
  get silentForMs(): number {
    return Math.round((this.frame - this.lastSpeechFrame) * msPerFrame);
  }

  private onFrame(bits: number, loudnessDb: number): void {
    this.ring[this.frame & (ringSize - 1)] = bits;
    this.frame++;
    if (loudnessDb >= speechDb) this.lastSpeechFrame = this.frame;
    if (this.silentForMs < 200) this.recognise();
    else if (this.current && this.silentForMs > overAfterMs) this.finish(this.lastSpeechFrame);
  }

  private recognise(): void {
    let best: Print | undefined;
    let least = sameSound;
    for (const print of this.prints.prints) {
      const from = this.frame - print.windowFrames;
      if (from < 0 || !mayBe(print, this.ring, from, ringSize - 1)) continue;
      const differs = difference(print, this.ring, from, ringSize - 1);
      if (differs < least && !this.isPartOfCurrent(print, from)) {
        least = differs;
        best = print;
      }
    }
    if (best) this.recognised(best, this.frame - best.windowFrames);
  }

  /** Is this only the place within the piece being heard that sounds like `print`? */
  private isPartOfCurrent(print: Print, startFrame: number): boolean {
    const { current } = this;
    if (!current) return false;
    return print.within.some(({ print: outer, atFrame }) => {
      if (outer.piece.promptId !== current.prompt.promptId || outer.piece.pace !== current.prompt.pace) return false;
      const heard = current.pieces.get(outer.piece.pieceIndex);
      return !heard || Math.abs(startFrame - atFrame - heard.startFrame) <= toleranceFrames;
    });
  }

  private recognised(print: Print, startFrame: number): void {
    const { promptId, pace, pieceIndex } = print.piece;
    const { current } = this;
    if (current?.prompt.promptId === promptId) {
      const heard = [...current.pieces.values()];
      if (heard.some((piece) => startFrame - piece.startFrame < sameInstanceFrames)) return;
      if (pieceIndex > Math.max(...current.pieces.keys())) {
        current.pieces.set(pieceIndex, { print, startFrame });
        return;
      }
    }
    if (this.resumes(print, startFrame)) return;
    this.finish(startFrame);
    const prompt = { promptId, pace, fromMs: Math.round(startFrame * msPerFrame) };
    this.current = { prompt, pieces: new Map([[pieceIndex, { print, startFrame }]]) };
    this.listener.began(prompt);
  }

  /** A gap in the sound (lost packets, a stalled sender) within a prompt is no new prompt: its next piece goes on. */
  private resumes(print: Print, startFrame: number): boolean {
    const { previous } = this;
    if (this.current || !previous || previous.prompt.promptId !== print.piece.promptId) return false;
    const goesOn = print.piece.pieceIndex > Math.max(...previous.pieces.keys());
    if (!goesOn || startFrame - previous.endFrame > gapFrames) return false;
    previous.pieces.set(print.piece.pieceIndex, { print, startFrame });
    this.current = previous;
    return true;
  }

  private finish(endFrame: number): void {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    this.previous = { ...current, endFrame };
    const toMs = Math.round(endFrame * msPerFrame);
    this.listener.ended({ ...current.prompt, toMs, whole: wasWhole(current, endFrame) });
  }

  /** The call is over: what was being heard ends here. */
  hangUp(): void {
    this.finish(this.lastSpeechFrame);
  }
}

/** Was the last fixed piece of the prompt heard to its end? One that cannot be recognised counts by its length. */
function wasWhole({ pieces }: Current, endFrame: number): boolean {
  const last = [...pieces.values()].at(-1);
  if (!last) return false;
  const { print, startFrame } = last;
  const lastSpoken = print.masks.findLastIndex((mask) => mask !== 0);
  return endFrame >= startFrame + lastSpoken + print.framesAfter - wholeToleranceFrames;
}
