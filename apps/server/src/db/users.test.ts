import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { readRights } from './access/roles.ts';
import { inScope, systemScope } from './scope.ts';
import { closeSession, findSession, openSession, sessionHours } from './sessions.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildUnit, testNow } from './testRows.ts';
import { createUser, ensureFirstAdministrator, setPassword, verifyPassword } from './users.ts';

const hoursLater = (hours: number) => new Date(testNow.getTime() + hours * 3_600_000);

describe('users and sessions', () => {
  const test = useTestDatabase();
  const officer = (username: string, unitIds: number[]) => ({
    username,
    displayName: 'Cán bộ',
    role: 'commune' as const,
    password: 'mật khẩu dài',
    unitIds,
    now: testNow,
  });

  it('makes the first administrator once, even when two servers start together', async () => {
    const both = await Promise.all([ensureFirstAdministrator(test.db, testNow), ensureFirstAdministrator(test.db, testNow)]);
    const made = both.filter((one) => one !== undefined);
    expect(made).toHaveLength(1);
    expect(made[0]?.password).toMatch(/^\w{4}(-\w{4}){3}$/);
    expect(await verifyPassword(test.db, 'admin', made[0]?.password ?? '')).toMatchObject({
      username: 'admin',
      role: 'administrator',
    });
    expect(await ensureFirstAdministrator(test.db, testNow)).toBeUndefined();
  });

  it('accepts a password typed with marks composed or not, refuses another one and an unknown name', async () => {
    await inScope(test.db, systemScope, (tx) => createUser(tx, officer('Xa.Mot', [])));
    expect(await verifyPassword(test.db, ' xa.mot', 'mật khẩu dài'.normalize('NFD'))).toMatchObject({ username: 'xa.mot' });
    expect(await verifyPassword(test.db, 'xa.mot', 'mat khau dai')).toBeUndefined();
    expect(await verifyPassword(test.db, 'xa.hai', 'mật khẩu dài')).toBeUndefined();
  });

  it('keeps no password in clear', async () => {
    const rows = await test.db.selectFrom('app_user').select('password_hash').execute();
    for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('gives a user the scope of their units with everything below, an administrator of no unit everything', async () => {
    const district = await buildUnit(test.db, { kind: 'district' });
    const commune = await buildUnit(test.db, { parent_id: district.id });
    const hamlet = await buildUnit(test.db, { parent_id: commune.id, kind: 'hamlet' });
    await buildUnit(test.db);
    await inScope(test.db, systemScope, async (tx) => {
      const id = await createUser(tx, officer('huyen', [district.id]));
      const unitIds = [district.id, commune.id, hamlet.id];
      expect((await readRights(tx, id))?.scope).toEqual({ kind: 'units', unitIds, userId: id, health: true, identity: true });
      const whole = await createUser(tx, { ...officer('toan.quyen', []), role: 'administrator' });
      expect((await readRights(tx, whole))?.scope).toEqual({ kind: 'all', userId: whole, health: true, identity: true });
      const bound = await createUser(tx, { ...officer('quan.tri.huyen', [district.id]), role: 'administrator' });
      expect((await readRights(tx, bound))?.scope).toMatchObject({ kind: 'units', unitIds });
      const nowhere = await createUser(tx, officer('chua.co.xa', []));
      expect((await readRights(tx, nowhere))?.scope).toMatchObject({ kind: 'units', unitIds: [] });
    });
  });

  it('finds a session by its token until it ends, expires, or the password or the account changes', async () => {
    const id = await inScope(test.db, systemScope, (tx) => createUser(tx, officer('phien', [])));
    const open = async () => (await openSession(test.db, id, testNow)).token;
    const token = await open();
    expect(await findSession(test.db, token, hoursLater(1))).toMatchObject({ user: { id }, scope: { kind: 'units' } });
    expect(await findSession(test.db, `${token}x`, hoursLater(1))).toBeUndefined();
    expect(await findSession(test.db, token, hoursLater(sessionHours))).toBeUndefined();
    await closeSession(test.db, token);
    expect(await findSession(test.db, token, testNow)).toBeUndefined();
    const second = await open();
    await inScope(test.db, systemScope, (tx) => setPassword(tx, id, 'khác'));
    expect(await findSession(test.db, second, testNow)).toBeUndefined();
    const third = await open();
    await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('app_user').set({ disabled: true }).where('id', '=', id).execute(),
    );
    expect(await findSession(test.db, third, testNow)).toBeUndefined();
    expect(await verifyPassword(test.db, 'phien', 'khác')).toBeUndefined();
  });

  it('takes a change of units, of the tree below them or of the role into account with the next request', async () => {
    const district = await buildUnit(test.db, { kind: 'district' });
    const id = await inScope(test.db, systemScope, (tx) => createUser(tx, officer('doi.quyen', [district.id])));
    const { token } = await openSession(test.db, id, testNow);
    const seen = async () => {
      const found = await findSession(test.db, token, testNow);
      return { units: found?.scope.kind === 'units' && found.scope.unitIds, imports: found?.permissions.has('imports.write') };
    };
    expect([await seen(), await seen()]).toEqual(Array(2).fill({ units: [district.id], imports: true }));
    const commune = await buildUnit(test.db, { parent_id: district.id });
    expect(await seen()).toEqual({ units: [district.id, commune.id], imports: true });
    const change = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));
    await change(sql`delete from role_permission where role = 'commune' and permission = 'imports.write'`);
    expect(await seen()).toEqual({ units: [district.id, commune.id], imports: false });
    await change(sql`insert into role_permission (role, permission) values ('commune', 'imports.write')`);
    await change(sql`update unit set parent_id = null where id = ${commune.id}`);
    expect(await seen()).toEqual({ units: [district.id], imports: true });
    await change(sql`delete from user_unit where user_id = ${id}`);
    expect(await seen()).toEqual({ units: [], imports: true });
    await change(sql`update app_user set role = 'readOnly' where id = ${id}`);
    expect(await seen()).toEqual({ units: [], imports: false });
  });

  it('counts changes of rights that are made at the same time, and none that was taken back', async () => {
    const version = async () =>
      (await sql<{ n: number }>`select sum(n)::bigint as n from rights_change`.execute(test.db)).rows[0]?.n ?? 0;
    const begun = await version();
    await inScope(test.db, systemScope, async (tx) => {
      await sql`insert into unit (code, valid_from, name, kind) values ('V1', '2021-01-01', 'Xã', 'commune')`.execute(tx);
      await buildUnit(test.db);
      expect(await version()).toBe(begun + 1);
    });
    expect(await version()).toBe(begun + 2);
    const failed = inScope(test.db, systemScope, async (tx) => {
      await sql`update unit set parent_id = id where code = 'V1'`.execute(tx);
      throw new Error('taken back');
    });
    await expect(failed).rejects.toThrow('taken back');
    expect(await version()).toBe(begun + 2);
    expect((await sql`select from rights_change`.execute(test.db)).rows.length).toBeLessThan(4);
  });

  it('stores no token that could be used', async () => {
    const id = await inScope(test.db, systemScope, (tx) => createUser(tx, officer('ma', [])));
    const { token } = await openSession(test.db, id, testNow);
    const rows = await sql<{
      text: string;
    }>`select s::text as text, encode(token_hash, 'escape') as raw from user_session s`.execute(test.db);
    expect(JSON.stringify(rows.rows)).not.toContain(token);
  });

  it('lets no commune user make themselves an administrator or take a unit', async () => {
    const id = await inScope(test.db, systemScope, (tx) => createUser(tx, officer('leo.thang', [])));
    const unit = await buildUnit(test.db);
    const own = { kind: 'units', unitIds: [], userId: id } as const;
    const raised = await inScope(test.db, own, (tx) =>
      sql`update app_user set role = 'administrator' where id = ${id}`.execute(tx),
    );
    expect(raised.numAffectedRows).toBe(0n);
    const taken = inScope(test.db, own, (tx) => tx.insertInto('user_unit').values({ user_id: id, unit_id: unit.id }).execute());
    await expect(taken).rejects.toThrow(/row-level security/);
  });
});
