import type { Command } from 'commander';
import { rebuildLevels } from '../commands/levels/rebuildLevels.ts';
import { type GlobalOptions, makeContext, withStore } from './context.ts';

type RebuildFlags = GlobalOptions & { readonly outbreak: string };

/** `truyvet levels rebuild --outbreak CODE`: for the administrator, when somebody doubts what is kept. */
export function addLevels(program: Command): void {
  const levels = program.command('levels').description('mức F của mỗi người / levels');
  levels
    .command('rebuild')
    .description('tính lại mọi mức F từ ca bệnh và tiếp xúc / derive all levels again')
    .requiredOption('--outbreak <code>', 'mã ổ dịch / the outbreak’s code')
    .option('--json')
    .option('--data <folder>')
    .exitOverride()
    .action(async (_, command: Command) => {
      const flags = command.optsWithGlobals<RebuildFlags>();
      await withStore(makeContext(flags), async ({ store, clock, output }) => {
        const rebuilt = await rebuildLevels(store.db, flags.outbreak, clock.now());
        const { people, contacts, moved } = rebuilt;
        output.result(rebuilt, `${people} người, ${contacts} lần tiếp xúc; ${moved} người đổi mức F. / ${moved} levels moved.`);
      });
    });
}
