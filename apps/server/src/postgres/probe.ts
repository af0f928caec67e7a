import { realpathSync } from 'node:fs';
import pg from 'pg';

export type Probe =
  | { readonly kind: 'healthy' }
  /** Alive, but still starting, recovering or shutting down. */
  | { readonly kind: 'busy' }
  /** Someone answers, but it is not our server, or the passwords differ. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'silent' };

export type ProbeTarget = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly clusterFolder: string;
};

/** SQLSTATE 57P03 cannot_connect_now, 57P01 admin_shutdown, 53300 too_many_connections. */
const busyStates = ['57P03', '57P01', '57P02', '53300'];

/** Asks a local server whether it is the one of this data folder and works. */
export async function probe(target: ProbeTarget): Promise<Probe> {
  const { port, user, password } = target;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
  });
  client.on('error', () => undefined); // the connection may break at any moment; the query below says so
  try {
    await client.connect();
    const result = await client.query<{ data_directory: string }>('show data_directory');
    const folder = result.rows[0]?.data_directory;
    return { kind: folder !== undefined && realpathSync(folder) === realpathSync(target.clusterFolder) ? 'healthy' : 'foreign' };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return { kind: 'silent' };
    return { kind: busyStates.includes(error.code ?? '') ? 'busy' : 'foreign' };
  } finally {
    await client.end();
  }
}
