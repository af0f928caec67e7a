import { Problem, type Role, roleCodes } from '@truyvet/contract';
import { Argument, type Command, Option } from 'commander';
import { addUser, changePassword, changeUser, type Manager } from '../commands/access/manageUsers.ts';
import { readUsers, type UserRecord } from '../db/access/userLists.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { randomPassword } from '../db/users.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';
import { unitByCode } from './units.ts';

type AddOptions = { readonly role: Role; readonly unit: readonly string[]; readonly name?: string; readonly password?: string };

/** `truyvet users add|list|disable|enable|password`: accounts, for whoever holds the server. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('tài khoản / accounts');
  const command = (text: string, description: string) =>
    users.command(text).description(description).option('--json').option('--data <folder>').exitOverride();

  command('add <username>', 'lập tài khoản / make an account')
    .addOption(new Option('--role <role>', 'vai trò / role').choices(roleCodes).makeOptionMandatory())
    .option('--unit <codes...>', 'mã đơn vị / codes of units', [])
    .option('--name <name>', 'tên hiển thị / display name')
    .option('--password <password>', 'không ghi: tự tạo / made up if absent')
    .action(async (username: string, options: AddOptions, sub: Command) => run(sub, (open) => add(open, username, options)));

  command('list', 'liệt kê tài khoản / list accounts').action(async (_: object, sub: Command) => run(sub, list));

  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    command(`${name} <username>`, disabled ? 'khóa tài khoản / disable an account' : 'mở khóa / enable an account').action(
      async (username: string, _: object, sub: Command) => run(sub, (open) => setDisabled(open, username, disabled)),
    );
  }

  command('password', 'đặt mật khẩu mới / set a new password')
    .addArgument(new Argument('<username>'))
    .option('--password <password>', 'không ghi: tự tạo / made up if absent')
    .action(async (username: string, options: { readonly password?: string }, sub: Command) =>
      run(sub, (open) => password(open, username, options.password)),
    );
}

async function run(sub: Command, work: (open: OpenContext) => Promise<void>): Promise<void> {
  await withStore(makeContext(sub.optsWithGlobals<GlobalOptions>()), work);
}

const managerOf = ({ clock }: OpenContext): Manager => ({ userId: null, may: () => undefined, now: clock.now() });

async function add(open: OpenContext, username: string, { role, unit, name, password: given }: AddOptions): Promise<void> {
  const unitIds = [];
  for (const code of unit) unitIds.push(await unitByCode(open, code));
  const made = given ?? randomPassword();
  const account = { username, displayName: name ?? username, role, unitIds, password: made };
  const user = await addUser(open.store.db, account, managerOf(open));
  const { id } = user;
  const shown = given === undefined ? { password: made } : {};
  open.output.result({ id, username: user.username, role, ...shown }, [lineOf(user), ...Object.values(shown)].join('\n  '));
}

async function list({ store, output }: OpenContext): Promise<void> {
  const users = await inScope(store.db, systemScope, (tx) => readUsers(tx, { limit: 100_000 }));
  output.result({ users }, users.map(lineOf).join('\n'));
}

async function setDisabled(open: OpenContext, username: string, disabled: boolean): Promise<void> {
  const { id, version } = await userNamed(open, username);
  const user = await changeUser(open.store.db, id, version, { disabled }, managerOf(open));
  open.output.result({ username: user.username, disabled: user.disabled }, lineOf(user));
}

async function password(open: OpenContext, username: string, given: string | undefined): Promise<void> {
  const user = await userNamed(open, username);
  const made = given ?? randomPassword();
  await changePassword(open.store.db, user.id, made, managerOf(open));
  const shown = given === undefined ? { password: made } : {};
  open.output.result({ username: user.username, ...shown }, [user.username, ...Object.values(shown)].join('\n  '));
}

async function userNamed({ store }: OpenContext, name: string): Promise<UserRecord> {
  const username = name.trim().toLowerCase();
  const [user] = await inScope(store.db, systemScope, (tx) => readUsers(tx, { username, limit: 1 }));
  if (!user) throw new Problem('user.unknown', { username });
  return user;
}

const lineOf = ({ username, role, displayName, disabled, units }: UserRecord): string =>
  [username, role, displayName, units.map(({ name }) => name).join(', ') || '–', ...(disabled ? ['(khóa / disabled)'] : [])].join(
    ' · ',
  );
