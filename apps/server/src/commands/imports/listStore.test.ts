import type { RosterRow, RowResult } from '@truyvet/outbreak';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../db/connect.ts';
import { insertImport } from '../../db/imports.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../../db/testRows.ts';
import { ListStore, type StoredRow } from './listStore.ts';

const test = useTestDatabase();
let unitId = 0;
let outbreakId = 0;

beforeEach(async () => {
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  outbreakId = (await buildOutbreak(test.db)).id;
});

async function openStore(tx: Tx): Promise<ListStore> {
  const importId = await insertImport(tx, {
    outbreakId,
    unitId,
    sha256: Buffer.alloc(32, unitId),
    fileName: 'ds.xlsx',
    content: Buffer.from('x'),
    sheetName: null,
    headerRow: 1,
    columns: [],
    uploadedBy: null,
    at: testNow,
  });
  const list = { outbreakId, unitId, importId, at: testNow, userId: null, disease: 'covid-19', decisions: new Map() };
  return new ListStore(tx, { ...list, unitIds: [unitId] });
}

/** A person of the list, in the row of that number. */
function person(rowNumber: number, over: Partial<RosterRow> = {}): RowResult {
  const row: RosterRow = {
    rowNumber,
    sources: [{ rowNumber, cells: [rowNumber], problems: [] }],
    fullName: 'Nguyễn Văn An',
    nameKey: 'nguyen van an',
    birth: { year: 1985, date: null, precision: 'year' },
    sex: 'male',
    phones: [{ e164: '+84912345678', ownerRelation: null }],
    nationalId: null,
    hamlet: null,
    address: null,
    occupation: null,
    workplace: null,
    statedLevel: 1,
    code: null,
    contacts: [{ sourceCode: null, sourceText: `bữa cơm ${rowNumber}`, lastContactOn: '2021-07-05', setting: null }],
    ...over,
  };
  return { kind: 'person', row };
}

const outcomes = (rows: readonly StoredRow[]) => rows.map(({ rowNumber, outcome }) => [rowNumber, outcome]);
const people = () =>
  inScope(test.db, systemScope, async (tx) =>
    Number(
      (await tx.selectFrom('person').select(sql<number>`count(*)`.as('n')).where('unit_id', '=', unitId).executeTakeFirst())?.n,
    ),
  );

describe('a list in pieces', () => {
  it('gives the rows of each piece when the next comes, and meets in each who came before', async () => {
    const given = await inScope(test.db, systemScope, async (tx) => {
      const store = await openStore(tx);
      const rows = [
        await store.store([person(2)]),
        await store.store([person(3, { hamlet: 'Đông' })]),
        await store.store([person(4)]),
        await store.rest(),
        await store.rest(),
      ];
      return rows;
    });
    expect(given.map(outcomes)).toEqual([[], [[2, 'stored']], [[3, 'merged']], [[4, 'merged']], []]);
    expect(given[3]?.[0]?.problems).toEqual([{ code: 'row.mergedInto', field: null, details: { row: 2 } }]);
    expect(await people()).toBe(1);
  });

  it('tells the cause of a failure, not what failed because of it, and leaves nothing behind', async () => {
    const storing = inScope(test.db, systemScope, async (tx) => {
      const store = await openStore(tx);
      try {
        await store.store([person(2, { statedLevel: 99 })]);
        await store.store([person(3)]);
        await store.rest();
      } finally {
        await store.settle();
      }
    });
    await expect(storing).rejects.toThrow(/exposure_stated_level_check/u);
    expect(await people()).toBe(0);
    const files = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('import_file').select('id').where('unit_id', '=', unitId).execute(),
    );
    expect(files).toEqual([]);
  });

  it('is at rest once it settled: nothing more is asked of the transaction', async () => {
    await inScope(test.db, systemScope, async (tx) => {
      const store = await openStore(tx);
      await store.store([person(2)]);
      await store.settle();
      const { rows } = await sql<{ n: number }>`select count(*) as n from import_row where unit_id = ${unitId}`.execute(tx);
      expect(rows[0]?.n).toBe(1);
    });
  });
});
