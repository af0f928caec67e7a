import { duplicateList, mergeResult, paths, problemBody, resultPage, unmergeResult } from '@truyvet/contract';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../../db/json.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { numberColumns } from '../../db/secrets/personNumbers.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from '../../db/testRows.ts';
import { buildApi, signIn } from '../../routes/testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let district: Awaited<ReturnType<typeof signIn>>;
let nurse: Awaited<ReturnType<typeof signIn>>;
let unitId = 0;
let otherUnitId = 0;
let outbreakId = 0;
let survivor = 0;
let merged = 0;

beforeAll(() => {
  ({ api } = buildApi(test.db));
});
afterAll(() => api.close());

const person = (unit: number, over: object) =>
  buildPerson(test.db, {
    unit_id: unit,
    full_name: 'Lê Thị Bình',
    name_key: 'le thi binh',
    birth_year: 1990,
    birth_precision: 'year',
    ...over,
  });

beforeEach(async () => {
  unitId = (await buildUnit(test.db)).id;
  otherUnitId = (await buildUnit(test.db)).id;
  outbreakId = (await buildOutbreak(test.db)).id;
  nurse = await signIn(api, test.db, [unitId]);
  district = await signIn(api, test.db, [unitId, otherUnitId]);
  survivor = (await person(unitId, { sex: null })).id;
  merged = (await person(unitId, { sex: 'female', hamlet: 'Đông' })).id;
  await hang(survivor, unitId, '2021-07-01', ['+84912345678']);
  await hang(merged, unitId, '2021-07-05', ['+84912345678', '+84987654321']);
});

/** Hangs on a person what lists and calls do. */
async function hang(personId: number, unit: number, day: string, phones: readonly string[]): Promise<void> {
  await inScope(test.db, systemScope, async (tx) => {
    for (const e164 of phones) await tx.insertInto('person_phone').values({ person_id: personId, e164 }).execute();
    const common = { outbreak_id: outbreakId, unit_id: unit };
    const exposures = [day, '2021-07-02'].map((on) => ({
      ...common,
      target_person_id: personId,
      source_text: 'chợ',
      stated_level: 1,
      last_contact_on: on,
      learnt_from: 'list' as const,
      created_at: testNow,
    }));
    await tx.insertInto('exposure').values(exposures).execute();
    const followUp = {
      ...common,
      person_id: personId,
      original_start_on: day,
      start_on: day,
      end_on: `2021-07-${Number(day.slice(-2)) + 14}`,
    };
    const { id } = await tx.insertInto('follow_up').values(followUp).returning('id').executeTakeFirstOrThrow();
    await tx.insertInto('follow_up_day').values({ follow_up_id: id, unit_id: unit, day_on: day, status: 'done' }).execute();
    await tx
      .insertInto('sample')
      .values({ ...common, person_id: personId, kind: 'pcr', taken_on: day, created_at: testNow })
      .execute();
    await tx
      .insertInto('errand')
      .values({ unit_id: unit, person_id: personId, code: `x${day}`, created_at: testNow, due_at: testNow })
      .execute();
  });
  const attempt = await buildAttempt(test.db, {
    task_id: (await buildTask(test.db, { person_id: personId, state: 'done' })).id,
    state: 'ended',
    ended_at: testNow,
  });
  await inScope(test.db, systemScope, async (tx) => {
    await tx
      .insertInto('dialogue_version')
      .values({ code: 'x', version: personId, document: json({}), published_at: testNow })
      .execute();
    const version = await tx
      .selectFrom('dialogue_version')
      .select('id')
      .where('version', '=', personId)
      .executeTakeFirstOrThrow();
    const answer = {
      attempt_id: attempt.id,
      person_id: personId,
      unit_id: unit,
      dialogue_version_id: version.id,
      step_id: 'A2',
      value: json({ value: 'no' }),
    };
    await tx
      .insertInto('answer')
      .values({ ...answer, given_by: 'key', answered_at: testNow })
      .execute();
  });
}

