import { type LegacyKind, leaningOf, recogniseLegacy } from '@truyvet/outbreak';

/** Texts whose reading is remembered: hamlets, headings, "Nam", "F1" come again and again. */
const remembered = 5_000;

/** Reads cells of a list that may be written in TCVN3 or VNI; what the list leans to settles cells that could be either. */
export class LegacyCells {
  leaning: LegacyKind | null = null;
  readonly #known = new Map<string, string>();
  readonly #sample: string[] = [];

  /** The text in Unicode. `font` is what the cell's font is drawn for. */
  read(text: string, font: LegacyKind | null): string {
    if (font === null && !/[\u00A1-\u00FF]/u.test(text)) return text;
    const key = `${font ?? ''}|${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read = recogniseLegacy(text, { font, leaning: this.leaning }).text;
    if (this.#sample.length < remembered) this.#sample.push(text);
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(key, read);
    return read;
  }

  /** Decides what the list leans to by the texts read so far, and forgets how they were read. */
  settle(): void {
    this.leaning = leaningOf(this.#sample);
    this.#known.clear();
  }
}

/** The name of a code for readers. */
export const encodingName = (kind: LegacyKind | null): string | null => (kind === null ? null : kind === 'vni' ? 'VNI' : 'TCVN3');
