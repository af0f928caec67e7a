import { missing, Problem, type Role } from '@truyvet/contract';
import {
  anotherAdministrator,
  countUnits,
  readUsers,
  type UserEdit,
  type UserRecord,
  updateUser,
} from '../../db/access/userLists.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import type { Locale } from '../../db/schema.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { createUser, setPassword } from '../../db/users.ts';
import { lockVersion } from '../../db/versions.ts';

/** Who manages: `may` says whether users of these units are theirs to manage. `userId` null: the command line. */
export type Manager = { readonly userId: number | null; readonly may: (unitIds: readonly number[]) => void; readonly now: Date };

export type NewAccount = {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale?: Locale;
  readonly unitIds: readonly number[];
  readonly password: string;
};

/** Makes an account. Throws `user.nameTaken`, `user.noUnit`, `resource.missing` (a unit), `auth.forbidden`. */
export async function addUser(db: Db, account: NewAccount, manager: Manager): Promise<UserRecord> {
  manager.may(account.unitIds);
  return await inScope(db, systemScope, async (tx) => {
    await checkUnits(tx, account);
    const username = account.username.trim().toLowerCase();
    const [taken] = await readUsers(tx, { username, limit: 1 });
    if (taken) throw new Problem('user.nameTaken', { username });
    const id = await createUser(tx, { ...account, now: manager.now });
    await note(tx, manager, 'create', id, { username, role: account.role, unitIds: account.unitIds });
    return await userOf(tx, id);
  });
}

/**
 * Changes an account that somebody has seen at version `seen`.
 * Throws `resource.missing`, `resource.changed`, `user.lastAdministrator`, `user.noUnit`, `auth.forbidden`.
 */
export async function changeUser(db: Db, userId: number, seen: number, edit: UserEdit, manager: Manager): Promise<UserRecord> {
  return await inScope(db, systemScope, async (tx) => {
    const before = await managedUser(tx, userId, manager);
    const unitIds = edit.unitIds ?? before.units.map(({ id }) => id);
    manager.may(unitIds);
    await lockVersion(tx, 'app_user', userId, seen);
    await checkUnits(tx, { role: edit.role ?? before.role, unitIds });
    await updateUser(tx, userId, seen + 1, edit);
    const after = await userOf(tx, userId);
    if (leavesOffice(before, after) && !(await anotherAdministrator(tx, userId))) throw new Problem('user.lastAdministrator');
    await note(tx, manager, 'change', userId, edit);
    return after;
  });
}

/** Sets a password; the user's sessions end. Throws `resource.missing`, `auth.forbidden`. */
export async function changePassword(db: Db, userId: number, password: string, manager: Manager): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    await managedUser(tx, userId, manager);
    await setPassword(tx, userId, password);
    await note(tx, manager, 'setPassword', userId, {});
  });
}

async function managedUser(tx: Tx, userId: number, manager: Manager): Promise<UserRecord> {
  const user = await userOf(tx, userId);
  manager.may(user.units.map(({ id }) => id));
  return user;
}

async function userOf(tx: Tx, id: number): Promise<UserRecord> {
  const [user] = await readUsers(tx, { id, limit: 1 });
  if (!user) throw new Problem('resource.missing');
  return user;
}

async function checkUnits(tx: Tx, { role, unitIds }: Pick<NewAccount, 'role' | 'unitIds'>): Promise<void> {
  if (unitIds.length === 0 && role !== 'administrator') throw new Problem('user.noUnit');
  if ((await countUnits(tx, unitIds)) !== new Set(unitIds).size) throw missing('unitIds');
}

const holdsOffice = ({ role, units, disabled }: UserRecord) => role === 'administrator' && units.length === 0 && !disabled;
const leavesOffice = (before: UserRecord, after: UserRecord) => holdsOffice(before) && !holdsOffice(after);

async function note(tx: Tx, { userId, now: at }: Manager, action: string, subjectId: number, details: unknown): Promise<void> {
  await appendAudit(tx, { at, userId, unitId: null, action, subject: 'user', subjectId, details });
}
