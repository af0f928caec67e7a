import { paths, problemBody, user } from '@truyvet/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();
type Signed = Awaited<ReturnType<typeof signIn>>;
let api: ReturnType<typeof buildApi>['api'];
let administrator: Signed;
let unitId: number;
let now = testNow;
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

beforeAll(async () => {
  ({ api } = buildApi(test.db, { clock: { now: () => now } }));
  administrator = await signIn(api, test.db, 'administrator');
  unitId = (await buildUnit(test.db)).id;
});
afterAll(() => api.close());

const post = (username: string, key: string | undefined, by = administrator) =>
  by.send({
    method: 'POST',
    url: paths.users,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    payload: { username, displayName: 'A', role: 'commune', unitIds: [unitId], password: 'mat-khau-dai' },
  });
const usersNamed = async (username: string) => {
  const { rows } = await inScope(test.db, systemScope, (tx) =>
    sql`select from app_user where username = ${username}`.execute(tx),
  );
  return rows.length;
};

describe('a POST with a key', () => {
  it('is done once and answered alike each time', async () => {
    const [first, again] = [await post('mot', 'khoa-1'), await post('mot', 'khoa-1')];
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.body).toBe(first.body);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
    expect(user.parse(again.json()).username).toBe('mot');
    expect(codeOf(await post('mot', undefined))).toBe('user.nameTaken');
  });

  it('is done once when it comes ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('muoi', 'khoa-muoi')));
    const told = answers.map((one) => (one.statusCode === 201 ? 'done' : codeOf(one)));
    expect(told).toContain('done');
    expect(told.filter((one) => one !== 'done' && one !== 'idempotency.underWay')).toEqual([]);
    expect(await usersNamed('muoi')).toBe(1);
    expect((await post('muoi', 'khoa-muoi')).statusCode).toBe(201);
  });

  it('cannot be another request under the same key, but another user may use it', async () => {
    await post('hai', 'khoa-2');
    expect(codeOf(await post('ba', 'khoa-2'))).toBe('idempotency.otherRequest');
    const other = await signIn(api, test.db, 'administrator');
    expect((await post('bon', 'khoa-2', other)).statusCode).toBe(201);
  });

  it('that was refused may be sent again', async () => {
    expect(codeOf(await post('mot', 'khoa-3'))).toBe('user.nameTaken');
    expect((await post('nam', 'khoa-3')).statusCode).toBe(201);
  });

  it('whose fate is unknown is not done again blindly', async () => {
    const ended = { key: 'khoa-4', request_hash: Buffer.from('x'), created_at: now, expires_at: new Date(now.getTime() + 1000) };
    await inScope(test.db, systemScope, (tx) =>
      tx
        .insertInto('idempotency_key')
        .values({ ...ended, user_id: administrator.userId })
        .execute(),
    );
    expect(codeOf(await post('sau', 'khoa-4'))).toBe('idempotency.otherRequest');
    await inScope(test.db, systemScope, (tx) =>
      sql`update idempotency_key set status = null, response = null where key = 'khoa-1'`.execute(tx),
    );
    expect(codeOf(await post('mot', 'khoa-1'))).toBe('idempotency.underWay');
  });

  it('is forgotten after a day, and its answer was kept where the database alone cannot read it', async () => {
    const kept = await inScope(test.db, systemScope, (tx) =>
      sql<{ response: Buffer }>`select response from idempotency_key where key = 'khoa-2'`.execute(tx),
    );
    expect(kept.rows[0]?.response.toString('latin1')).toMatch(/^k1\.[\w-]+$/);
    now = new Date(now.getTime() + 25 * 3_600_000);
    administrator = await signIn(api, test.db, 'administrator');
    await post('bay', 'khoa-5');
    const left = await inScope(test.db, systemScope, (tx) => sql<{ key: string }>`select key from idempotency_key`.execute(tx));
    expect(left.rows.map(({ key }) => key)).toEqual(['khoa-5']);
  });

  it('must be a key that a person could have written down', async () => {
    expect(codeOf(await post('tam', 'a'.repeat(101)))).toBe('request.invalid');
  });
});
