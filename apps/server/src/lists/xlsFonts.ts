import { CFB } from '@e965/xlsx';
import { type LegacyKind, legacyFont } from '@truyvet/outbreak';

/** The legacy code of each cell's font, where it has one. Indexes from 0. */
export type CellFonts = { readonly at: (row: number, column: number) => LegacyKind | null };

/** Records of a BIFF8 stream that are looked at ([MS-XLS] 2.3). */
const record = {
  font: 0x0031,
  xf: 0x00e0,
  boundSheet: 0x0085,
  bof: 0x0809,
  eof: 0x000a,
  label: 0x0204,
  labelSst: 0x00fd,
  rString: 0x00d6,
} as const;
const worksheet = 0;

/**
 * The fonts of the text cells of an .xls workbook, sheet by sheet in the workbook's order. The library that reads the cells does not tell them. Only
 * workbooks that use a legacy font are looked through; a stream that is not as [MS-XLS] has it gives what was found until then.
 */
export function cellFonts(bytes: Buffer): CellFonts[] {
  const stream = workbookStream(bytes);
  if (stream === null) return [];
  const fonts: Array<LegacyKind | null> = [];
  const styles: Array<LegacyKind | null> = [];
  const starts: number[] = [];
  for (const { type, at, size } of records(stream, 0)) {
    if (type === record.eof) break;
    if (type === record.font) fonts.push(legacyFont(fontName(stream.subarray(at, at + size))));
    // There is no font 4 (2.4.122): those after it are counted one higher.
    if (type === record.xf && size >= 2) {
      const index = stream.readUInt16LE(at);
      styles.push(fonts[index > 4 ? index - 1 : index] ?? null);
    }
    if (type === record.boundSheet && size >= 6 && stream[at + 5] === worksheet) starts.push(stream.readUInt32LE(at));
  }
  if (styles.every((kind) => kind === null)) return [];
  return starts.map((start) => fontsOfSheet(stream, start, styles));
}

function fontsOfSheet(stream: Buffer, start: number, styles: ReadonlyArray<LegacyKind | null>): CellFonts {
  const found = new Map<number, LegacyKind>();
  for (const { type, at, size } of records(stream, start)) {
    if (type === record.eof) break;
    if (size < 6 || (type !== record.label && type !== record.labelSst && type !== record.rString)) continue;
    const kind = styles[stream.readUInt16LE(at + 4)] ?? null;
    if (kind !== null) found.set(stream.readUInt16LE(at) * 256 + stream.readUInt16LE(at + 2), kind);
  }
  return { at: (row, column) => found.get(row * 256 + column) ?? null };
}

/** Each record: two bytes of type, two of length, the rest. */
function* records(stream: Buffer, from: number): Generator<{ type: number; at: number; size: number }> {
  let at = from;
  while (at + 4 <= stream.length) {
    const size = stream.readUInt16LE(at + 2);
    if (at + 4 + size > stream.length) return;
    yield { type: stream.readUInt16LE(at), at: at + 4, size };
    at += 4 + size;
  }
}

/** A Font record ends in its name: a length in characters, a byte that says whether they are two bytes each, the characters (2.4.122, 2.5.240). */
function fontName(font: Buffer): string {
  const length = font[14] ?? 0;
  const wide = ((font[15] ?? 0) & 1) === 1;
  const text = font.subarray(16, 16 + length * (wide ? 2 : 1));
  return text.toString(wide ? 'utf16le' : 'latin1');
}

function workbookStream(bytes: Buffer): Buffer | null {
  try {
    const found = CFB.find(CFB.read(bytes, { type: 'buffer' }), 'Workbook');
    return found === null ? null : Buffer.from(found.content);
  } catch (error) {
    // What the reader of the cells accepted and this one does not: the cells are then read by their words alone.
    if (error instanceof Error) return null;
    throw error;
  }
}
