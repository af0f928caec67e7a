import { exitCodes } from '@truyvet/contract';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { appendAudit } from '../db/audit.ts';
import { sealAudit } from '../db/auditSeal.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { testNow } from '../db/testRows.ts';
import { verifyLog } from './audit.ts';
import { type Output, reportFailure } from './output.ts';

const test = useTestDatabase();
const quiet = (): Output & { readonly told: unknown[] } => {
  const told: unknown[] = [];
  return { json: true, told, result: (value) => told.push(value), say: () => undefined };
};

describe('truyvet audit verify', () => {
  it('says that the log is intact, and after the owner altered a row names that row and fails', async () => {
    const ids: number[] = [];
    for (const subjectId of [1, 2, 3]) {
      const entry = { at: testNow, userId: null, unitId: null, action: 'read', subject: 'person', subjectId };
      await inScope(test.db, systemScope, (tx) => appendAudit(tx, entry));
    }
    await sealAudit(test.db);
    const output = quiet();
    await verifyLog(test.db, output);
    expect(output.told).toEqual([{ intact: true, seals: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/), unsealed: 0 }]);

    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query('alter table audit_log disable trigger user');
    const { rows } = await owner.query(`update audit_log set subject_id = '9' where seal = 2 returning id::int`);
    await owner.end();
    ids.push(rows[0].id);
    const broken = await verifyLog(test.db, quiet()).then(
      () => expect.unreachable(),
      (error: unknown) => error,
    );
    expect(broken).toMatchObject({ code: 'audit.broken', details: { seal: 2, row: ids[0] } });
    expect(reportFailure(broken, { json: false, result: () => undefined, say: () => undefined })).toBe(exitCodes.failed);
  });
});
