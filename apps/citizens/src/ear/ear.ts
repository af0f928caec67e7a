import { FeatureStream, framesPerSecond } from './features.ts';
import { bitsOf, difference, mayBe, type Pace, type Print, type Prints, sameSound, speechDb, surelySame } from './prints.ts';

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
const ringMask = ringSize - 1;
const msPerFrame = 1000 / framesPerSecond;
/** A pause longer than any within a prompt. */
const overAfterMs = 750;
/** Within this it is still the piece recognised before, met again at the other pace or in another wording. */
const sameInstanceFrames = 30;

/** The longest gap after which a prompt may still go on: 3 s. */
const gapFrames = 188;
/** A prompt cut this short of its end still counts as heard. */
const wholeToleranceFrames = 16;

/** What may have been heard is believed after this long, if nothing plainer was heard meanwhile: 1.2 s. */
const doubtFrames = 75;

/** A stretch that sounds like a print, though not beyond doubt. */
type Doubtful = { readonly print: Print; readonly differs: number; readonly sinceFrame: number; readonly startFrame: number };

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
  private doubtful: Doubtful | undefined;
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
    this.ring[this.frame & ringMask] = bits;
    this.frame++;
    if (loudnessDb >= speechDb) this.lastSpeechFrame = this.frame;
    if (this.silentForMs < 400) this.recognise();
    else if (this.current && this.silentForMs > overAfterMs) this.finish(this.lastSpeechFrame);
    if (this.doubtful && this.frame - this.doubtful.sinceFrame > doubtFrames) this.believe(this.doubtful);
  }

  private believe({ print, startFrame }: Pick<Doubtful, 'print' | 'startFrame'>): void {
    this.doubtful = undefined;
    this.recognised(print, startFrame);
  }

  private recognise(): void {
    let best: Print | undefined;
    let least = sameSound;
    for (const print of this.prints.prints) {
      const from = this.frame - print.windowFrames;
      if (from < 0 || !mayBe(print, this.ring, from, ringMask)) continue;
      const differs = difference(print, this.ring, from, ringMask);
      if (differs < least) {
        least = differs;
        best = print;
      }
    }
    if (!best) return;
    // Words of one prompt, cut off by those of the next, may sound like a third: the next one's own words then tell.
    const heard = {
      print: best,
      differs: least,
      sinceFrame: this.frame,
      startFrame: this.frame - best.windowFrames - best.offsetFrames,
    };
    if (least < surelySame) this.believe(heard);
    else if (!this.doubtful || least < this.doubtful.differs) this.doubtful = heard;
  }

  /** @param startFrame where the piece began, whichever stretch of it was recognised */
  private recognised(print: Print, startFrame: number): void {
    const { promptId, pace, pieceIndex } = print.piece;
    const { current } = this;
    if (current?.prompt.promptId === promptId && goesOn(current, print, startFrame)) {
      current.pieces.set(pieceIndex, { print, startFrame });
      return;
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
    if (startFrame - previous.endFrame > gapFrames || !goesOn(previous, print, startFrame)) return false;
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

  /** The call is over: what was being heard ends here, and nothing plainer will come. */
  hangUp(): void {
    if (this.doubtful) this.believe(this.doubtful);
    this.finish(this.lastSpeechFrame);
  }
}

/** Is this more of the prompt being heard, rather than the prompt heard again? */
function goesOn({ pieces }: Current, print: Print, startFrame: number): boolean {
  const { pieceIndex } = print.piece;
  const starts = [...pieces.values()].map((piece) => Math.abs(startFrame - piece.startFrame));
  if (starts.some((apart) => apart < sameInstanceFrames)) return true;
  const heard = pieces.get(pieceIndex);
  if (!heard) return pieceIndex > Math.max(...pieces.keys());
  // After a stall the same words may lie later than where they were expected; said again, they would begin with their beginning.
  return print.offsetFrames > heard.print.offsetFrames && startFrame - heard.startFrame < gapFrames;
}

/** Was the last fixed piece of the prompt heard to its end? One that cannot be recognised counts by its length. */
function wasWhole({ pieces }: Current, endFrame: number): boolean {
  const last = [...pieces.values()].at(-1);
  if (!last) return false;
  const { print, startFrame } = last;
  return endFrame >= startFrame + print.spokenFrames + print.framesAfter - wholeToleranceFrames;
}
