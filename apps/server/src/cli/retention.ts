import { type Command, InvalidArgumentError, Option } from 'commander';
import { confirmRetention, type RetentionLine, runRetention } from '../commands/access/retention.ts';
import { type RetentionSubject, retentionSubjects } from '../db/access/retention.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

type ConfirmOptions = { readonly subject: RetentionSubject; readonly days: number; readonly document: string };

/** `truyvet retention run|confirm`: erases what is older than its period; confirms a period with its document. */
export function addRetention(program: Command): void {
  const retention = program.command('retention').description('thời hạn lưu giữ / how long things are kept');
  const command = (text: string, description: string) =>
    retention.command(text).description(description).option('--json').option('--data <folder>').exitOverride();

  command('run', 'xóa những gì quá hạn / erase what is over its time')
    .option('--dry-run', 'chỉ đếm / only count')
    .action(async ({ dryRun }: { readonly dryRun?: boolean }, sub: Command) =>
      inStore(sub, (open) => run(open, dryRun ?? false)),
    );

  command('confirm <basis>', 'ban hành một thời hạn / put a period into force')
    .addOption(new Option('--subject <subject>').choices(retentionSubjects).makeOptionMandatory())
    .requiredOption('--days <n>', 'số ngày / days', days)
    .requiredOption('--document <text>', 'số văn bản / the document that says so')
    .action(async (basis: string, options: ConfirmOptions, sub: Command) =>
      inStore(sub, (open) => confirm(open, basis, options)),
    );
}

const inStore = (sub: Command, work: (open: OpenContext) => Promise<void>) =>
  withStore(makeContext(sub.optsWithGlobals<GlobalOptions>()), work);

function days(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > 36_500) throw new InvalidArgumentError('1–36500');
  return n;
}

async function run({ store, clock, output }: OpenContext, dryRun: boolean): Promise<void> {
  const lines = await runRetention(store.db, { now: clock.now(), dryRun });
  output.result({ dryRun, lines }, lines.map(lineOf).join('\n'));
}

const lineOf = ({ legalBasis, subject, keepDays, confirmedAt, due, erased }: RetentionLine): string => {
  const force = confirmedAt === null ? 'đề xuất, chưa ban hành / a proposal, erases nothing' : `${erased} đã xóa / erased`;
  return `${legalBasis.padEnd(9)} ${subject.padEnd(12)} ${String(keepDays).padStart(5)} ngày/days · ${due} quá hạn / due · ${force}`;
};

async function confirm({ store, clock, output }: OpenContext, legalBasis: string, options: ConfirmOptions): Promise<void> {
  const { subject, days: keepDays, document } = options;
  await confirmRetention(store.db, { legalBasis, subject, keepDays, document, now: clock.now() });
  output.result({ legalBasis, subject, keepDays, document }, `✓ ${legalBasis} ${subject} ${keepDays} ngày/days · ${document}`);
}
