import { Problem } from '@truyvet/contract';
import pg from 'pg';
import { oldestMajor } from './binaries.ts';

/** Checks a server that someone else runs. Returns its version and its place without user and password. */
export async function checkExternal(url: string): Promise<{ version: string; place: string }> {
  const place = placeOf(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 10_000 });
  client.on('error', () => undefined); // the query below fails and says so
  try {
    await client.connect();
    const result = await client.query<{ server_version: string }>('show server_version');
    const version = result.rows[0]?.server_version.split(' ')[0] ?? '0';
    if (Number.parseInt(version, 10) < oldestMajor) throw new Problem('postgres.tooOld', { place, version });
    return { version, place };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('postgres.unreachable', { place, detail: detailOf(error) }, { cause: error });
  } finally {
    await client.end();
  }
}

/** "postgres://u:secret@db.local:5433/tracing?x=y" → "db.local:5433/tracing". */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}${port === '' ? '' : `:${port}`}${pathname}`;
}

function detailOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(detailOf).join('; ');
  return error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error);
}
