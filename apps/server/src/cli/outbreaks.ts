import { invalidField, localDate } from '@truyvet/contract';
import type { Command } from 'commander';
import { addOutbreak } from '../commands/addOutbreak.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { readOutbreaks } from '../db/unitLists.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

type AddFlags = { readonly disease: string; readonly name: string; readonly startedOn?: string };

/** `truyvet outbreaks add|list`: for whoever holds the server. */
export function addOutbreaks(program: Command): void {
  const outbreaks = program.command('outbreaks').description('ổ dịch / outbreaks');
  const own = (text: string, description: string) =>
    outbreaks.command(text).description(description).option('--json').option('--data <folder>').exitOverride();

  own('add <code>', 'mở ổ dịch mới / open an outbreak')
    .requiredOption('--disease <code>', 'mã bệnh: covid-19, measles, avian-influenza, dengue / code of the disease')
    .requiredOption('--name <name>', 'tên hiển thị / display name')
    .option('--started-on <day>', 'ngày bắt đầu, YYYY-MM-DD / its first day')
    .action(async (code: string, flags: AddFlags, sub: Command) => run(sub, (open) => add(open, code, flags)));

  own('list', 'liệt kê ổ dịch, mới nhất trước / list outbreaks, newest first').action(async (_: object, sub: Command) =>
    run(sub, list),
  );
}

const run = async (command: Command, work: (open: OpenContext) => Promise<void>): Promise<void> =>
  withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), work);

async function add({ store, clock, output }: OpenContext, code: string, flags: AddFlags): Promise<void> {
  const { disease, name, startedOn = null } = flags;
  if (startedOn !== null && !localDate.safeParse(startedOn).success)
    throw invalidField('startedOn', { vi: 'phải là ngày, viết như 2021-07-10', en: 'must be a day, written as 2021-07-10' });
  const id = await addOutbreak(store.db, { code, disease, name, startedOn }, clock.now());
  output.result(
    { id, code, disease, name, startedOn },
    `Đã mở ổ dịch ${name} (${code}). Từ nay danh sách, khai báo, báo cáo không ghi ổ dịch nào thì thuộc ổ dịch này. / Opened; what names no outbreak now belongs to it.`,
  );
}

async function list({ store, output }: OpenContext): Promise<void> {
  const items = await inScope(store.db, systemScope, readOutbreaks);
  output.result({ items }, items.map(({ code, disease, name }) => `${code}  ${name} (${disease})`).join('\n'));
}
