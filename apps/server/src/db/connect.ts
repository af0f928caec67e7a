import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { holdBegin } from './heldBegin.ts';
import { keepPlans } from './keptPlans.ts';
import type { Database } from './schema.ts';
import { KeyCarrier } from './secrets/keyCarrier.ts';
import type { KeyRing } from './secrets/keyRing.ts';

/** The pool. Reading or writing goes through `inScope`, which hands out a `Tx`; without a scope, row-level security shows nothing. */
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

export type ConnectOptions = {
  /** @default 10 */
  readonly maxConnections?: number;
  /** @default 30,000 */
  readonly statementTimeoutMs?: number;
  /** What identity numbers and recordings are sealed with. Without it these can be neither stored nor read. */
  readonly keys?: KeyRing;
  /** Told of a lost connection; the pool opens another by itself. What was using it fails with an error of its own. */
  readonly onIdleError?: (error: Error) => void;
};

const applicationRole = 'truyvet_app';

/**
 * Opens the application's pool. Every connection becomes `truyvet_app` before its first query, so that row-level security
 * binds it whoever the URL names, and compiles no statement (`jit`: with millions of rows it would take longer than the answer); `lock_timeout` and the idle limit keep one stuck transaction from holding up the rest.
 * Connects at the first query: a wrong URL shows there.
 */
export function connect(url: string, options: ConnectOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    types: { getTypeParser },
    application_name: 'truyvet',
    pipeline: true,
    connectionTimeoutMillis: 15_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  const lost = (error: Error) => options.onIdleError?.(error);
  pool.on('error', lost);
  // The pool listens to idle connections only; one lost while handed out (idle limit, server restart) would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  pool.on('connect', keepPlans);
  pool.on('connect', holdBegin);
  return new Kysely<Database>({
    plugins: options.keys ? [new KeyCarrier(options.keys)] : [],
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(`set role ${applicationRole}; set jit = off`));
      },
    }),
  });
}

const { INT8, DATE } = pg.types.builtins;

/** Type parsers of this system's connections: int8 → number, date → 'YYYY-MM-DD'; the driver's own for the rest. */
export const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8) return safeInteger;
  if (oid === DATE) return (text: string) => text;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of the safe range: ${text}`);
  return value;
}