/** Every row of every table that refers to one of the two, and the two themselves, without versions. */
async function everything(): Promise<unknown> {
  return await inScope(test.db, systemScope, async (tx) => {
    const { rows: columns } = await sql<{ table: string; column: string }>`
      select c.conrelid::regclass::text as table, a.attname as column from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'person'::regclass and c.conrelid::regclass::text !~ '^person_merge' order by 1, 2`.execute(
      tx,
    );
    const found: Record<string, unknown> = {};
    for (const { table, column } of columns) {
      const { rows } =
        await sql`select to_jsonb(t) - 'version' - 'derived_at' as row from ${sql.table(table)} t where t.${sql.ref(column)} in (${survivor}, ${merged}) order by to_jsonb(t)::text`.execute(
          tx,
        );
      found[`${table}.${column}`] = rows;
    }
    const people =
      await sql`select to_jsonb(p) - 'version' as row from person p where id in (${survivor}, ${merged}) order by id`.execute(tx);
    const days =
      await sql`select d.* from follow_up_day d join follow_up f on f.id = d.follow_up_id where f.person_id in (${survivor}, ${merged}) order by 1, 3`.execute(
        tx,
      );
    return { ...found, people: people.rows, days: days.rows };
  });
}

const merge = (by = nurse, into = survivor, other = merged) =>
  by.send({ method: 'POST', url: paths.personMerge(into), payload: { mergedId: other } });
