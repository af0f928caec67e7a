import { invalidField } from '@truyvet/contract';
import type { Command } from 'commander';
import { z } from 'zod';
import { closeFollowUpDay } from '../commands/followUp/closeFollowUpDay.ts';
import { localDate } from '../localTime.ts';
import { type GlobalOptions, makeContext, withStore } from './context.ts';

type CloseOptions = GlobalOptions & { readonly date?: string };

export function addFollowUp(program: Command): void {
  const followUp = program.command('follow-up').description('theo dõi hằng ngày / daily follow-up');
  followUp
    .command('close-day')
    .description('chốt một ngày: ai chưa gặp, ai mất dấu, ai hết hạn / close a day: missed, lost, completed')
    .option('--date <yyyy-mm-dd>', 'ngày; không ghi: hôm nay / the day; today if absent')
    .option('--json')
    .option('--data <folder>')
    .action(async (_: CloseOptions, command: Command) => {
      const options = command.optsWithGlobals<CloseOptions>();
      const date = options.date === undefined ? undefined : readDate(options.date);
      await withStore(makeContext(options), async ({ store, clock, output }) => {
        const now = clock.now();
        const closed = await closeFollowUpDay(store.db, { day: date ?? localDate(now), now });
        const { day, followUps, missed, lost, completed } = closed;
        output.result(
          closed,
          `${day}: ${followUps} người đang theo dõi, chưa gặp ${missed}, mất dấu ${lost}, hết hạn ${completed}.`,
        );
      });
    });
}

/** What `--date` must be. */
const dayWords = { vi: 'phải là một ngày có thật, viết như 2021-07-10', en: 'must be a real day, written as 2021-07-10' };

function readDate(text: string): string {
  const parsed = z.iso.date().safeParse(text);
  if (!parsed.success) throw invalidField('--date', dayWords);
  return parsed.data;
}
