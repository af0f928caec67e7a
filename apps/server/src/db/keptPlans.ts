import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';

/**
 * Marks a statement whose plan each connection keeps: sql`${kept}select …`, or `.modifyFront(kept)`. Under row-level security planning takes longer
 * than running, for statements that join a lot and find little. Only for texts that are always the same but for their parameters: every text
 * that differs is kept beside the others as long as the connection lives.
 */
export const kept = sql.raw<unknown>('/* kept */ ');
const marker = '/* kept */';

/** Makes a connection prepare marked statements by a name of their own; PostgreSQL decides when one plan serves all parameters. */
export function keepPlans(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const keeping = (text: unknown, values?: unknown, ...rest: unknown[]) =>
    typeof text === 'string' && text.includes(marker)
      ? query({ name: nameOf(text), text, values }, ...rest)
      : query(text, values, ...rest);
  client.query = keeping as typeof client.query;
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `kept_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
