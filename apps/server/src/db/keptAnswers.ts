/** Wide questions that somebody asked, and their answers as a job counted them. Writing needs scope `all`; how it is used: commands/keptAnswers. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { LocalDate } from './schema.ts';
import { rangesOf, type Scope } from './scope.ts';

/** What is asked, with everything that the answer depends on but time and rights. `date` null: the running report day. */
export type WideQuestion =
  | { readonly kind: 'summary'; readonly outbreakId: number; readonly unitId: number | null }
  | {
      readonly kind: 'indicators';
      readonly outbreakId: number;
      readonly unitId: number | null;
      readonly date: LocalDate | null;
      readonly days: number;
    };

export type KeptAnswer = {
  readonly askedAt: Date;
  /** The last time of counting, which need not have succeeded; null while it has not been counted at all. */
  readonly triedAt: Date | null;
  readonly countedAt: Date | null;
  readonly validUntil: Date | null;
  readonly answer: unknown;
};

/** The units that a scope sees, as `seen_ranges()` gives them; null for everything. Nothing else of it changes figures (`figuresScope`). */
const seenBy = (scope: Scope): string | null => (scope.kind === 'all' ? null : rangesOf(scope.unitIds));

/** The same question by somebody who sees exactly the same units. Whose units change has another key from then on. */
export function keyOf(question: WideQuestion, scope: Scope): string {
  const fields = Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([fields, seenBy(scope)]))
    .digest('hex');
}

/** Under the asker's own scope: row-level security hides what was counted for others. */
export async function readKeptAnswer(tx: Tx, key: string): Promise<KeptAnswer | undefined> {
  const { rows } = await sql<KeptAnswer>`
    select asked_at as "askedAt", tried_at as "triedAt", counted_at as "countedAt", valid_until as "validUntil", answer
    from kept_answer where key = ${key}`.execute(tx);
  return rows[0];
}

/** Notes that a question is to be counted, at once. */
export async function wantAnswer(tx: Tx, question: WideQuestion, scope: Scope, askedAt: Date): Promise<void> {
  await sql`
    insert into kept_answer (key, question, seen, asked_at)
    values (${keyOf(question, scope)}, ${JSON.stringify(question)}::jsonb, ${seenBy(scope)}::int8multirange, ${askedAt})
    on conflict (key) do update set asked_at = excluded.asked_at, tried_at = null`.execute(tx);
}

/** Notes that a kept answer is still asked for. */
export async function noteAsked(tx: Tx, key: string, askedAt: Date): Promise<void> {
  await sql`update kept_answer set asked_at = ${askedAt} where key = ${key} and asked_at < ${askedAt}`.execute(tx);
}

export type DueAnswer = { readonly key: string; readonly question: WideQuestion; readonly scope: Scope };

/** The next to be counted: what was never counted, what was last tried before `triedBefore`, what its day's cut has ended. */
export async function readDueAnswer(tx: Tx, now: Date, triedBefore: Date): Promise<DueAnswer | undefined> {
  const { rows } = await sql<{ key: string; question: WideQuestion; unitIds: number[] | null }>`
    select key, question, case when seen is not null then array(
      select id from unnest(seen) as r (ids) cross join lateral generate_series(lower(r.ids), upper(r.ids) - 1) as id) end as "unitIds"
    from kept_answer
    where tried_at is null or tried_at < ${triedBefore} or (valid_until <= ${now} and tried_at < valid_until)
    order by tried_at nulls first, asked_at limit 1`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { key, question, unitIds } = row;
  return {
    key,
    question,
    scope: unitIds === null ? { kind: 'all' } : { kind: 'units', unitIds: unitIds.map(Number), userId: 0 },
  };
}

export type Counted = { readonly answer: object; readonly validUntil: Date | null };

export async function storeAnswer(tx: Tx, key: string, { answer, validUntil }: Counted, countedAt: Date): Promise<void> {
  await sql`
    update kept_answer set answer = ${JSON.stringify(answer)}::jsonb, counted_at = ${countedAt}, tried_at = ${countedAt}, valid_until = ${validUntil}
    where key = ${key}`.execute(tx);
}

export async function noteTry(tx: Tx, key: string, triedAt: Date): Promise<void> {
  await sql`update kept_answer set tried_at = ${triedAt} where key = ${key}`.execute(tx);
}

export async function forgetAnswer(tx: Tx, key: string): Promise<void> {
  await sql`delete from kept_answer where key = ${key}`.execute(tx);
}

/** Lets go of what nobody has asked for since then. */
export async function forgetUnasked(tx: Tx, since: Date): Promise<void> {
  await sql`delete from kept_answer where asked_at < ${since}`.execute(tx);
}