const unmerge = (by = nurse, id = merged) => by.send({ method: 'POST', url: paths.personUnmerge(id) });
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;
const count = async (table: 'exposure' | 'sample' | 'attempt' | 'answer' | 'errand' | 'person_phone', id: number) =>
  await inScope(test.db, systemScope, async (tx) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)} where ${sql.ref(table === 'exposure' ? 'target_person_id' : 'person_id')} = ${id}`.execute(
      tx,
    );
    return rows[0]?.n;
  });

describe('merging two records of one person', () => {
  it('makes everything that hung on the other be found from the survivor, and takes the other off every list', async () => {
    const response = await merge();
    expect(response.statusCode, response.body).toBe(200);
    // The exposure of 2 July and one phone are on both already.
    expect(mergeResult.parse(response.json()).moved).toMatchObject({
      exposure: 1,
      sample: 1,
      attempt: 1,
      answer: 1,
      errand: 1,
      person_phone: 1,
      follow_up_day: 1,
    });
    expect(await count('exposure', survivor)).toBe(3);
    expect(await count('person_phone', survivor)).toBe(2);
    const items = resultPage.parse((await nurse.send({ url: `${paths.results}?outbreakId=${outbreakId}` })).json()).items;
    expect(items.map((item) => item.person.id)).toEqual([survivor]);
    const gone = await nurse.send({ url: paths.person(merged) });
    expect([gone.statusCode, codeOf(gone)]).toEqual([410, 'person.merged']);
    const filled = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('person').select(['sex', 'hamlet']).where('id', '=', survivor).executeTakeFirstOrThrow(),
    );
    expect(filled).toEqual({ sex: 'female', hamlet: 'Đông' });
    const end = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('follow_up').select('end_on').where('person_id', '=', survivor).executeTakeFirstOrThrow(),
    );
    expect(end.end_on).toBe('2021-07-19');
  });

  it('is undone without a trace by unmerging, and what came since stays with the survivor', async () => {
    const before = await everything();
    await merge();
    expect(await everything()).not.toEqual(before);
    const unmerged = unmergeResult.parse((await unmerge()).json());
    expect(unmerged.returned).toMatchObject({ exposure: 1, sample: 1, attempt: 1 });
    expect(await everything()).toEqual(before);
    await merge();
    await inScope(test.db, systemScope, (tx) =>
      tx
        .insertInto('sample')
        .values({ outbreak_id: outbreakId, person_id: survivor, unit_id: unitId, kind: 'antigen', created_at: testNow })
        .execute(),
    );
    await unmerge();
    expect(await count('sample', survivor)).toBe(2);
    expect(await count('sample', merged)).toBe(1);
  });

  it('carries an identity number over and back, though a unit has each number once', async () => {
    await inScope(test.db, systemScope, (tx) =>
      tx
        .updateTable('person')
        .set(numberColumns(tx, { nationalId: '038090001234' }))
        .where('id', '=', merged)
        .execute(),
    );
    const before = await everything();
    expect((await merge()).statusCode).toBe(200);
    await unmerge();
    expect(await everything()).toEqual(before);
  });

  it('across units needs to see both, and brings what moved under the survivor’s unit', async () => {
    const far = (await person(otherUnitId, {})).id;
    await hang(far, otherUnitId, '2021-07-06', ['+84363456789']);
    expect(codeOf(await merge(nurse, survivor, far))).toBe('resource.missing');
    expect((await merge(district, survivor, far)).statusCode).toBe(200);
    const seen = await inScope(test.db, { kind: 'units', unitIds: [unitId], userId: nurse.userId }, (tx) =>
      tx.selectFrom('exposure').select('id').where('target_person_id', '=', survivor).execute(),
    );
    expect(seen).toHaveLength(3);
    expect((await unmerge(district, far)).statusCode).toBe(200);
    expect(await count('exposure', far)).toBe(2);
  });

  it('stops the calls that waited for the other in the same campaign, and puts them back', async () => {
    const campaign = await buildCampaign(test.db, { outbreak_id: outbreakId });
    const tasks = [survivor, merged].map((id) => buildTask(test.db, { person_id: id, campaign_id: campaign.id }));
    const [, waiting] = await Promise.all(tasks);
    const stateOf = () =>
      inScope(test.db, systemScope, (tx) =>
        tx
          .selectFrom('call_task')
          .select(['state', 'person_id'])
          .where('id', '=', waiting?.id ?? 0)
          .executeTakeFirstOrThrow(),
      );
    await merge();
    expect(await stateOf()).toEqual({ state: 'givenUp', person_id: merged });
    await unmerge();
    expect(await stateOf()).toEqual({ state: 'due', person_id: merged });
  });

  it('is refused while a call is under way, for one record twice, and for what is merged already', async () => {
    expect(codeOf(await merge(nurse, survivor, survivor))).toBe('merge.same');
    expect(codeOf(await unmerge())).toBe('merge.none');
    const calling = await buildAttempt(test.db, { task_id: (await buildTask(test.db, { person_id: merged })).id });
    expect(codeOf(await merge())).toBe('merge.calling');
    await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('attempt').set({ state: 'ended', ended_at: testNow }).where('id', '=', calling.id).execute(),
    );
    await merge();
    expect(codeOf(await merge())).toBe('merge.already');
    const third = (await person(unitId, {})).id;
    await merge(nurse, third, survivor);
    expect(codeOf(await unmerge())).toBe('merge.survivorMerged');
    expect((await unmerge(nurse, survivor)).statusCode).toBe(200);
    expect((await unmerge()).statusCode).toBe(200);
  });
});

describe('duplicates of a person', () => {
  const duplicatesOf = async (id: number) =>
    duplicateList.parse((await nurse.send({ url: paths.personDuplicates(id) })).json()).items;

  it('are told with a score and reasons, until somebody knows better', async () => {
    const [found] = await duplicatesOf(survivor);
    expect(found).toMatchObject({
      personId: merged,
      fullName: 'Lê Thị Bình',
      score: expect.toSatisfy((score: number) => score > 0.9),
    });
    expect(found?.reasons.map(({ code }) => code)).toContain('phone.shared');
    const mark = (method: 'PUT' | 'DELETE') =>
      nurse.send({ method, url: paths.personDistinct(merged), payload: { otherId: survivor } });
    expect((await mark('PUT')).statusCode).toBe(204);
    expect(await duplicatesOf(survivor)).toEqual([]);
    expect(codeOf(await merge())).toBe('merge.distinct');
    expect((await mark('DELETE')).statusCode).toBe(204);
    expect(await duplicatesOf(merged)).toHaveLength(1);
  });

  it('are told of one’s own units only, and leave an audit entry', async () => {
    const far = (await person(otherUnitId, {})).id;
    expect((await duplicatesOf(survivor)).map(({ personId }) => personId)).toEqual([merged]);
    expect((await nurse.send({ url: paths.personDuplicates(far) })).statusCode).toBe(404);
    const read = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('audit_log')
        .select(['action', 'details'])
        .where('subject', '=', 'person')
        .where('subject_id', '=', String(survivor))
        .execute(),
    );
    expect(read).toContainEqual({ action: 'read', details: { duplicates: [merged] } });
  });
});
