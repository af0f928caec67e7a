import { paths } from '@truyvet/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Api, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

const health = z.object({
  status: z.enum(['ok', 'failing']),
  database: z.boolean(),
  dialing: z.boolean(),
  trunk: z.enum(['up', 'down', 'unknown']),
});

/** `GET /health` for whoever watches the server: 200 while it can do its work, 503 without its database. Says nothing about people. */
export function healthRoute(api: Api, { db, board, log }: ApiPorts): void {
  api.get(
    paths.health,
    route('open', 'server', 'Whether the server can work', { response: { 200: health, 503: health } }),
    async (_, reply) => {
      const database = await answers(db, log);
      const status = database ? ('ok' as const) : ('failing' as const);
      return reply.code(database ? 200 : 503).send({ status, database, dialing: board.dialing(), trunk: board.trunk().state });
    },
  );
}

async function answers(db: ApiPorts['db'], log: ApiPorts['log']): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch (error) {
    log.warn({ err: error }, 'health: the database does not answer');
    return false;
  }
}
