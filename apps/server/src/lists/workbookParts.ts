import { posix } from 'node:path';
import { limits } from './limits.ts';
import { Unreadable } from './listFile.ts';
import { readXml } from './xml.ts';
import type { ZipParts } from './zipParts.ts';

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

/** The texts that cells refer to by number. Phonetic guides are left out. */
export async function readSharedStrings(zip: ZipParts, path: string | null): Promise<string[]> {
  const texts: string[] = [];
  if (path === null || !zip.names.has(path)) return texts;
  if (zip.unpackedBytes(path) > limits.sharedTextBytes) throw new Unreadable('file.tooHeavy');
  let current = '';
  let inText = false;
  let inPhonetic = false;
  await readXml(await zip.open(path), {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') inPhonetic = true;
      inText = name === 't' && !inPhonetic;
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      if (name === 'rPh') inPhonetic = false;
      if (name === 't') inText = false;
      if (name === 'si') texts.push(current);
    },
  });
  return texts;
}

/** For each cell style, whether it shows a number as a day. */
export async function readDateStyles(zip: ZipParts, path: string | null): Promise<boolean[]> {
  const custom = new Map<string, boolean>();
  const styles: boolean[] = [];
  if (path === null || !zip.names.has(path)) return styles;
  let inCellFormats = false;
  await readXml(await zip.open(path), {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(attributes['numFmtId'] ?? '', showsDay(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats) return;
      const id = attributes['numFmtId'] ?? '0';
      styles.push(custom.get(id) ?? isBuiltInDate(Number(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

/** Built-in date formats: 14–17 and 22 everywhere, 27–36 and 50–58 in Asian locales (ECMA-376 part 1 §18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** A format code shows a day when a d or y stands outside quotes, brackets and escapes. */
export const showsDay = (format: string): boolean => /[dy]/iu.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./gu, ''));
