import { FeatureStream, featureCount, hopSize } from './features.ts';
import { bitsOf, countOnes, difference, type FixedPiece, mayBe, type Print, type Prints, sameSound, speechDb } from './prints.ts';

/** Features nearer to their usual value than this say nothing. */
const trustedDb = 2.5;
/** Frames of speech in a window, pauses not counted: less is in every other sentence. */
const leastSpokenFrames = 46;
const wantedSpokenFrames = 54;
/** Of its own prompt, what begins later than this is another place. */
const ownFrames = 4;
/** Prompts that sound alike for so long are taken for beginning alike. */
const alikeFrames = 29;
const marginForNoise = 0.04;
const decidingShare = 0.7;
const lengthenFrames = 8;
const probeCount = 10;

/** Prepares the pieces for recognition; those that no window tells from another prompt are left out. */
export function preparePrints(pieces: readonly FixedPiece[]): Prints {
  const looks = pieces.map((piece) => ({ piece, ...framesOf(piece.alaw, 0) }));
  const usual = usualFeatures(looks);
  const all = looks.map(({ piece, features, loudness }): Print => {
    const masks = features.map((frame, i) => ((loudness[i] ?? 0) < speechDb ? 0 : maskOf(frame, usual)));
    return {
      piece,
      bits: bitsOfAll(features, usual),
      masks: Int32Array.from(masks),
      windowFrames: 0,
      framesAfter: framesAfter(piece, pieces),
      probes: new Int32Array(0),
      within: [],
    };
  });
  const sounds = all.flatMap((print) => soundsOf(print, pieces, usual));
  const prints = withoutTraps(all.filter((print) => chooseWindow(print, sounds)));
  return { prints, usual };
}

/**
 * Leaves out prints that are also heard within a piece which is not recognised itself by then: nothing would tell that the other prompt is
 * playing. What goes may have been such a piece for others.
 */
function withoutTraps(prints: readonly Print[]): readonly Print[] {
  const isTold = (print: Print, { print: outer, atFrame }: Print['within'][number]) =>
    outer.piece.promptId === print.piece.promptId ||
    (prints.includes(outer) && outer.windowFrames <= atFrame + print.windowFrames);
  const safe = prints.filter((print) => print.within.every((place) => isTold(print, place)));
  return safe.length === prints.length ? safe : withoutTraps(safe);
}

/** A piece as it may be met: the frames of a call need not begin where the piece does. */
type Sound = { readonly print: Print; readonly shifted: readonly Int32Array[] };
const shifts = [0, 64];

/** The piece followed by each fixed piece that may come right after it (the next one, or the one after a choice of two). */
function soundsOf(print: Print, pieces: readonly FixedPiece[], usual: Float32Array): Sound[] {
  const { promptId, pace, pieceIndex, alaw } = print.piece;
  const next = pieces.filter(
    (piece) => piece.promptId === promptId && piece.pace === pace && [1, 2].includes(piece.pieceIndex - pieceIndex),
  );
  const tails = next.length > 0 ? next.map((piece) => piece.alaw.subarray(0, 16_000)) : [new Uint8Array(0)];
  return tails.map((tail) => {
    const whole = new Uint8Array(alaw.length + tail.length);
    whole.set(alaw);
    whole.set(tail, alaw.length);
    return { print, shifted: shifts.map((shift) => bitsOfAll(framesOf(whole, shift).features, usual)) };
  });
}

function framesAfter(piece: FixedPiece, pieces: readonly FixedPiece[]): number {
  const later = pieces.filter(
    ({ promptId, pace, pieceIndex }) => promptId === piece.promptId && pace === piece.pace && pieceIndex > piece.pieceIndex,
  );
  const last = later.reduce<FixedPiece | undefined>((a, b) => (a && a.pieceIndex > b.pieceIndex ? a : b), undefined);
  return last ? Math.floor(last.alaw.length / hopSize) : 0;
}

type Look = { readonly features: Float32Array[]; readonly loudness: number[] };

