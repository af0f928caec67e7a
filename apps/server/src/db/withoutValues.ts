import { maskNumbers } from '@truyvet/outbreak';
import pg from 'pg';

/**
 * An error for the log. PostgreSQL's own carry pieces of what was written (`detail`, `where`, the offending value in the message): names, numbers,
 * health. What says where and why it failed stays.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code, severity, schema, table, column, constraint, routine } = error;
  const message = maskNumbers(error.message.replace(/"[^"]*"/gu, '"…"'));
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /u.test(line));
  return { type: 'DatabaseError', message, code, severity, schema, table, column, constraint, routine, stack };
}
