import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { appendAudit } from './audit.ts';
import { sealAudit, startSealer, verifyAudit } from './auditSeal.ts';
import { inScope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { testNow } from './testRows.ts';

describe('the audit log', () => {
  const test = useTestDatabase();
  const asOwner = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  /** What only somebody with the owner's password and bad intent would do. */
  const tamper = (statement: string) =>
    asOwner('alter table audit_log disable trigger all', statement, 'alter table audit_log enable trigger all');
  const add = (...subjectIds: number[]) =>
    inScope(test.db, systemScope, async (tx) => {
      for (const subjectId of subjectIds) {
        const what = { action: 'read', subject: 'person', subjectId, details: { vì: 'thử', a: 1 } };
        await appendAudit(tx, { at: testNow, userId: 1, unitId: 7, ...what });
      }
    });
  afterEach(() => tamper('truncate audit_log'));

  it('cannot be changed, deleted or emptied by the application', async () => {
    await add(1);
    for (const statement of [
      `update audit_log set action = 'nothing'`,
      'delete from audit_log',
      'truncate audit_log',
      `insert into audit_log (at, action, subject, seal, hash) values (now(), 'x', 'x', 1, 'x')`,
    ]) {
      await expect(
        inScope(test.db, systemScope, (tx) => sql.raw(statement).execute(tx)),
        statement,
      ).rejects.toThrow(/permission denied/);
    }
  });

  it('cannot be changed, deleted or emptied by the owner either, unless triggers are switched off', async () => {
    await add(1);
    for (const statement of [`update audit_log set action = 'nothing'`, 'delete from audit_log', 'truncate audit_log']) {
      await expect(asOwner(statement), statement).rejects.toThrow(/append-only/);
    }
  });

  it('cannot be sealed twice', async () => {
    await add(1);
    await sealAudit(test.db);
    const again = inScope(test.db, systemScope, (tx) => sql`update audit_log set hash = 'other'`.execute(tx));
    await expect(again).rejects.toThrow(/append-only/);
  });

  it('shows a unit only its own rows, and refuses its hand on the seals', async () => {
    await add(1);
    const seen = (unitIds: number[]) =>
      inScope(test.db, { kind: 'units', unitIds, userId: 1 }, (tx) => tx.selectFrom('audit_log').select('id').execute());
    expect(await seen([8])).toEqual([]);
    expect(await seen([7])).toHaveLength(1);
    const sealed = await inScope(test.db, { kind: 'units', unitIds: [7], userId: 1 }, (tx) =>
      sql`update audit_log set seal = 1, hash = 'x'`.execute(tx),
    );
    expect(sealed.numAffectedRows).toBe(0n);
  });

  it('is one chain, however many sealers run at once', async () => {
    await add(1, 2, 3);
    const sealed = await Promise.all([sealAudit(test.db), sealAudit(test.db), add(4, 5), sealAudit(test.db)]);
    await sealAudit(test.db);
    expect(sealed.length).toBe(4);
    expect(await verifyAudit(test.db)).toMatchObject({ intact: true, end: { seal: 5 }, unsealed: 0 });
  });

  it('seals a row that was committed after younger ones', async () => {
    await inScope(test.db, systemScope, async (slow) => {
      await appendAudit(slow, { at: testNow, userId: null, unitId: null, action: 'slow', subject: 'x' });
      await add(1);
      await sealAudit(test.db);
    });
    await sealAudit(test.db);
    const order = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('audit_log').select(['id', 'action', 'seal']).orderBy('seal').execute(),
    );
    expect(order.map((row) => row.action)).toEqual(['read', 'slow']);
    expect(Number(order[0]?.id)).toBeGreaterThan(Number(order[1]?.id));
    expect(await verifyAudit(test.db)).toMatchObject({ intact: true, end: { seal: 2 } });
  });

  it.each([
    ['a changed row', `update audit_log set details = '{}' where seal = 2`, { brokenAt: 2, why: 'changed' }],
    [
      'a changed instant',
      `update audit_log set at = at + interval '1 microsecond' where seal = 3`,
      { brokenAt: 3, why: 'changed' },
    ],
    ['a removed row', 'delete from audit_log where seal = 2', { brokenAt: 2, why: 'missing' }],
    [
      'two rows that changed places',
      'update audit_log a set subject_id = b.subject_id from audit_log b where a.seal + b.seal = 3',
      { brokenAt: 1, why: 'changed' },
    ],
  ])('gives away %s', async (_, statement, broken) => {
    await add(1, 2, 3);
    await sealAudit(test.db);
    await tamper(statement);
    expect(await verifyAudit(test.db)).toEqual({ intact: false, rowId: expect.any(Number), ...broken });
  });

  it('gives away rows cut off its end, and a chain made anew, against an end noted elsewhere', async () => {
    await add(1, 2, 3);
    await sealAudit(test.db);
    const verdict = await verifyAudit(test.db);
    const end = verdict.intact ? verdict.end : expect.unreachable();
    expect(await verifyAudit(test.db, end)).toEqual(verdict);
    await tamper('delete from audit_log where seal = 3');
    expect(await verifyAudit(test.db)).toMatchObject({ intact: true });
    expect(await verifyAudit(test.db, end)).toEqual({ intact: false, brokenAt: 3, rowId: null, why: 'missing' });
    await add(4);
    await sealAudit(test.db);
    expect(await verifyAudit(test.db, end)).toMatchObject({ intact: false, brokenAt: 3, why: 'changed' });
  });

  it('is sealed within a second while the server runs, and to the end when it stops', async () => {
    const sealer = startSealer(test.db, (error) => expect.unreachable(String(error)));
    await add(1);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await verifyAudit(test.db)).toMatchObject({ intact: true, end: { seal: 1 }, unsealed: 0 });
    await add(2);
    await sealer.stop();
    expect(await verifyAudit(test.db)).toMatchObject({ end: { seal: 2 }, unsealed: 0 });
  });
});
