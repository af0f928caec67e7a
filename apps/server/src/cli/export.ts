import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { readSummary } from '../presenters/readSummary.ts';
import { writeResultsWorkbook } from '../presenters/writeResultsWorkbook.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { unitByCode } from './units.ts';

type ExportOptions = GlobalOptions & { readonly unit?: string; readonly out: string };

export function addExport(program: Command): void {
  program
    .command('export')
    .description('bảng kết quả (.xlsx) và tóm tắt / results workbook and summary')
    .option('--unit <code>', 'mã đơn vị; không ghi: tất cả / code of the unit; all if absent')
    .option('--out <file>', 'tệp .xlsx', 'ket-qua.xlsx')
    .action(async (_: ExportOptions, command: Command) => {
      const options = command.optsWithGlobals<ExportOptions>();
      await withStore(makeContext(options), (open) => exportResults(open, options));
    });
}

async function exportResults(open: OpenContext, options: ExportOptions): Promise<void> {
  const { store, clock, output } = open;
  const outbreakId = await ensureFirstOutbreak(store.db);
  const unitId = options.unit === undefined ? null : await unitByCode(open, options.unit);
  const request = { unitId, outbreakId, now: clock.now() };
  const file = resolve(options.out);
  await writeResultsWorkbook(store.db, systemScope, request, file);
  const summary = await inScope(store.db, systemScope, (tx) => readSummary(tx, { ...request, scope: systemScope }));
  output.result({ file, summary }, [...(summary?.sentences.map(({ vi }) => vi) ?? []), `→ ${file}`].join('\n'));
}
