import { invalidOf, missing, newOutbreak } from '@truyvet/contract';
import type { Command } from 'commander';
import { addOutbreak } from '../commands/addOutbreak.ts';
import { setDefaultOutbreak } from '../commands/setDefaultOutbreak.ts';
import { readOutbreaks } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

type AddFlags = { readonly disease: string; readonly name: string; readonly startedOn?: string };

/** `truyvet outbreaks add|list|default`: for whoever holds the server. */
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

  own(
    'default [code]',
    'chọn ổ dịch mặc định; không ghi mã: ổ dịch mới nhất / choose the outbreak that is meant where none is named; without a code: the newest',
  ).action(async (code: string | undefined, _: object, sub: Command) => run(sub, (open) => choose(open, code)));
}

const run = async (command: Command, work: (open: OpenContext) => Promise<void>): Promise<void> =>
  withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), work);

async function add({ store, clock, output }: OpenContext, code: string, flags: AddFlags): Promise<void> {
  const { disease, name, startedOn = null } = flags;
  const parsed = newOutbreak.safeParse({ code, disease, name, startedOn });
  if (!parsed.success) throw invalidOf(parsed.error);
  const id = await addOutbreak(store.db, parsed.data, { scope: systemScope, userId: null, now: clock.now() });
  const outbreaks = await inScope(store.db, systemScope, readOutbreaks);
  const meant = outbreaks.find(({ isDefault }) => isDefault);
  output.result(
    { id, ...parsed.data },
    `Đã mở ổ dịch ${name} (${code}). Danh sách, khai báo, báo cáo không ghi ổ dịch nào thì thuộc ổ dịch ${meant?.name ?? '–'}. / Opened; what names no outbreak belongs to ${meant?.code ?? '–'}.`,
  );
}

async function list({ store, output }: OpenContext): Promise<void> {
  const items = await inScope(store.db, systemScope, readOutbreaks);
  const line = ({ code, disease, name, isDefault }: (typeof items)[number]) =>
    `${code}  ${name} (${disease})${isDefault ? '  ← mặc định / default' : ''}`;
  output.result({ items }, items.map(line).join('\n'));
}

async function choose({ store, clock, output }: OpenContext, code: string | undefined): Promise<void> {
  const outbreaks = await inScope(store.db, systemScope, readOutbreaks);
  const chosen = outbreaks.find((one) => one.code === code);
  if (code !== undefined && !chosen) throw missing('code');
  const by = { scope: systemScope, userId: null, seen: null, now: clock.now() };
  const { value } = await setDefaultOutbreak(store.db, chosen?.id ?? null, by);
  const { name } = value.outbreak;
  output.result(
    value,
    `Danh sách, khai báo, báo cáo không ghi ổ dịch nào nay thuộc ổ dịch ${name}. / What names no outbreak now belongs to ${name}.`,
  );
}
