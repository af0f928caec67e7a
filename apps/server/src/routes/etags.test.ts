import { Problem, problemBody } from '@truyvet/contract';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { inScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildPerson } from '../db/testRows.ts';
import { lockVersion } from '../db/versions.ts';
import type { Api } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import { answerFailures } from './refusals.ts';

const test = useTestDatabase();
const scopeOf = (unitId: number) => ({ kind: 'units', unitIds: [unitId], userId: 1 }) as const;

const setAddress = (unitId: number, id: number, seen: number, address: string) =>
  inScope(test.db, scopeOf(unitId), async (tx) => {
    await lockVersion(tx, 'person', id, seen);
    await tx
      .updateTable('person')
      .set({ address, version: seen + 1 })
      .where('id', '=', id)
      .execute();
    return seen + 1;
  });

/** A server with one row that can be changed. */
function serverOf(unitId: number, id: number) {
  const api = Fastify();
  answerFailures(api as unknown as Api);
  const now = () =>
    inScope(test.db, scopeOf(unitId), (tx) =>
      tx.selectFrom('person').select(['address', 'version']).where('id', '=', id).executeTakeFirstOrThrow(),
    );
  api.get('/it', async (_, reply) => {
    const row = await now();
    sendVersion(reply, row.version);
    return { address: row.address };
  });
  api.patch('/it', async (request, reply) => {
    const seen = seenVersion(request);
    const { address } = request.body as { address: string };
    sendVersion(
      reply,
      await withCurrent(
        () => setAddress(unitId, id, seen, address),
        async () => ({ address: (await now()).address }),
      ),
    );
    return { address };
  });
  return api;
}

describe('two officers and one record', () => {
  it('lets the first change through, and tells the second what is there now', async () => {
    const person = await buildPerson(test.db);
    const api = serverOf(person.unit_id, person.id);
    const tag = String((await api.inject('/it')).headers.etag);
    const change = (address: string) =>
      api.inject({ method: 'PATCH', url: '/it', headers: { 'if-match': tag }, payload: { address } });
    const answers = await Promise.all([change('Thôn 1'), change('Thôn 2')]);
    const won = answers.find(({ statusCode }) => statusCode === 200);
    const lost = answers.find(({ statusCode }) => statusCode === 412);
    expect([won?.headers.etag, tag]).toEqual(['"2"', '"1"']);
    expect(problemBody.parse(lost?.json())).toMatchObject({
      code: 'resource.changed',
      details: { version: 2 },
      current: { address: won?.json().address },
    });
    expect((await api.inject('/it')).json()).toEqual({ address: won?.json().address });
  });

  it('refuses a change that does not say what was seen, or says anything at all', async () => {
    const person = await buildPerson(test.db);
    const api = serverOf(person.unit_id, person.id);
    const codeFor = async (headers: Record<string, string>) =>
      problemBody.parse((await api.inject({ method: 'PATCH', url: '/it', headers, payload: { address: 'x' } })).json());
    expect(await codeFor({})).toMatchObject({ code: 'resource.versionRequired', status: 428 });
    expect(await codeFor({ 'if-match': '*' })).toMatchObject({ code: 'resource.versionRequired' });
    expect(await codeFor({ 'if-match': 'W/"1"' })).toMatchObject({ code: 'request.invalid' });
  });

  it('finds no row of another unit', async () => {
    const [own, foreign] = [await buildPerson(test.db), await buildPerson(test.db)];
    const locked = inScope(test.db, scopeOf(own.unit_id), (tx) => lockVersion(tx, 'person', foreign.id, 1));
    await expect(locked).rejects.toEqual(new Problem('resource.missing'));
  });
});
