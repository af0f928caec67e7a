import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUnit, testNow } from '../../db/testRows.ts';
import { tablesHolding } from '../../db/testTables.ts';
import { buildCommon, buildWorld, type World } from '../../db/testWorld.ts';
import { confirmRetention, erasePerson, runRetention } from './retention.ts';

const test = useTestDatabase();
const yearsLater = new Date('2032-01-01T00:00:00Z');
const asSystem = <T>(text: ReturnType<typeof sql<T>>) => inScope(test.db, systemScope, (tx) => text.execute(tx));

const tablesWith = (text: string) => tablesHolding(test.ownerUrl, text);

let n = 0;
async function newWorld(): Promise<World & { common: Awaited<ReturnType<typeof buildCommon>> }> {
  n += 1;
  const common = await buildCommon(test.db, `w${n}`);
  const unit = await buildUnit(test.db);
  return { ...(await buildWorld(test.db, common, unit.id, `p${n}`, 100 + n)), common };
}

describe('erasure of one person', () => {
  it('leaves nothing that names them or says what they said, and the contacts and cases that hang on them', async () => {
    const { unitId, ids, mark, healthMark, nationalId } = await newWorld();
    const [person, other] = [Number(ids['people']), Number(ids['other'])];
    await asSystem(sql`update attempt set ended_at = now(), session = '{}'`);
    const scope = { kind: 'units', unitIds: [unitId], userId: 1 } as const;
    const act = { scope, userId: null, reason: 'theo yêu cầu', now: testNow };
    const seen = async (id: number) =>
      (await asSystem(sql<{ version: number }>`select version from person where id = ${id}`)).rows[0]?.version ?? 0;
    for (const personId of [person, other]) await erasePerson(test.db, { ...act, personId, seen: await seen(personId) });

    // The mark names places, campaigns and the unit's files too; these are nobody's.
    const notPeople = new Set([
      'campaign',
      'place',
      'milestone',
      'household',
      'household_review',
      'case_record',
      'import_file',
      'app_user',
      'webhook',
      'check_in',
    ]);
    const left = (await tablesWith(mark)).filter((table) => !notPeople.has(table));
    // One declaration is about nobody yet; the call keeps its Call-ID and its recording's id is gone. Rows of lists are sealed: nothing is read there.
    expect(left).toEqual(['attempt', 'declaration']);
    expect(await tablesWith(nationalId)).toEqual([]);
    expect(await tablesWith('+84900009')).toEqual([]);
    expect(await tablesWith(healthMark)).toEqual(['sample', 'vaccination']);

    const { rows } = await asSystem(sql<{ n: number }>`
      select count(*)::int as n from exposure where target_person_id = ${person} union all select count(*)::int from case_record where person_id = ${other}
      union all select count(*)::int from person_level where person_id = any (${[person, other]}::bigint[])`);
    expect(rows.map((row) => row.n)).toEqual([1, 1, 2]);
    const { rows: audit } = await asSystem(
      sql<{ details: unknown }>`select details from audit_log where action = 'erase' order by id`,
    );
    expect(audit.map(({ details }) => details)).toEqual([
      { reason: 'theo yêu cầu', records: [person] },
      { reason: 'theo yêu cầu', records: [other] },
    ]);
  });

  it('waits for a call that is under way, a version that was seen, and somebody who may see the person', async () => {
    const { unitId, ids } = await newWorld();
    const personId = Number(ids['people']);
    const scope = { kind: 'units', unitIds: [unitId], userId: 1 } as const;
    const act = { scope, userId: null, personId, seen: 1, reason: 'yêu cầu', now: testNow };
    await expect(erasePerson(test.db, act)).rejects.toMatchObject({ code: 'person.underCall' });
    await expect(erasePerson(test.db, { ...act, seen: 7 })).rejects.toMatchObject({ code: 'resource.changed' });
    await expect(erasePerson(test.db, { ...act, scope: { ...scope, unitIds: [] } })).rejects.toMatchObject({
      code: 'resource.missing',
    });
    const { rows } = await asSystem(sql`select from person where id = ${personId} and erased_at is null`);
    expect(rows).toHaveLength(1);
  });

  it('takes the records that were merged into theirs along', async () => {
    const { ids, unitId } = await newWorld();
    const [person, other] = [Number(ids['people']), Number(ids['other'])];
    await asSystem(sql`update person set merged_into_id = ${person} where id = ${other}`);
    await asSystem(sql`update attempt set ended_at = now()`);
    const scope = { kind: 'units', unitIds: [unitId], userId: 1 } as const;
    await erasePerson(test.db, { scope, userId: null, personId: person, seen: 1, reason: 'yêu cầu', now: testNow });
    const { rows } = await asSystem(
      sql`select from person where id = any (${[person, other]}::bigint[]) and erased_at is not null and full_name like 'Đã xóa %'`,
    );
    expect(rows).toHaveLength(2);
  });
});

