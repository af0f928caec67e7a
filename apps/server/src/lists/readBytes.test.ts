import { CFB, utils, write } from '@e965/xlsx';
import { encodeTcvn3, encodeVni } from '@truyvet/outbreak';
import type ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { rawWorkbook, sheetXml, xlsx, zip } from './fixtures.ts';
import { limits } from './limits.ts';
import { Unreadable } from './listFile.ts';
import { readBytes } from './readBytes.ts';

const list = [['DANH SÁCH F1'], ['STT', 'Họ và tên', 'SĐT'], [1, 'Nguyễn Thị Hoà', '0912345678']];

async function refusal(bytes: Buffer): Promise<string> {
  try {
    await readBytes(bytes);
  } catch (error) {
    if (error instanceof Unreadable)
      return error.details['kind'] === undefined ? error.code : `${error.code} ${error.details['kind']}`;
    throw error;
  }
  return 'read';
}

describe('an .xlsx file', () => {
  test('is read cell by cell: texts, numbers, days, formulas, errors, rich text, merges', async () => {
    const bytes = await xlsx(
      {
        'Xã A': [
          ['Họ tên', 'Ngày', 'SĐT', 'Tổng', 'Lỗi'],
          [
            { richText: [{ text: 'Nguyễn ' }, { text: 'Văn An' }] },
            new Date('2021-07-05T10:30:00Z'),
            912345678,
            { formula: 'A1&B1', result: 'kết quả' },
            { error: '#REF!' },
          ],
          ['Lê Thị Bình', new Date('1985-03-05T00:00:00Z'), null, { formula: 'SUM(C1:C2)' }, true],
        ],
      },
      (workbook) => workbook.getWorksheet('Xã A')?.mergeCells('C2:C3'),
    );
    const file = await readBytes(bytes);
    expect(file.format).toBe('xlsx');
    expect(file.sheets[0]?.rows).toEqual([
      ['Họ tên', 'Ngày', 'SĐT', 'Tổng', 'Lỗi'],
      ['Nguyễn Văn An', { kind: 'date', iso: '2021-07-05' }, 912345678, 'kết quả', { kind: 'error', text: '#REF!' }],
      ['Lê Thị Bình', { kind: 'date', iso: '1985-03-05' }, 912345678, { kind: 'formula', text: 'SUM(C1:C2)' }, true],
    ]);
  });

  test('keeps its row numbers, sheet names, hidden sheets and the 1904 calendar', async () => {
    const bytes = await xlsx({ A: [['x'], [], [], ['y']], Ẩn: [[new Date('2021-07-05T00:00:00Z')]] }, (workbook) => {
      const sheet = workbook.getWorksheet('Ẩn');
      if (sheet) sheet.state = 'hidden';
      workbook.properties.date1904 = true;
    });
    const { sheets } = await readBytes(bytes);
    expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['A', false],
      ['Ẩn', true],
    ]);
    expect(sheets[0]?.rows).toEqual([['x'], [], [], ['y']]);
    expect(sheets[1]?.rows).toEqual([[{ kind: 'date', iso: '2021-07-05' }]]);
  });

  test('reads inline texts, rows and cells without references, and days in ISO', async () => {
    const xml = sheetXml(
      '<row><c t="inlineStr"><is><t>Nguyễn</t><rPh><t>ẩn</t></rPh></is></c><c><v>1.5</v></c></row><row r="3"><c r="C3" t="d"><v>2021-07-05T00:00:00</v></c></row>',
    );
    const { sheets } = await readBytes(rawWorkbook(xml));
    expect(sheets[0]?.rows).toEqual([['Nguyễn', 1.5], [], [null, null, { kind: 'date', iso: '2021-07-05' }]]);
  });

  test('with a million blank rows ends early', async () => {
    const blanks = Array.from({ length: 1_048_570 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="0"/></row>`).join('');
    const bytes = rawWorkbook(sheetXml(`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>${blanks}`));
    expect(bytes.length).toBeLessThan(limits.fileBytes);
    const started = process.cpuUsage();
    const { sheets } = await readBytes(bytes);
    expect(sheets[0]).toMatchObject({ rows: [['x']], stoppedAtRow: limits.blankRows + 2 });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });

  test('that is a bomb is refused before it unpacks', async () => {
    const zeros = Buffer.alloc(24 * 1024 * 1024, 0x20);
    expect(await refusal(rawWorkbook(zeros))).toBe('file.bomb');
    const many = Array.from({ length: limits.entries + 1 }, (_, i) => ({ name: `xl/${i}`, data: Buffer.alloc(1) }));
    expect(await refusal(zip(many))).toBe('file.bomb');
  });

  test('that hides its true size is refused while it unpacks', async () => {
    const xml = Buffer.from(sheetXml(`<row r="1"><c t="inlineStr"><is><t>${'x'.repeat(5_000_000)}</t></is></c></row>`));
    expect(await refusal(rawWorkbook(xml, 1_000))).toBe('file.bomb');
  });

  test('cut short anywhere is refused', async () => {
    const bytes = await xlsx({ A: list });
    for (const share of [0.1, 0.5, 0.9, 0.99])
      expect(await refusal(bytes.subarray(0, Math.floor(bytes.length * share)))).toBe('file.unreadable');
    expect(await refusal(rawWorkbook('<worksheet><sheetData><row'))).toBe('file.unreadable');
    expect(await refusal(rawWorkbook('<worksheet><sheetData><row></c></row>'))).toBe('file.unreadable');
    expect(await refusal(rawWorkbook(sheetXml('<row><c><v>not a number</v></c></row>')))).toBe('file.unreadable');
  });

  test('never expands entities of its own', async () => {
    expect(
      await refusal(rawWorkbook(`<!DOCTYPE w [<!ENTITY a "boom">]>${sheetXml('<row><c t="str"><v>&a;</v></c></row>')}`)),
    ).toBe('file.unreadable');
  });
});

describe('a workbook in legacy fonts', () => {
  const fonts =
    (...names: string[]) =>
    (workbook: ExcelJS.Workbook) => {
      names.forEach((name, i) => {
        for (const row of [1, 2]) {
          const cell = workbook.worksheets[0]?.getCell(row, i + 1);
          if (cell) cell.font = { name };
        }
      });
    };

  test('is read cell by cell as its fonts draw it', async () => {
    const row = [encodeTcvn3('Vũ'), encodeTcvn3('vũ thị hường'), encodeVni('Đặng Ơn'), 'Vò', 'Thuỷ'];
    const bytes = await xlsx({ A: [row, [...row]] }, fonts('.VnTime', '.VnTimeH', 'VNI-Times', 'Arial', '.VnArial'));
    const { sheets } = await readBytes(bytes);
    expect(sheets[0]?.rows[1]).toEqual(['Vũ', 'VŨ THỊ HƯỜNG', 'Đặng Ơn', 'Vò', 'Thuỷ']);
  });

  test('is read part by part where a cell has several fonts, and by its words where the font was lost', async () => {
    const parts = {
      richText: [
        { font: { name: '.VnTime' }, text: encodeTcvn3('Lờ, ') },
        { font: { name: 'Arial' }, text: 'Lê' },
      ],
    };
    const { sheets } = await readBytes(await xlsx({ A: [[parts, encodeTcvn3('Đỗ Thị Ước'), encodeVni('Ngõ Huế')]] }));
    expect(sheets[0]?.rows[0]).toEqual(['Lờ, Lê', 'Đỗ Thị Ước', 'Ngõ Huế']);
  });
});

describe('an .xls file', () => {
  const biff8 = (rows: unknown[][]) => {
    const sheet = utils.aoa_to_sheet(rows, { cellDates: true, dateNF: 'dd/mm/yyyy' });
    return Buffer.from(write({ SheetNames: ['Xã A'], Sheets: { 'Xã A': sheet } }, { type: 'buffer', bookType: 'biff8' }));
  };

  test('is read whatever its name says', async () => {
    const file = await readBytes(biff8([...list, [2, 'Lê Bình', 912345678, new Date(Date.UTC(2021, 6, 5))]]));
    expect(file).toMatchObject({ format: 'xls', sheets: [{ name: 'Xã A', hidden: false }] });
    expect(file.sheets[0]?.rows.slice(0, 3)).toEqual(list);
    expect(file.sheets[0]?.rows[3]).toEqual([2, 'Lê Bình', 912345678, { kind: 'date', iso: '2021-07-05' }]);
  });

  test('with a password is told as such', async () => {
    const container = CFB.read(biff8(list), { type: 'buffer' });
    const stream = CFB.find(container, '/Workbook');
    if (!stream) throw new Error('the fixture has no Workbook stream');
    const content = Buffer.from(stream.content as Uint8Array);
    const afterBof = 4 + content.readUInt16LE(2);
    const filePass = Buffer.from('2f0006000000aabbccdd', 'hex');
    CFB.utils.cfb_del(container, '/Workbook');
    CFB.utils.cfb_add(
      container,
      '/Workbook',
      Buffer.concat([content.subarray(0, afterBof), filePass, content.subarray(afterBof)]),
    );
    expect(await refusal(Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array))).toBe('file.encrypted');
  });

  test('cut short or damaged is refused', async () => {
    const bytes = biff8(list);
    expect(await refusal(bytes.subarray(0, 600))).toBe('file.unreadable');
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toBe('file.unreadable');
  });
});

describe('a .csv file', () => {
  const text = 'STT,Họ và tên,SĐT\r\n1,"Nguyễn Thị Hoà, con",0912345678\r\n\r\n2,Lê Ưng,0987654321\r\n';
  const rows = [['STT', 'Họ và tên', 'SĐT'], ['1', 'Nguyễn Thị Hoà, con', '0912345678'], [], ['2', 'Lê Ưng', '0987654321']];
  const nfd1258 = (value: string) =>
    iconv.encode(
      value
        .normalize('NFD')
        .replace(
          /([aAeEoO])([\u0323\u0300\u0301\u0303\u0309])?\u0302([\u0323\u0300\u0301\u0303\u0309])?/gu,
          (_, base: string, a = '', b = '') => `${`${base}\u0302`.normalize('NFC')}${a}${b}`,
        )
        .replace(
          /([aA])([\u0323\u0300\u0301\u0303\u0309])?\u0306([\u0323\u0300\u0301\u0303\u0309])?/gu,
          (_, base: string, a = '', b = '') => `${`${base}\u0306`.normalize('NFC')}${a}${b}`,
        )
        .replace(
          /([oOuU])([\u0323\u0300\u0301\u0303\u0309])?\u031b([\u0323\u0300\u0301\u0303\u0309])?/gu,
          (_, base: string, a = '', b = '') => `${`${base}\u031b`.normalize('NFC')}${a}${b}`,
        ),
      'windows-1258',
    );

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8', Buffer.from(`\uFEFF${text}`)],
    ['UTF-8', Buffer.from(text.normalize('NFD'))],
    ['UTF-16LE', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['Windows-1258', nfd1258(text)],
  ])('in %s becomes the same NFC text', async (encoding, bytes) => {
    const file = await readBytes(bytes);
    expect(file).toMatchObject({ format: 'csv', encoding });
    expect(file.sheets[0]?.rows).toEqual(rows);
  });

  test.each([';', '\t', '|'])('separated by %j is read', async (separator) => {
    const { sheets } = await readBytes(Buffer.from(`Họ tên${separator}SĐT, số\nLê An${separator}0912345678, 0987654321\n`));
    expect(sheets[0]?.rows).toEqual([
      ['Họ tên', 'SĐT, số'],
      ['Lê An', '0912345678, 0987654321'],
    ]);
  });

  test('keeps the row numbers of a file that declares its separator', async () => {
    const { sheets } = await readBytes(Buffer.from('sep=;\nHọ tên;SĐT\nLê An;0912345678\n'));
    expect(sheets[0]?.rows).toEqual([[], ['Họ tên', 'SĐT'], ['Lê An', '0912345678']]);
  });

  test.each([
    ['TCVN3', encodeTcvn3],
    ['VNI', encodeVni],
  ])('in %s becomes the same text, also where a cell could be either', async (encoding, encode) => {
    const cells = [
      ['Họ tên', 'Thôn'],
      ['Vũ', 'Đồng Chí'],
      ['Nguyễn Thị Hường', 'Lờ'],
    ];
    const bytes = Buffer.from(cells.map((row) => row.map(encode).join(',')).join('\n'), 'latin1');
    const file = await readBytes(bytes);
    expect(file).toMatchObject({ format: 'csv', encoding });
    expect(file.sheets[0]?.rows).toEqual(cells);
  });

  test('in UTF-8 that was damaged on the way is refused rather than read wrong', async () => {
    const broken = Buffer.concat([
      Buffer.from('Họ tên,SĐT\nNguyễn Thị Hoà,0\n'),
      Buffer.from([0xff, 0x41]),
      Buffer.from(' Lê Thị Bưởi,1\n'),
    ]);
    expect(await refusal(broken)).toBe('file.encoding');
  });

  test('cut inside a character or inside quotes is refused', async () => {
    const whole = Buffer.from('Họ tên,SĐT\nNguyễn Thị Hoà');
    expect(await refusal(whole.subarray(0, whole.length - 1))).toBe('file.unreadable');
    expect(await refusal(Buffer.from('Họ tên,SĐT\n"Lê An,0912345678\n'))).toBe('file.unreadable');
  });
});

describe('what is no list', () => {
  const compound = (stream: string) => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, `/${stream}`, Buffer.alloc(5_000, 1));
    return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
  };

  test.each([
    ['empty', Buffer.alloc(0), 'file.empty'],
    ['a protected .xlsx', compound('EncryptedPackage'), 'file.encrypted'],
    ['a zip with a password', zip([{ name: 'xl/workbook.xml', data: Buffer.from('x'), encrypted: true }]), 'file.encrypted'],
    ['an old Word document', compound('WordDocument'), 'file.wrongKind Word'],
    ['a .docx', zip([{ name: 'word/document.xml', data: Buffer.from('<w/>') }]), 'file.wrongKind Word'],
    ['an .ods', zip([{ name: 'content.xml', data: Buffer.from('<o/>') }]), 'file.wrongKind OpenDocument'],
    ['an .xlsb', zip([{ name: 'xl/workbook.bin', data: Buffer.from('x') }]), 'file.wrongKind Excel .xlsb'],
    ['any zip', zip([{ name: 'a.txt', data: Buffer.from('x') }]), 'file.wrongKind ZIP'],
    ['a PDF', Buffer.from('%PDF-1.7 …'), 'file.wrongKind PDF'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'file.wrongKind PNG'],
    ['a web page called .xls', Buffer.from('\uFEFF<html><table><tr><td>Họ tên</td></tr></table></html>'), 'file.wrongKind HTML'],
    ['an XML spreadsheet', Buffer.from('<?xml version="1.0"?><Workbook/>'), 'file.wrongKind XML'],
    ['binary rubbish', Buffer.from('0102000304fe0500', 'hex'), 'file.wrongKind binary'],
    ['another OLE file', compound('Something'), 'file.unreadable'],
  ])('%s is told as such', async (_, bytes, code) => expect(await refusal(bytes)).toBe(code));
});
