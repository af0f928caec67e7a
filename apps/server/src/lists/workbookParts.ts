import { posix } from 'node:path';
import { type LegacyKind, legacyFont } from '@truyvet/outbreak';
import type { LegacyCells } from './legacyCells.ts';
import { limits } from './limits.ts';
import { Unreadable } from './listFile.ts';
import { downwardMerge, type Merge } from './sheetRows.ts';
import { readXml } from './xml.ts';
import { damaged, type ZipParts } from './zipParts.ts';

export type SheetPart = { readonly name: string; readonly path: string; readonly hidden: boolean };
export type Workbook = {
  readonly sheets: readonly SheetPart[];
  readonly date1904: boolean;
  readonly sharedPath: string | null;
  readonly stylesPath: string | null;
};

/** What other Office containers hold in place of a workbook. */
const strangers: ReadonlyArray<readonly [part: RegExp, kind: string]> = [
  [/^word\//u, 'Word'],
  [/^ppt\//u, 'PowerPoint'],
  [/^xl\/workbook\.bin$/u, 'Excel .xlsb'],
  [/^content\.xml$/u, 'OpenDocument'],
];

/** Finds the sheets of a workbook through its relationships (ECMA-376 part 2 §9.3, part 1 §18.2). Throws for other containers. */
export async function readWorkbook(zip: ZipParts): Promise<Workbook> {
  const root = (await relationships(zip, '_rels/.rels', '')).find((one) => one.type.endsWith('/officeDocument'));
  const path = root?.path ?? 'xl/workbook.xml';
  if (!zip.names.has(path) || !path.endsWith('.xml') || path.startsWith('word/') || path.startsWith('ppt/')) refuse(zip);
  const folder = posix.dirname(path);
  const related = await relationships(zip, `${folder}/_rels/${posix.basename(path)}.rels`, folder);
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await readXml(await zip.open(path), {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const part = related.find((one) => one.id === id);
      const hidden = (attributes['state'] ?? 'visible') !== 'visible';
      if (part?.type.endsWith('/worksheet')) sheets.push({ name: attributes['name'] ?? '', path: part.path, hidden });
    },
  });
  const pathOf = (type: string) => related.find((one) => one.type.endsWith(type))?.path ?? null;
  return { sheets, date1904, sharedPath: pathOf('/sharedStrings'), stylesPath: pathOf('/styles') };
}

function refuse(zip: ZipParts): never {
  const stranger = strangers.find(([part]) => [...zip.names].some((name) => part.test(name)));
  throw new Unreadable('file.wrongKind', { kind: stranger?.[1] ?? 'ZIP' });
}

type Relationship = { readonly id: string; readonly type: string; readonly path: string };

async function relationships(zip: ZipParts, path: string, folder: string): Promise<Relationship[]> {
  const found: Relationship[] = [];
  if (!zip.names.has(path)) return found;
  await readXml(await zip.open(path), {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '';
      const resolved = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      found.push({ id: attributes['Id'] ?? '', type: attributes['Type'] ?? '', path: resolved });
    },
  });
  return found;
}

/** The texts that cells refer to by number. Phonetic guides are left out; parts in a legacy font are Unicode already. */
export async function readSharedStrings(zip: ZipParts, path: string | null, legacy: LegacyCells): Promise<string[]> {
  const texts: string[] = [];
  if (path === null || !zip.names.has(path)) return texts;
  if (zip.unpackedBytes(path) > limits.sharedTextBytes) throw new Unreadable('file.tooHeavy');
  let current = '';
  let run = '';
  let runFont: LegacyKind | null = null;
  let inText = false;
  let inPhonetic = false;
  await readXml(await zip.open(path), {
    open: (name, attributes) => {
      if (name === 'si') current = '';
      if (name === 'r') runFont = null;
      if (name === 'rFont') runFont = legacyFont(attributes['val'] ?? '');
      if (name === 'rPh') inPhonetic = true;
      inText = name === 't' && !inPhonetic;
    },
    text: (text) => {
      if (inText) run += text;
    },
    close: (name) => {
      if (name === 'rPh') inPhonetic = false;
      if (name === 't') inText = false;
      if (name === 't' && run !== '') {
        current += runFont === null ? run : legacy.read(run, runFont);
        run = '';
      }
      if (name === 'r') runFont = null;
      if (name === 'si') texts.push(current);
    },
  });
  return texts;
}

export type CellStyles = {
  /** By style: whether it shows a number as a day. */
  readonly dates: readonly boolean[];
  /** By style: the legacy code its font is drawn for. */
  readonly fonts: ReadonlyArray<LegacyKind | null>;
};

/** What a cell's style says of its content (ECMA-376 part 1 §18.8). */
export async function readCellStyles(zip: ZipParts, path: string | null): Promise<CellStyles> {
  const custom = new Map<string, boolean>();
  const fontNames: string[] = [];
  const styles: Array<{ readonly date: boolean; readonly font: number }> = [];
  if (path === null || !zip.names.has(path)) return { dates: [], fonts: [] };
  let within: 'fonts' | 'cellXfs' | null = null;
  await readXml(await zip.open(path), {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(attributes['numFmtId'] ?? '', showsDay(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs' || name === 'fonts') within = name;
      if (within === 'fonts' && name === 'font') fontNames.push('');
      if (within === 'fonts' && name === 'name' && fontNames.length > 0)
        fontNames[fontNames.length - 1] = attributes['val'] ?? '';
      if (name !== 'xf' || within !== 'cellXfs') return;
      const id = attributes['numFmtId'] ?? '0';
      styles.push({ date: custom.get(id) ?? isBuiltInDate(Number(id)), font: Number(attributes['fontId'] ?? 0) });
    },
    close: (name) => {
      if (name === within) within = null;
    },
  });
  return { dates: styles.map(({ date }) => date), fonts: styles.map(({ font }) => legacyFont(fontNames[font] ?? '')) };
}

/** Cells merged downwards. They stand after the rows they are about, so that they are looked for before; by their text alone, which is cheap. */
export async function readMerges(zip: ZipParts, path: string): Promise<Merge[]> {
  const merges: Merge[] = [];
  let rest = '';
  try {
    for await (const chunk of await zip.open(path)) {
      const text = rest + (chunk as Buffer).toString('latin1');
      const from = text.indexOf('mergeCell');
      rest = text.slice(-200);
      if (from < 0) continue;
      let end = 0;
      for (const match of text.matchAll(/<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z0-9:]{3,20})"[^<>]*>/gu)) {
        const merge = downwardMerge(match[1] ?? '');
        if (merge) merges.push(merge);
        end = match.index + match[0].length;
      }
      rest = text.slice(Math.max(end, text.length - 200));
      if (merges.length > limits.rows) throw new Unreadable('file.tooHeavy');
    }
  } catch (error) {
    throw damaged(error);
  }
  return merges;
}

/** Built-in date formats: 14–17 and 22 everywhere, 27–36 and 50–58 in Asian locales (ECMA-376 part 1 §18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** A format code shows a day when a d or y stands outside quotes, brackets and escapes. */
export const showsDay = (format: string): boolean => /[dy]/iu.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./gu, ''));
