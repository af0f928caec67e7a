import { basename } from 'node:path';
import { columnReasonText, rowProblemText } from '@truyvet/outbreak';
import type { Command } from 'commander';
import { type ImportedRow, type ImportRequest, type ImportSummary, importList } from '../commands/importList.ts';
import { previewList } from '../commands/imports/previewList.ts';
import { type DraftRecord, readDraft, readDraftRows } from '../db/imports/drafts.ts';
import { readBriefs } from '../db/matching/candidates.ts';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import type { OpenedList } from '../lists/openedList.ts';
import { openListFile } from '../lists/readListFile.ts';
import { presentDraft, presentDraftRow } from '../presenters/importDrafts.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { showProgress } from './progress.ts';
import { readBytes } from './readBytes.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { unitByCode } from './units.ts';

type ImportOptions = GlobalOptions & { readonly unit: string; readonly preview?: boolean };

export function addImport(program: Command): void {
  program
    .command('import <file>')
    .description('đọc danh sách của xã (.xlsx, .xls, .csv) / read a commune list')
    .requiredOption('--unit <code>', 'mã xã, ví dụ 15775 / code of the commune')
    .option('--preview', 'chỉ xem trước, chưa lưu ai / only say what importing would do')
    .action(async (file: string, _: ImportOptions, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const context = makeContext(options);
      const bytes = await readBytes(file);
      const opening = openWhileWaiting(bytes, basename(file));
      await withStore(context, async (open) => {
        const progress = showProgress(options.preview ? 'Xem trước' : 'Nhập', 'dòng', open.output.json);
        const collect = keepHeapSmall();
        const request: ImportRequest = {
          scope: systemScope,
          unitId: await unitByCode(open, options.unit),
          outbreakId: await ensureFirstOutbreak(open.store.db),
          fileName: basename(file),
          bytes,
          userId: null,
          now: open.clock.now(),
          open: () => opening.list,
          onProgress: (rows, expected) => {
            progress.update(rows, expected);
            collect(rows);
          },
        };
        try {
          await (options.preview ? previewFile(open, request, progress.stop) : importFile(open, request, progress.stop));
        } finally {
          progress.stop();
        }
      }).finally(opening.end);
    });
}

/** Begins to read the file while the database is opened. A file that cannot be read is told when somebody asks for the list. */
function openWhileWaiting(bytes: Uint8Array, fileName: string): { readonly list: Promise<OpenedList>; readonly end: () => void } {
  const list = openListFile(bytes, fileName);
  const end = () =>
    void list.then(
      (opened) => opened.close(),
      () => {},
    );
  list.catch(() => {});
  return { list, end };
}

async function importFile({ store, output }: OpenContext, request: ImportRequest, done: () => void): Promise<void> {
  const summary = await importList(store.db, request);
  done();
  output.result(summary, [...summary.problems.map(rowText), summaryText(summary)].join('\n'));
}

function rowText({ rowNumber, outcome, problems }: Pick<ImportedRow, 'rowNumber' | 'outcome' | 'problems'>): string {
  const mark = outcome === 'rejected' ? '✗' : '!';
  return `${mark} Dòng ${rowNumber}: ${problems.map((problem) => rowProblemText(problem, 'vi')).join(' ')}`;
}

function summaryText({ seenBefore, rows, stored, merged, unchanged, rejected, problemsLeftOut }: ImportSummary): string {
  if (seenBefore) return 'Tệp này đã nhập trước đây; không có gì thay đổi. / This file was imported before; nothing changed.';
  const counts = `${rows} dòng: lưu mới ${stored}, gộp ${merged}, không đổi ${unchanged}, trả lại ${rejected}.`;
  return problemsLeftOut === 0 ? counts : `… và ${problemsLeftOut} dòng khác cần xem.\n${counts}`;
}

/** Rows that a preview shows on the terminal; all of them are in the draft. */
const rowsShown = 200;

async function previewFile({ store, output }: OpenContext, request: ImportRequest, done: () => void): Promise<void> {
  const id = await previewList(store.db, request);
  done();
  const { draft, rows, people } = await inScope(store.db, systemScope, async (tx) => {
    const found = await readDraft(tx, id);
    if (!found) throw new Error('the draft is gone');
    const asked = { afterRow: 0, limit: rowsShown } as const;
    const shown = [
      ...(await readDraftRows(tx, id, { ...asked, show: 'problems' })),
      ...(await readDraftRows(tx, id, { ...asked, show: 'duplicates' })),
    ];
    const ids = shown.flatMap(({ duplicates }) =>
      (duplicates as ReadonlyArray<{ personId: number }>).map(({ personId }) => personId),
    );
    return { draft: found, rows: shown, people: await readBriefs(tx, ids) };
  });
  const presented = [...new Map(rows.map((row) => [row.rowNumber, presentDraftRow(row, people)])).values()].sort(
    (a, b) => a.rowNumber - b.rowNumber,
  );
  output.result(
    { draft: presentDraft(draft), rows: presented },
    [
      ...columnTexts(draft),
      ...presented.flatMap((row) => [
        ...row.problems.map(
          ({ message, severity }) => `${severity === 'error' ? '✗' : '!'} Dòng ${row.rowNumber}: ${message.vi}`,
        ),
        ...row.duplicates.map(
          ({ personId, fullName, birthYear, score, reasons }) =>
            `? Dòng ${row.rowNumber}: có thể là ${fullName} (${birthYear ?? 'chưa rõ năm sinh'}, mã ${personId}), giống ${Math.round(score * 100)} %: ${reasons.map(({ message }) => message.vi).join(' ')}`,
        ),
      ]),
      countsText(draft),
    ].join('\n'),
  );
}

const columnTexts = ({ header }: DraftRecord): string[] =>
  header.columns.map(({ heading, field, confidence, reasons }) => {
    if (field === null) return `  ${heading}: không đọc / not read`;
    return `  ${heading} → ${field} (${Math.round(confidence * 100)} %): ${reasons.map((reason) => columnReasonText(reason, 'vi')).join(' ')}`;
  });

function countsText({ id, counts, withDuplicates }: DraftRecord): string {
  if (counts === null) return 'Chưa đủ cột họ tên và điện thoại: chưa xét được từng dòng. / A name or phone column is missing.';
  const { rows, stored, merged, unchanged, rejected } = counts;
  return [
    `${rows} dòng, nếu nhập: lưu mới ${stored}, gộp ${merged}, không đổi ${unchanged}, trả lại ${rejected}; ${withDuplicates} dòng có người có thể trùng.`,
    `Chưa lưu ai. Bản xem trước ${id} chờ xác nhận trong 24 giờ. / Nobody is stored; preview ${id} waits for a day.`,
  ].join('\n');
}