function framesOf(alaw: Uint8Array, skipSamples: number): Look {
  const look: Look = { features: [], loudness: [] };
  const stream = new FeatureStream((features, loudnessDb) => {
    look.features.push(features.slice());
    look.loudness.push(loudnessDb);
  });
  stream.push(alaw.subarray(skipSamples));
  return look;
}

function bitsOfAll(features: readonly Float32Array[], usual: Float32Array): Int32Array {
  return Int32Array.from(features, (frame) => bitsOf(frame, usual));
}

/** The mean of each feature over all speech. */
function usualFeatures(looks: readonly Look[]): Float32Array {
  const sums = new Float64Array(featureCount);
  let frames = 0;
  for (const { features, loudness } of looks) {
    features.forEach((frame, i) => {
      if ((loudness[i] ?? 0) < speechDb) return;
      frames++;
      frame.forEach((value, k) => {
        sums[k] = (sums[k] ?? 0) + value;
      });
    });
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, frames));
}

function maskOf(features: Float32Array, usual: Float32Array): number {
  let mask = 0;
  for (let i = 0; i < featureCount; i++) if (Math.abs((features[i] as number) - (usual[i] as number)) > trustedDb) mask |= 1 << i;
  return mask;
}

/**
 * Lengthens the window until nothing else begins with the same sound; what is found deeper in other pieces is noted in `within`. False
 * when even the whole piece does not tell its prompt from another, or is too short to be known by.
 */
function chooseWindow(print: Print, sounds: readonly Sound[]): boolean {
  const length = print.bits.length;
  const first = framesWithSpeech(print, wantedSpokenFrames) ?? (framesWithSpeech(print, leastSpokenFrames) && length);
  if (first === undefined) return false;
  for (let frames = first; ; frames = Math.min(length, frames + lengthenFrames)) {
    // It ends with speech: nobody listens for the end of a pause.
    print.windowFrames = 1 + print.masks.findLastIndex((mask, i) => i < frames && mask !== 0);
    print.probes = probesOf(print);
    if (frames === length) break;
    if (!sounds.some((sound) => placesWithin(print, sound).length > 0)) return true;
  }
  print.within.push(...sounds.flatMap((sound) => placesWithin(print, sound)));
  const asStart = print.within.filter(({ atFrame }) => atFrame < alikeFrames);
  return asStart.every((place) => place.print.piece.promptId === print.piece.promptId);
}

/** The length of the beginning that holds so many frames of speech. */
function framesWithSpeech(print: Print, wanted: number): number | undefined {
  let spoken = 0;
  const last = print.masks.findIndex((mask) => mask !== 0 && ++spoken === wanted);
  return last < 0 ? undefined : last + 1;
}

/** Where the print's window is heard within another piece, or from there into what may follow it. */
function placesWithin(print: Print, sound: Sound): Print['within'] {
  const { promptId, pace } = sound.print.piece;
  const ownPrompt = promptId === print.piece.promptId && pace === print.piece.pace;
  const places: Print['within'] = [];
  for (let atFrame = ownPrompt ? ownFrames : 0; atFrame < sound.print.bits.length; atFrame++) {
    const alike = sound.shifted.some((bits) => soundsLike(print, bits, atFrame));
    if (alike) places.push({ print: sound.print, atFrame });
  }
  return places;
}

/** At the end of a piece the rest of the window may fall on words that change from call to call: most of it decides then. */
function soundsLike(print: Print, bits: Int32Array, atFrame: number): boolean {
  const frames = Math.min(print.windowFrames, bits.length - atFrame);
  if (frames < decidingShare * print.windowFrames) return false;
  if (frames === print.windowFrames && !mayBe(print, bits, atFrame, -1)) return false;
  return difference(print, bits, atFrame, -1, frames) < sameSound + marginForNoise;
}

/** The frames with the most trusted bits, spread over the window. */
function probesOf(print: Print): Int32Array {
  const step = print.windowFrames / probeCount;
  return Int32Array.from({ length: probeCount }, (_, i) => {
    const from = Math.floor(i * step);
    const part = Array.from(print.masks.subarray(from, Math.max(from + 1, Math.floor((i + 1) * step))), countOnes);
    return from + part.indexOf(Math.max(...part));
  });
}
