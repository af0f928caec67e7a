/** Lists made in memory for tests. */
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';

export type FixtureCell = ExcelJS.CellValue;

/** A workbook with one sheet a key. */
export async function xlsx(
  sheets: Readonly<Record<string, readonly FixtureCell[][]>>,
  after?: (workbook: ExcelJS.Workbook) => void,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows([...rows]);
  after?.(workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

export type ZipPart = {
  readonly name: string;
  readonly data: Buffer;
  readonly declaredBytes?: number;
  readonly encrypted?: boolean;
};

/** A zip container written by hand, so that its directory can lie (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). */
export function zip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = deflateRawSync(part.data, { level: 1 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(part.data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.declaredBytes ?? part.data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(part.name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(part.name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, Buffer.from(part.name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const relationships = (inner: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The smallest workbook around the XML of one sheet. */
export function rawWorkbook(sheetXml: Buffer | string, declaredBytes?: number): Buffer {
  const text = (name: string, data: string): ZipPart => ({ name, data: Buffer.from(data) });
  const sheet = typeof sheetXml === 'string' ? Buffer.from(sheetXml) : sheetXml;
  return zip([
    text('_rels/.rels', relationships(`<Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/>`)),
    text(
      'xl/workbook.xml',
      `<workbook xmlns:r="${office}"><sheets><sheet name="Danh sách" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    text(
      'xl/_rels/workbook.xml.rels',
      relationships(`<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`),
    ),
    { name: 'xl/worksheets/sheet1.xml', data: sheet, ...(declaredBytes === undefined ? {} : { declaredBytes }) },
  ]);
}

export const sheetXml = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
