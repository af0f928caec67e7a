import { isSyllable } from './syllables.ts';
import { decodeTcvn3, undo1258 } from './tcvn3.ts';
import { decodeVni } from './vni.ts';

export type LegacyKind = 'tcvn3' | 'tcvn3Capitals' | 'vni';
export type Recognised = {
  /** Unicode, whatever it was before. */
  readonly text: string;
  /** What it was; null for Unicode. */
  readonly kind: LegacyKind | null;
};

/**
 * The code that a font is drawn for: ".VnTime" TCVN3, ".VnTimeH" its capitals, "VNI-Times" VNI; null for Unicode fonts.
 */
export function legacyFont(name: string): LegacyKind | null {
  const bare = name.trim();
  if (/^\.vn/iu.test(bare)) return /H$/u.test(bare) ? 'tcvn3Capitals' : 'tcvn3';
  return /^vni[\s-]/iu.test(bare) ? 'vni' : null;
}

/** Characters that only legacy text and ordinary Latin-1 letters use; without one there is nothing to recognise. */
const suspect = /[\u00A1-\u00FF]/u;
const beyondAscii = /[^\p{ASCII}]/u;
const beyondLatin1 = /[\u0100-\u017F\u01A0-\u01B0\u1EA0-\u1EF9]|\p{M}/u;

/**
 * Recognises one cell. The font decides where it says something and the text does not contradict it; else the reading in which most words are
 * Vietnamese syllables, Unicode first. A text that is sound both ways ("Lê" is "Lờ" in TCVN3) follows `leaning`, what the rest of the list is.
 */
export function recogniseLegacy(
  text: string,
  hints: { readonly font?: LegacyKind | null; readonly leaning?: LegacyKind | null } = {},
): Recognised {
  const font = hints.font ?? null;
  if (!(font === null ? suspect : beyondAscii).test(text))
    return font === 'tcvn3Capitals' ? { text: text.toUpperCase(), kind: font } : { text, kind: null };
  const asIs = soundness(text, text.normalize('NFC'));
  if (font !== null) return byFont(text, font, asIs);
  // Letters beyond Latin-1 are Unicode at work; a mixed cell is not ours to mend.
  if (beyondLatin1.test(text)) return { text, kind: null };
  const readings = (['tcvn3', 'vni'] as const).map((kind) => {
    const read = decode(text, kind);
    return { kind, text: read, sound: read === text ? 0 : soundness(text, read) };
  });
  const leaning = hints.leaning === 'tcvn3Capitals' ? 'tcvn3' : (hints.leaning ?? null);
  const best = readings.sort((a, b) => b.sound - a.sound || Number(b.kind === leaning) - Number(a.kind === leaning))[0];
  if (best === undefined || best.sound < leastSound) return { text, kind: null };
  const wins = best.sound > asIs || (best.sound === asIs && best.kind === leaning);
  return wins ? { text: best.text, kind: best.kind } : { text, kind: null };
}

/** A reading in which fewer of the words are syllables is no reading. */
const leastSound = 0.5;

function byFont(text: string, font: LegacyKind, asIs: number): Recognised {
  const readings = [text, undo1258(text)].map((one) => decode(one, font));
  const best = readings.map((read) => ({ read, sound: soundness(text, read) })).sort((a, b) => b.sound - a.sound)[0];
  if (best === undefined || best.read === text || best.sound < asIs) return { text, kind: null };
  return { text: best.read, kind: font };
}

export function decode(text: string, kind: LegacyKind): string {
  return kind === 'vni' ? decodeVni(text) : decodeTcvn3(text, { capitals: kind === 'tcvn3Capitals' });
}

/** Which share of the words that hold a suspect character are syllables once read as `read`. Both have the same words. */
function soundness(source: string, read: string): number {
  const before = source.split(/[\s\d,.;:/()"'&+-]+/u);
  const after = read.split(/[\s\d,.;:/()"'&+-]+/u);
  const marked = after.filter((_, i) => beyondAscii.test(before[i] ?? ''));
  return marked.length === 0 ? 0 : marked.filter(isSyllable).length / marked.length;
}

/**
 * What a list leans to: the code of its recognised cells, null for Unicode. Give it a sample of texts. Cells that are sound as they are and
 * hold no letter beyond Latin-1 say nothing: they may be either.
 */
export function leaningOf(texts: Iterable<string>): LegacyKind | null {
  const counts = { tcvn3: 0, vni: 0, unicode: 0 };
  for (const text of texts) {
    const { kind } = recogniseLegacy(text);
    if (kind !== null) counts[kind === 'vni' ? 'vni' : 'tcvn3']++;
    else if (beyondLatin1.test(text)) counts.unicode++;
  }
  const kind = counts.tcvn3 >= counts.vni ? 'tcvn3' : 'vni';
  return counts[kind] > counts.unicode * 10 ? kind : null;
}
