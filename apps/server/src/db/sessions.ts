import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { rightsAt } from './access/knownRights.ts';
import { type Rights, rightsVersion } from './access/roles.ts';
import type { Db } from './connect.ts';
import { kept } from './keptPlans.ts';
import { inScope, systemScope } from './scope.ts';
import { presentUser, type User, type UserRow } from './users.ts';

/** A working day and the evening; nobody is signed in over night on a shared desk. */
export const sessionHours = 12;

export type SignedIn = Rights & { readonly user: User };

/** Starts a session. The token goes into the cookie; only its SHA-256 is stored. Expired sessions are swept on the way. */
export async function openSession(db: Db, userId: number, now: Date): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000);
  await inScope(db, systemScope, async (tx) => {
    await tx.deleteFrom('user_session').where('expires_at', '<=', now).execute();
    const row = { token_hash: hashOf(token), user_id: userId, created_at: now, expires_at: expiresAt };
    await tx.insertInto('user_session').values(row).execute();
  });
  return { token, expiresAt };
}

/** Who holds this token, with what they may do and the scope their requests run in. Undefined when unknown, expired or the account is disabled. */
export async function findSession(db: Db, token: string, now: Date): Promise<SignedIn | undefined> {
  // Sessions, users and units are read under any scope (0001, 0010): every request asks this first, so it goes without a transaction of its own.
  const { rows } = await sql<UserRow & { rightsVersion: number }>`${kept}
    select u.id, u.username, u.display_name, u.role, u.locale, ${rightsVersion} as "rightsVersion"
    from user_session s join app_user u on u.id = s.user_id
    where s.token_hash = ${hashOf(token)} and s.expires_at > ${now} and not u.disabled`.execute(db);
  const [row] = rows;
  const rights = row && (await rightsAt(db, row.id, row.role, row.rightsVersion));
  return row && rights && { user: presentUser(row), ...rights };
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await inScope(db, systemScope, (tx) => tx.deleteFrom('user_session').where('token_hash', '=', hashOf(token)).execute());
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
