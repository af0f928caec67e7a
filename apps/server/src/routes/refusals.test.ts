import { problemBody } from '@truyvet/contract';
import Fastify from 'fastify';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connect } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import type { Api } from './api.ts';
import { answerFailures } from './refusals.ts';

const test = useTestDatabase();

it('a question that PostgreSQL ends because it takes too long is told to be narrower; a change that does has failed', async () => {
  const db = connect(test.url, { maxConnections: 1, statementTimeoutMs: 50 });
  const api = Fastify();
  answerFailures(api as unknown as Api);
  const long = () => inScope(db, systemScope, (tx) => sql`select pg_sleep(5)`.execute(tx));
  api.get('/it', long);
  api.post('/it', long);
  const asked = await api.inject('/it');
  expect([asked.statusCode, problemBody.parse(asked.json())]).toMatchObject([503, { code: 'question.tooWide' }]);
  expect(asked.json().title).toEqual({
    vi: expect.stringContaining('đơn vị nhỏ hơn'),
    en: expect.stringContaining('a smaller unit'),
  });
  expect((await api.inject({ method: 'POST', url: '/it' })).json()).toMatchObject({ status: 500, code: 'server.failed' });
  // The connection is still good for the next question.
  expect((await inScope(db, systemScope, (tx) => sql<{ n: number }>`select 1 as n`.execute(tx))).rows).toEqual([{ n: 1 }]);
  await api.close();
  await db.destroy();
});
