import { CFB } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { cellFonts } from './xlsFonts.ts';

/** A BIFF8 record: type, length, content ([MS-XLS] 2.1.4). */
function record(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}
const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const font = (name: string, wide: boolean): Buffer =>
  record(
    0x31,
    Buffer.concat([Buffer.alloc(14), Buffer.from([name.length, wide ? 1 : 0]), Buffer.from(name, wide ? 'utf16le' : 'latin1')]),
  );
const xf = (fontIndex: number): Buffer => record(0xe0, Buffer.concat([words(fontIndex), Buffer.alloc(18)]));
const labelSst = (row: number, column: number, style: number): Buffer =>
  record(0xfd, Buffer.concat([words(row, column, style), Buffer.alloc(4)]));
const eof = record(0x0a, Buffer.alloc(0));

/** Workbook globals with these fonts (the sixth is index 6: there is no 4) and one sheet of these cells. */
function workbook(fonts: readonly Buffer[], styles: readonly number[], cells: readonly Buffer[]): Buffer {
  const bof = record(0x0809, Buffer.alloc(16));
  const globals = (start: number) => {
    const bound = Buffer.alloc(8);
    bound.writeUInt32LE(start, 0);
    return Buffer.concat([bof, ...fonts, ...styles.map(xf), record(0x85, bound), eof]);
  };
  const stream = Buffer.concat([globals(globals(0).length), bof, ...cells, eof]);
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, '/Workbook', stream);
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

const fonts = [
  font('Arial', false),
  font('.VnTime', false),
  font('VNI-Times', true),
  font('Arial', false),
  font('.VnTimeH', false),
];

test('each text cell of an .xls has the code of its font', () => {
  const [sheet] = cellFonts(
    workbook(fonts, [0, 1, 2, 5], [labelSst(0, 0, 1), labelSst(0, 1, 2), labelSst(7, 255, 3), labelSst(8, 0, 0)]),
  );
  expect([sheet?.at(0, 0), sheet?.at(0, 1), sheet?.at(7, 255), sheet?.at(8, 0), sheet?.at(99, 0)]).toEqual([
    'tcvn3',
    'vni',
    'tcvn3Capitals',
    null,
    null,
  ]);
});

test('a workbook without legacy fonts, a cut one and no workbook at all give nothing', () => {
  const whole = workbook(fonts, [0, 1], [labelSst(0, 0, 1)]);
  expect(cellFonts(workbook([font('Arial', false)], [0], [labelSst(0, 0, 0)]))).toEqual([]);
  expect(cellFonts(whole.subarray(0, 700))).toEqual([]);
  expect(cellFonts(Buffer.from('no workbook'))).toEqual([]);
});
