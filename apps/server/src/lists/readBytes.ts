import { fileKind } from './fileKind.ts';
import type { ListFile, RowSource, Sheet, SheetRow } from './listFile.ts';
import { openCsv } from './readCsv.ts';
import { openXlsx } from './readXlsx.ts';
import { dense } from './sheetRows.ts';

/** Opens a list by its content, in this process. Throws `Unreadable`. `openListFile` does it where it can do no harm. */
export async function openBytes(bytes: Buffer): Promise<RowSource> {
  switch (fileKind(bytes)) {
    case 'zip':
      return await openXlsx(bytes);
    case 'xls':
      return (await import('./readXls.ts')).openXls(bytes);
    case 'text':
      return openCsv(bytes);
  }
}

/** Reads all sheets of a list whole, in this process. Throws `Unreadable`. */
export const readBytes = async (bytes: Buffer): Promise<ListFile> => await readWhole(await openBytes(bytes));

export async function readWhole(source: RowSource): Promise<ListFile> {
  const sheets: Sheet[] = [];
  for (const [i, { name, hidden }] of source.sheets.entries()) {
    const entries: SheetRow[] = [];
    const stoppedAtRow = await source.read(i, async (rows) => {
      entries.push(...rows);
    });
    sheets.push({ name, hidden, rows: dense(entries), stoppedAtRow });
  }
  return { format: source.format, encoding: source.encoding, sheets };
}
