import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { kept } from './keptPlans.ts';

/** What can be asked by itself, or together with other questions in one statement. `instants`: columns that JSON would leave as texts. */
export type Question<Row> = { readonly rows: RawBuilder<Row>; readonly instants: readonly (keyof Row & string)[] };

type Asked<Row> = { readonly rows: RawBuilder<Row>; readonly instants: readonly string[] };
type Answers<Q> = { -readonly [K in keyof Q]: Q[K] extends Asked<infer Row> ? Row[] : never };

/** One question by itself. */
export async function ask<Row>(tx: Tx, { rows }: Question<Row>): Promise<Row[]> {
  return (await sql<Row>`${kept}${rows}`.execute(tx)).rows;
}

/**
 * Several questions in one statement: a page that asked them one by one spent more on going back and forth than on reading. Each answer comes as
 * JSON, so int8 is a number and a date 'YYYY-MM-DD', as everywhere; instants become dates again. Bytes would come as text: ask for them alone.
 */
export async function askTogether<Q extends Readonly<Record<string, Asked<unknown>>>>(tx: Tx, questions: Q): Promise<Answers<Q>> {
  const columns = Object.entries(questions).map(
    ([name, { rows }]) => sql`(select coalesce(json_agg(q), '[]') from (${rows}) q) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Answers<Q>>`${kept}select ${sql.join(columns)}`.execute(tx);
  const [answers] = rows;
  if (answers === undefined) throw new Error('a select without from gave no row');
  for (const [name, { instants }] of Object.entries(questions)) {
    for (const row of answers[name] as Record<string, unknown>[]) revive(row, instants);
  }
  return answers;
}

function revive(row: Record<string, unknown>, instants: readonly string[]): void {
  for (const column of instants) {
    const text = row[column];
    if (typeof text === 'string') row[column] = new Date(text);
  }
}