describe('retention', () => {
  it('erases nothing by a proposal, and counts what is over its time', async () => {
    await newWorld();
    const lines = await runRetention(test.db, { now: yearsLater, dryRun: false });
    expect(lines).toHaveLength(10);
    expect(lines.every(({ confirmedAt, erased }) => confirmedAt === null && erased === 0)).toBe(true);
    const due = lines.filter(({ legalBasis }) => legalBasis === 'epidemic').map(({ subject, due: n_ }) => [subject, n_ > 0]);
    expect(Object.fromEntries(due)).toMatchObject({ recordings: true, importFiles: true, checkIns: true });
  });

  it('erases by a confirmed period, on its ground only, whoever has nothing open, and writes down what went', async () => {
    const [world, other] = [await newWorld(), await newWorld()];
    await asSystem(sql`update outbreak set legal_basis = 'consent' where id = ${other.common.outbreakId}`);
    await asSystem(sql`update campaign set legal_basis = 'consent' where id = ${Number(other.ids['campaigns'])}`);
    await asSystem(sql`update case_record set outcome = 'ill'`);
    const confirm = (subject: 'recordings' | 'importFiles' | 'people', keepDays: number) =>
      confirmRetention(test.db, { legalBasis: 'epidemic', subject, keepDays, document: 'QĐ 1', now: testNow });
    await confirm('recordings', 30);
    await confirm('importFiles', 30);
    await confirm('people', 365);
    const dry = await runRetention(test.db, { now: yearsLater, dryRun: true });
    expect(dry.every(({ erased }) => erased === 0)).toBe(true);
    const recordings = async () =>
      (await asSystem(sql<{ id: string }>`select id from recording order by id`)).rows.map(({ id }) => id);
    expect(await recordings()).toContain(world.ids['recordings']);
    const open = await runRetention(test.db, { now: yearsLater, dryRun: false });
    // Everybody still has something open: an illness, an alert, an errand, a call.
    expect(open.find(({ subject, legalBasis }) => subject === 'people' && legalBasis === 'epidemic')).toMatchObject({
      due: 0,
      erased: 0,
    });
    expect(await recordings()).toEqual([other.ids['recordings']]);
    const { rows: files } = await asSystem(sql<{ id: number }>`select id from import_file where erased_at is null`);
    expect(files.map(({ id }) => id)).toEqual([other.ids['imports']]);

    const person = Number(world.ids['people']);
    await asSystem(sql`update alert set acknowledged_at = now() where person_id = ${person}`);
    await asSystem(sql`update errand set done_at = now() where person_id = ${person}`);
    await asSystem(sql`update attempt set ended_at = now() where person_id = ${person}`);
    await asSystem(sql`update follow_up set state = 'completed' where person_id = ${person}`);
    await asSystem(sql`update isolation_order set state = 'released' where person_id = ${person}`);
    const run = await runRetention(test.db, { now: yearsLater, dryRun: false });
    expect(run.find(({ subject, legalBasis }) => subject === 'people' && legalBasis === 'epidemic')).toMatchObject({
      due: 1,
      erased: 1,
    });
    const { rows: gone } = await asSystem(sql<{ id: number }>`select id from person where erased_at = ${yearsLater}`);
    expect(gone.map(({ id }) => id)).toEqual([person]);
    const { rows: audit } = await asSystem(
      sql<{ subject: string }>`select subject from audit_log where action = 'expire' order by id`,
    );
    expect(new Set(audit.map(({ subject }) => subject))).toEqual(new Set(['recordings', 'importFiles', 'people']));
  });
});
