import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { utils, write } from '@e965/xlsx';
import { Problem } from '@truyvet/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawWorkbook, sheetXml, xlsx } from './fixtures.ts';
import { limits } from './limits.ts';
import { openListFile, readListFile } from './readListFile.ts';

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

async function problem(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Problem) return [error.code, error.details['file']];
    throw error;
  }
  return 'read';
}

async function countRows(bytes: Buffer, heapMb: number): Promise<number> {
  const list = await openListFile(bytes, 'a.xlsx', { heapMb });
  let count = 0;
  await list.rows(0, async (rows) => {
    count += rows.length;
  });
  list.close();
  return count;
}

/** The processes of this one that read lists. */
const readers = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      const stat = fileText(`/proc/${pid}/stat`);
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === process.pid && fileText(`/proc/${pid}/cmdline`).includes('readChild');
    });

function fileText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

describe('reading a list in its own process', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'truyvet-list-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gives the sheets of a file, by path or by bytes', async () => {
    const rows = [['Họ tên', 'SĐT'], ['Lê An', '0912345678'], [], ['Lê Bình', 912345678]];
    const bytes = await xlsx({ A: rows, B: [] });
    const path = join(folder, 'ds.csv');
    await writeFile(path, bytes);
    for (const file of [await readListFile(path), await readListFile(bytes, 'ds.xls')]) {
      expect(file.format).toBe('xlsx');
      expect(file.sheets).toEqual([
        { name: 'A', hidden: false, stoppedAtRow: null, rows },
        { name: 'B', hidden: false, stoppedAtRow: null, rows: [] },
      ]);
    }
  });

  test('tells what is wrong, with the name of the file', async () => {
    expect(await problem(readListFile(Buffer.alloc(0), 'a.xlsx'))).toEqual(['file.empty', 'a.xlsx']);
    expect(await problem(readListFile(await xlsx({ A: [] }), 'a.xlsx'))).toEqual(['file.empty', 'a.xlsx']);
    expect(await problem(readListFile(Buffer.from('%PDF'), 'a.xlsx'))).toEqual(['file.wrongKind', 'a.xlsx']);
    expect(await problem(readListFile(Buffer.from('PK\u0003\u0004'), 'a.xlsx'))).toEqual(['file.unreadable', 'a.xlsx']);
    expect(await problem(readListFile(Buffer.alloc(limits.fileBytes + 1), 'a.xlsx'))).toEqual(['file.tooLarge', 'a.xlsx']);
    expect(await problem(readListFile(join(folder, 'missing.xlsx')))).toEqual(['file.unreadable', 'missing.xlsx']);
  });

  test('ends a process that needs too much memory or time, and only that process', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `<row>${text(`người thứ ${i} ${'x'.repeat(400)}`)}</row>`).join('');
    const heavy = rawWorkbook(sheetXml(rows));
    expect(await problem(readListFile(heavy, 'a.xlsx', { timeMs: 50 }))).toEqual(['file.tooSlow', 'a.xlsx']);
    // A sheet of this size is read piece by piece; text with separators is not.
    expect(await countRows(heavy, 24)).toBe(60_000);
    const text_ = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `người thứ ${i},${'x'.repeat(200)}\n`).join(''));
    expect(await problem(countRows(text_, 24))).toEqual(['file.tooHeavy', 'a.xlsx']);
  });

  test.runIf(process.platform === 'linux')(
    'waits for a process that others keep from computing, as on a busy machine',
    async () => {
      const bytes = await xlsx({
        A: [
          ['Họ tên', 'SĐT'],
          ['Lê An', '0912345678'],
        ],
      });
      const timeMs = 6_000;
      const before = readers();
      const reading = readListFile(bytes, 'a.xlsx', { timeMs });
      const pid = readers().find((one) => !before.includes(one)) ?? 0;
      process.kill(pid, 'SIGSTOP');
      await sleep(timeMs + 1_000);
      process.kill(pid, 'SIGCONT');
      expect((await reading).sheets).toHaveLength(1);
    },
  );

  test('ends a process whose parser runs in circles in a damaged .xls', async () => {
    const sheet = utils.aoa_to_sheet([
      ['STT', 'Họ và tên', 'SĐT', 'Ngày'],
      [1, 'Nguyễn Thị Hoà', 912345678, new Date('2021-07-05T00:00:00Z')],
    ]);
    const bytes = Buffer.from(write({ SheetNames: ['A'], Sheets: { A: sheet } }, { type: 'buffer', bookType: 'biff8' }));
    bytes[3159] = 6;
    expect(await problem(readListFile(bytes, 'a.xls', { timeMs: 4_000 }))).toEqual(['file.tooSlow', 'a.xls']);
  });
});
