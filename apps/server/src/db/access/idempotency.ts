import { sql } from 'kysely';
import type { Db } from '../connect.ts';
import { inScope, systemScope } from '../scope.ts';
import { hashOf, openText, sealText } from '../secrets/keyRing.ts';
import { keysOf } from '../secrets/keysOfDatabase.ts';

export type KeptAnswer = { readonly status: number; readonly contentType: string | null; readonly body: string };
export type Claim =
  /** The first of its kind: do it, then `keepAnswer` or `forgetKey`. */
  | { readonly kind: 'first' }
  | { readonly kind: 'again'; readonly answer: KeptAnswer }
  /** Under way, or its fate is unknown because the server died over it. */
  | { readonly kind: 'underWay' }
  | { readonly kind: 'otherRequest' };

/** How long a key is remembered. */
const keptMs = 24 * 3_600_000;

type KeyOfUser = { readonly userId: number; readonly key: string };

/** Takes the key for this request, or says what became of the one that took it before. Old keys are swept on the way. */
export async function claimKey(db: Db, { userId, key }: KeyOfUser, request: string, now: Date): Promise<Claim> {
  // Keyed, because a request that holds little but an identity number would be found by trying.
  const requestHash = Buffer.from(hashOf(keysOf(db), 'request', request), 'ascii');
  return await inScope(db, systemScope, async (tx) => {
    await tx.deleteFrom('idempotency_key').where('expires_at', '<=', now).execute();
    const row = {
      user_id: userId,
      key,
      request_hash: requestHash,
      created_at: now,
      expires_at: new Date(now.getTime() + keptMs),
    };
    const taken = await tx
      .insertInto('idempotency_key')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst();
    if (taken.numInsertedOrUpdatedRows === 1n) return { kind: 'first' };
    const before = await tx
      .selectFrom('idempotency_key')
      .selectAll()
      .where('user_id', '=', userId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (!before.request_hash.equals(requestHash)) return { kind: 'otherRequest' };
    if (before.status === null || before.response === null) return { kind: 'underWay' };
    const body = openText(keysOf(tx), 'response', before.response.toString('ascii'));
    return { kind: 'again', answer: { status: before.status, contentType: before.content_type, body } };
  });
}

/** Keeps the answer, sealed: it may show what only its reader may see. */
export async function keepAnswer(db: Db, { userId, key }: KeyOfUser, { status, contentType, body }: KeptAnswer): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    const response = Buffer.from(sealText(keysOf(tx), 'response', body), 'ascii');
    await tx
      .updateTable('idempotency_key')
      .set({ status, content_type: contentType, response })
      .where('user_id', '=', userId)
      .where('key', '=', key)
      .execute();
  });
}

/** The request did nothing (it was refused or failed): the key may be used again. */
export async function forgetKey(db: Db, { userId, key }: KeyOfUser): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    await sql`delete from idempotency_key where user_id = ${userId} and key = ${key} and status is null`.execute(tx);
  });
}
