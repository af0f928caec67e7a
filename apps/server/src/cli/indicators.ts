import { invalidField, Problem } from '@truyvet/contract';
import type { Command } from 'commander';
import { readOutbreaks } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { indicatorLines } from '../presenters/indicatorLines.ts';
import { readIndicators } from '../presenters/readIndicators.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { unitByCode } from './units.ts';

type IndicatorOptions = GlobalOptions & {
  readonly outbreak?: string;
  readonly unit?: string;
  readonly date?: string;
  readonly days: string;
};

export function addIndicators(program: Command): void {
  program
    .command('indicators')
    .description('các chỉ số truy vết, theo docs/indicators.md / tracing indicators, as docs/indicators.md defines them')
    .option('--outbreak <code>', 'mã ổ dịch; không ghi: ổ dịch mặc định / code of the outbreak; the default one if absent')
    .option('--unit <code>', 'mã đơn vị; không ghi: tất cả / code of the unit; all if absent')
    .option('--date <day>', 'ngày báo cáo yyyy-mm-dd; không ghi: ngày đang chạy / report day; the running one if absent')
    .option('--days <n>', 'số ngày của kỳ / length of the period in report days', '7')
    .action(async (_: IndicatorOptions, command: Command) => {
      const options = command.optsWithGlobals<IndicatorOptions>();
      await withStore(makeContext(options), (open) => showIndicators(open, options));
    });
}

async function showIndicators(open: OpenContext, options: IndicatorOptions): Promise<void> {
  const { store, clock, output } = open;
  const unitId = options.unit === undefined ? null : await unitByCode(open, options.unit);
  const { date } = options;
  if (date !== undefined && !isDay(date)) throw invalidField('--date', dayWords);
  const days = Number(options.days);
  if (!(Number.isInteger(days) && days >= 1 && days <= 366))
    throw invalidField('--days', { vi: 'phải từ 1 đến 366', en: 'must be 1 to 366' });
  const found = await inScope(store.db, systemScope, async (tx) => {
    const { outbreak: code } = options;
    const outbreak = (await readOutbreaks(tx)).find((one) => (code === undefined ? one.isDefault : one.code === code));
    return outbreak && (await readIndicators(tx, { outbreak, scope: systemScope, unitId, date, days, now: clock.now() }));
  });
  if (!found) throw new Problem('resource.missing');
  output.result(found, indicatorLines(found).join('\n'));
}

const dayWords = { vi: 'phải là một ngày có thật, viết như 2021-07-10', en: 'must be a real day, written as 2021-07-10' };
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
