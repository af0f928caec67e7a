import { basename } from 'node:path';
import { rowProblemText } from '@truyvet/outbreak';
import type { Command } from 'commander';
import { type ImportedRow, type ImportSummary, importList } from '../commands/importList.ts';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { systemScope } from '../db/scope.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { readBytes } from './readBytes.ts';
import { unitByCode } from './units.ts';

type ImportOptions = GlobalOptions & { readonly unit: string };

export function addImport(program: Command): void {
  program
    .command('import <file>')
    .description('đọc danh sách của xã (.xlsx, .xls, .csv) / read a commune list')
    .requiredOption('--unit <code>', 'mã xã, ví dụ 15775 / code of the commune')
    .action(async (file: string, _: ImportOptions, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const bytes = await readBytes(file);
      await withStore(makeContext(options), (open) => importFile(open, basename(file), bytes, options.unit));
    });
}

async function importFile(open: OpenContext, fileName: string, bytes: Uint8Array, unitCode: string): Promise<void> {
  const { store, clock, output } = open;
  const summary = await importList(store.db, {
    scope: systemScope,
    unitId: await unitByCode(open, unitCode),
    outbreakId: await ensureFirstOutbreak(store.db),
    fileName,
    bytes,
    userId: null,
    now: clock.now(),
  });
  output.result(summary, [...summary.problems.map(rowText), summaryText(summary)].join('\n'));
}

function rowText({ rowNumber, outcome, problems }: ImportedRow): string {
  const mark = outcome === 'rejected' ? '✗' : '!';
  return `${mark} Dòng ${rowNumber}: ${problems.map((problem) => rowProblemText(problem, 'vi')).join(' ')}`;
}

function summaryText({ seenBefore, rows, stored, merged, unchanged, rejected }: ImportSummary): string {
  if (seenBefore) return 'Tệp này đã nhập trước đây; không có gì thay đổi. / This file was imported before; nothing changed.';
  return `${rows} dòng: lưu mới ${stored}, gộp ${merged}, không đổi ${unchanged}, trả lại ${rejected}.`;
}
