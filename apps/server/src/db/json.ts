import type { ColumnType } from 'kysely';

/** A jsonb column: read as `T`, written as text from `json()` (the driver would turn a bare array into a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
export type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;

/** The text to store in a jsonb column: `json({ a: 1 })`. Undefined members are dropped, as JSON does. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
