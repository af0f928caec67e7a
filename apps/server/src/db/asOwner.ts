import pg from 'pg';

/** A connection of the schema's owner, whom no policy binds. */
export type OwnerClient = pg.Client;

/** For maintenance and benchmarks, never for what users ask: opens a connection as the owner, works, closes it whatever happens. */
export async function asOwner<T>(ownerUrl: string, work: (client: OwnerClient) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
