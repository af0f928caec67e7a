import { hopSize } from './features.ts';
import { framesOf, isSamePrompt, lookOf, type Met, masksOf, usualFeatures, waysToMeet } from './lookOf.ts';
import { countOnes, difference, type FixedPiece, mayBe, type Print, type Prints, sameSound } from './prints.ts';

/** Frames of speech in a window, pauses not counted: less is in every other sentence. */
const leastSpokenFrames = 46;
const wantedSpokenFrames = 54;
const lengthenFrames = 8;
/** A piece is known by its beginning, and in case that was lost, by later stretches, one a second. */
const stretchEveryFrames = 64;
const stretchesAtMost = 4;
/** Those are longer, for many sentences share their middle. */
const stretchSpokenFrames = 84;
const marginForNoise = 0.04;
/** So much of a window decides whether it is heard at the end of a piece, where the rest may fall on words that change. */
const decidingShare = 0.7;
/** A window may begin so much before a piece, in words that change. */
const leadFrames = 24;
const probeCount = 10;

type Known = {
  readonly piece: FixedPiece;
  readonly bits: Int32Array;
  readonly masks: Int32Array;
  readonly spokenFrames: number;
  readonly framesAfter: number;
};

/** Prepares the pieces for recognition; those that nothing tells from another prompt are left out. */
export function preparePrints(pieces: readonly FixedPiece[]): Prints {
  const sounds = pieces.map(({ alaw }) => framesOf(alaw));
  const usual = usualFeatures(sounds);
  const known = pieces.map((piece, i): Known => {
    const frames = sounds[i] ?? framesOf(piece.alaw);
    const masks = masksOf(frames, usual);
    const spokenFrames = 1 + masks.findLastIndex((mask) => mask !== 0);
    return { piece, bits: lookOf(frames, usual), masks, spokenFrames, framesAfter: framesAfter(piece, pieces) };
  });
  const met = known.flatMap(({ piece, masks }) => waysToMeet(piece, masks.length, pieces, usual));
  return { prints: known.flatMap((piece) => printsOf(piece, met)), usual };
}

function framesAfter(piece: FixedPiece, pieces: readonly FixedPiece[]): number {
  const later = pieces.filter((other) => isSamePrompt(other, piece) && other.pieceIndex > piece.pieceIndex);
  const last = later.reduce<FixedPiece | undefined>((a, b) => (a && a.pieceIndex > b.pieceIndex ? a : b), undefined);
  return last ? Math.floor(last.alaw.length / hopSize) : 0;
}

/** The beginning, lengthened until no other prompt sounds like it anywhere, and those later stretches of which that is true. */
function printsOf(known: Known, met: readonly Met[]): Print[] {
  const prints: Print[] = [];
  for (let stretch = 0; stretch < stretchesAtMost; stretch++) {
    const offset = known.masks.findIndex((mask, i) => i >= stretch * stretchEveryFrames && mask !== 0);
    if (offset < 0) break;
    const print = stretch === 0 ? beginningOf(known, met) : stretchAt(known, offset, met);
    if (print) prints.push(print);
  }
  return prints;
}

function beginningOf(known: Known, met: readonly Met[]): Print | undefined {
  const first = framesWithSpeech(known, 0, wantedSpokenFrames) ?? framesWithSpeech(known, 0, leastSpokenFrames);
  if (first === undefined) return undefined;
  for (let frames = first; ; frames += lengthenFrames) {
    const print = cut(known, 0, Math.min(frames, known.spokenFrames));
    if (!met.some((sound) => isWithin(print, sound))) return print;
    if (frames >= known.spokenFrames) return undefined;
  }
}

function stretchAt(known: Known, offset: number, met: readonly Met[]): Print | undefined {
  const frames = framesWithSpeech(known, offset, stretchSpokenFrames);
  if (frames === undefined) return undefined;
  const print = cut(known, offset, frames);
  return met.some((sound) => isWithin(print, sound)) ? undefined : print;
}

/** The length of the stretch that holds so many frames of speech. */
function framesWithSpeech({ masks }: Known, offset: number, wanted: number): number | undefined {
  let spoken = 0;
  const last = masks.findIndex((mask, i) => i >= offset && mask !== 0 && ++spoken === wanted);
  return last < 0 ? undefined : last + 1 - offset;
}

/** A window of at most so many frames; it ends with speech, as nobody listens for the end of a pause. */
function cut(known: Known, offsetFrames: number, frames: number): Print {
  const { piece, spokenFrames } = known;
  const masks = known.masks.subarray(offsetFrames, offsetFrames + frames);
  const windowFrames = 1 + masks.findLastIndex((mask) => mask !== 0);
  const bits = known.bits.subarray(offsetFrames, offsetFrames + frames);
  const probes = probesOf(masks, windowFrames);
  return { piece, offsetFrames, bits, masks, windowFrames, probes, spokenFrames, framesAfter: known.framesAfter };
}

/** The frames with the most trusted bits, spread over the window. */
function probesOf(masks: Int32Array, windowFrames: number): Int32Array {
  const step = windowFrames / probeCount;
  return Int32Array.from({ length: probeCount }, (_, i) => {
    const from = Math.floor(i * step);
    const part = Array.from(masks.subarray(from, Math.max(from + 1, Math.floor((i + 1) * step))), countOnes);
    return from + part.indexOf(Math.max(...part));
  });
}

/** Is the print's window heard within a piece of another prompt, or from there into what may follow it? */
function isWithin(print: Print, { piece, frames, looks }: Met): boolean {
  if (piece.promptId === print.piece.promptId) return false;
  return looks.some((look) => {
    for (let at = -leadFrames; at < frames; at++) if (soundsLike(print, look, at)) return true;
    return false;
  });
}

/** At either end of a piece a part of the window may fall on words that change from call to call: most of it decides then. */
function soundsLike(print: Print, look: Int32Array, at: number): boolean {
  const from = Math.max(0, -at);
  const to = Math.min(print.windowFrames, look.length - at);
  if (to - from < decidingShare * print.windowFrames) return false;
  const whole = from === 0 && to === print.windowFrames;
  return (!whole || mayBe(print, look, at, -1)) && difference(print, look, at, -1, from, to) < sameSound + marginForNoise;
}
