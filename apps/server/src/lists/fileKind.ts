import { Unreadable } from './listFile.ts';

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const zip = Buffer.from('504b0304', 'hex');

/** First bytes of things that are handed in by mistake, with what they are called. */
const strangers: ReadonlyArray<readonly [start: Buffer, kind: string]> = [
  [Buffer.from('%PDF'), 'PDF'],
  [Buffer.from('89504e47', 'hex'), 'PNG'],
  [Buffer.from('ffd8ff', 'hex'), 'JPEG'],
  [Buffer.from('GIF8'), 'GIF'],
  [Buffer.from('{\\rtf'), 'RTF (Word)'],
  [Buffer.from('1f8b', 'hex'), 'gzip'],
  [Buffer.from('Rar!'), 'RAR'],
  [Buffer.from('377abcaf271c', 'hex'), '7-Zip'],
  [Buffer.from('PK\u0005\u0006'), 'ZIP'],
];

/** Which reader a file needs, by its content alone: names lie. Throws for what is surely no list. */
export function fileKind(bytes: Buffer): 'zip' | 'xls' | 'text' {
  if (bytes.length === 0) throw new Unreadable('file.empty');
  if (starts(bytes, zip)) return 'zip';
  if (starts(bytes, ole)) return oleKind(bytes);
  const stranger = strangers.find(([start]) => starts(bytes, start));
  if (stranger) throw new Unreadable('file.wrongKind', { kind: stranger[1] });
  const head = bytes
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^[\u00EF\u00BB\u00BF\s]+/u, '')
    .toLowerCase();
  if (/^<(?:!doctype html|html|table|head|meta|style|div)/u.test(head)) throw new Unreadable('file.wrongKind', { kind: 'HTML' });
  if (head.startsWith('<?xml')) throw new Unreadable('file.wrongKind', { kind: 'XML' });
  return 'text';
}

const starts = (bytes: Buffer, with_: Buffer): boolean => bytes.subarray(0, with_.length).equals(with_);

/**
 * An OLE container holds an old workbook, a Word document, or a protected .xlsx (stream "EncryptedPackage", [MS-OFFCRYPTO] 2.3.4.4).
 * Stream names stand in its directory in UTF-16.
 */
function oleKind(bytes: Buffer): 'xls' {
  const names = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  if (names('EncryptedPackage')) throw new Unreadable('file.encrypted');
  if (names('Workbook') || names('Book')) return 'xls';
  if (names('WordDocument')) throw new Unreadable('file.wrongKind', { kind: 'Word' });
  if (names('PowerPoint Document')) throw new Unreadable('file.wrongKind', { kind: 'PowerPoint' });
  throw new Unreadable('file.unreadable');
}
