import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';
import { inScope, systemScope } from './scope.ts';

/**
 * The seal of a row is SHA-256(seal of the row before it in the chain, then `written`, the row as the JSON text below, in UTF-8).
 * Before the first row stand 32 zero bytes. Whoever changes, removes or inserts a row in the middle breaks the chain from there on;
 * the last hash, written down elsewhere, protects the end.
 */
const written = sql<string>`jsonb_build_array(id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  user_id, unit_id, action, subject, subject_id, details)::text`;
const beforeFirst = Buffer.alloc(32);
/** One sealer at a time, over all processes. */
const advisoryLock = 7_720_111;
const batch = 2000;

export type ChainEnd = { readonly seal: number; readonly hash: Buffer };

/** Seals the rows that are not sealed yet, in one transaction. Returns how many. */
export async function sealAudit(db: Db): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx);
    const open = await tx
      .selectFrom('audit_log')
      .select(['id', written.as('text')])
      .where('seal', 'is', null)
      .orderBy('id')
      .limit(batch)
      .execute();
    if (open.length === 0) return 0;
    let { seal, hash } = await chainEnd(tx);
    const sealed = open.map(({ id, text }) => {
      seal += 1;
      hash = hashAfter(hash, text);
      return { id, seal, hash: hash.toString('hex') };
    });
    await sql`update audit_log a set seal = s.seal, hash = decode(s.hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as s (id bigint, seal bigint, hash text) where a.id = s.id`.execute(
      tx,
    );
    return sealed.length;
  });
}

/** The last link; { seal: 0 } when nothing is sealed. */
export async function chainEnd(tx: Tx): Promise<ChainEnd> {
  const last = await tx
    .selectFrom('audit_log')
    .select(['seal', 'hash'])
    .where('seal', 'is not', null)
    .orderBy('seal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { seal: last?.seal ?? 0, hash: last?.hash ?? beforeFirst };
}

export type Verdict =
  | { readonly intact: true; readonly end: ChainEnd; readonly unsealed: number }
  /** `rowId`: the row that stands at the broken place; null when none is left there. */
  | { readonly intact: false; readonly brokenAt: number; readonly rowId: number | null; readonly why: 'missing' | 'changed' };

/**
 * Computes the whole chain anew. `brokenAt` is the first seal that is missing or does not fit its row. `noted`: an end of the chain that was
 * written down elsewhere; rows cut off the end, or a whole chain made anew, show against it.
 */
export async function verifyAudit(db: Db, noted?: ChainEnd): Promise<Verdict> {
  return await inScope(db, systemScope, async (tx) => {
    let end: ChainEnd = { seal: 0, hash: beforeFirst };
    for (;;) {
      const rows = await sealedAfter(tx, end.seal);
      for (const row of rows) {
        const seal = end.seal + 1;
        if (row.seal !== seal) return { intact: false, brokenAt: seal, rowId: row.id, why: 'missing' };
        const hash = hashAfter(end.hash, row.text);
        if (row.hash === null || !hash.equals(row.hash)) return { intact: false, brokenAt: seal, rowId: row.id, why: 'changed' };
        if (seal === noted?.seal && !hash.equals(noted.hash))
          return { intact: false, brokenAt: seal, rowId: row.id, why: 'changed' };
        end = { seal, hash };
      }
      if (rows.length < batch && noted && noted.seal > end.seal) {
        return { intact: false, brokenAt: end.seal + 1, rowId: null, why: 'missing' };
      }
      if (rows.length < batch) return { intact: true, end, unsealed: await countUnsealed(tx) };
    }
  });
}

/** Seals every second until stopped; `stop` seals once more. */
export function startSealer(db: Db, onError: (error: unknown) => void, everyMs = 900): { readonly stop: () => Promise<void> } {
  let running: Promise<void> | undefined;
  const seal = async () => {
    try {
      while ((await sealAudit(db)) === batch);
    } catch (error) {
      onError(error);
    }
    running = undefined;
  };
  const timer = setInterval(() => {
    running ??= seal();
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      await seal();
    },
  };
}

function sealedAfter(tx: Tx, seal: number) {
  return tx
    .selectFrom('audit_log')
    .select(['id', 'seal', 'hash', written.as('text')])
    .where('seal', '>', seal)
    .orderBy('seal')
    .limit(batch)
    .execute();
}

async function countUnsealed(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('audit_log')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('seal', 'is', null)
    .executeTakeFirstOrThrow();
  return row.n;
}

function hashAfter(previous: Buffer, text: string): Buffer {
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}
