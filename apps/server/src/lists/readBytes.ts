import { fileKind } from './fileKind.ts';
import type { ListFile } from './listFile.ts';
import { readCsv } from './readCsv.ts';
import { readXlsx } from './readXlsx.ts';

/** Reads a list by its content, in this process. Throws `Unreadable`. `readListFile` runs it where it can do no harm. */
export async function readBytes(bytes: Buffer): Promise<ListFile> {
  switch (fileKind(bytes)) {
    case 'zip':
      return await readXlsx(bytes);
    case 'xls':
      return (await import('./readXls.ts')).readXls(bytes);
    case 'text':
      return readCsv(bytes);
  }
}
