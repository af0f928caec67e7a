import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Db, Tx } from './connect.ts';
import type { Locale, UserRole } from './schema.ts';
import { inScope, systemScope } from './scope.ts';

export type User = {
  readonly id: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: UserRole;
  readonly locale: Locale;
};
export type NewUser = Omit<User, 'id' | 'locale'> & {
  readonly locale?: Locale;
  readonly password: string;
  /** The user sees these and everything below them. */
  readonly unitIds: readonly number[];
  readonly now: Date;
};

/** Argon2id with 19 MiB and 2 passes (the library's defaults, the first choice of OWASP's password storage cheat sheet). */
const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'));
/** Verified when the name is unknown, so that the answer takes as long as for a known one. */
let nobodysHash: Promise<string> | undefined;

/** Usernames are kept in lower case. Needs a transaction in scope `all`. Returns the id. */
export async function createUser(tx: Tx, user: NewUser): Promise<number> {
  const row = {
    username: user.username.trim().toLowerCase(),
    display_name: user.displayName,
    role: user.role,
    locale: user.locale ?? ('vi' as const),
    created_at: user.now,
    password_hash: await hashPassword(user.password),
  };
  const { id } = await tx.insertInto('app_user').values(row).returning('id').executeTakeFirstOrThrow();
  const units = user.unitIds.map((unitId) => ({ user_id: id, unit_id: unitId }));
  if (units.length > 0) await tx.insertInto('user_unit').values(units).execute();
  return id;
}

/** Needs a transaction in scope `all`. Sessions of that user end. */
export async function setPassword(tx: Tx, userId: number, password: string): Promise<void> {
  await tx
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', userId)
    .execute();
  await tx.deleteFrom('user_session').where('user_id', '=', userId).execute();
}

/** The user with that name and password; undefined for a wrong name, a wrong password and a disabled account alike. */
export async function verifyPassword(db: Db, username: string, password: string): Promise<User | undefined> {
  const row = await inScope(db, systemScope, (tx) =>
    tx.selectFrom('app_user').selectAll().where('username', '=', username.trim().toLowerCase()).executeTakeFirst(),
  );
  nobodysHash ??= hashPassword('nobody');
  const fits = await verify(row?.password_hash ?? (await nobodysHash), password.normalize('NFC'));
  return row && fits && !row.disabled ? presentUser(row) : undefined;
}

/**
 * At the first start: an administrator `admin` with a random password, returned this once and stored nowhere in clear.
 * Undefined when there is an administrator already; safe when two servers start at once.
 */
export async function ensureFirstAdministrator(db: Db, now: Date): Promise<{ username: string; password: string } | undefined> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return await inScope(db, systemScope, async (tx) => {
    const some = await tx.selectFrom('app_user').select('id').where('role', '=', 'administrator').limit(1).executeTakeFirst();
    if (some) return undefined;
    const row = {
      username: 'admin',
      display_name: 'Quản trị',
      role: 'administrator' as const,
      password_hash: passwordHash,
      created_at: now,
    };
    const made = await tx
      .insertInto('app_user')
      .values(row)
      .onConflict((oc) => oc.column('username').doNothing())
      .returning('id')
      .executeTakeFirst();
    return made ? { username: row.username, password } : undefined;
  });
}

/** 16 signs of an alphabet without look-alikes (no 0 O 1 l I): 93 bits, easy to read out on a telephone. */
export function randomPassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const sign = () => alphabet.charAt(randomInt(alphabet.length));
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, sign).join('')).join('-');
}

export type UserRow = { id: number; username: string; display_name: string; role: UserRole; locale: Locale };
export function presentUser(row: UserRow): User {
  return { id: row.id, username: row.username, displayName: row.display_name, role: row.role, locale: row.locale };
}
