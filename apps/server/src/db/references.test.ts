import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from './testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from './testRows.ts';

const test = useTestDatabase();
const clients: pg.Client[] = [];
let personId = 0;
let unitId = 0;
let outbreakId = 0;

beforeAll(async () => {
  unitId = (await buildUnit(test.db)).id;
  outbreakId = (await buildOutbreak(test.db)).id;
  personId = (await buildPerson(test.db, { unit_id: unitId })).id;
});
afterAll(async () => {
  for (const client of clients) await client.end();
});

async function connection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: test.ownerUrl });
  await client.connect();
  clients.push(client);
  return client;
}

const insertExposures = `insert into exposure (outbreak_id, unit_id, target_person_id, source_text, learnt_from, created_at)
  select $1, $2, $3, 'lần ' || n || clock_timestamp(), 'officer', now() from generate_series(1, 3) n`;
const refused = (constraint: string) => expect.objectContaining({ code: '23503', constraint });
const nobody = 999_999_999;

/** What `work` fails with; null when it does not. */
const failureOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

describe('what rows of a list refer to', () => {
  it('has to be there when they come and when they change', async () => {
    const client = await connection();
    expect(await failureOf(client.query(insertExposures, [outbreakId, nobody, personId]))).toEqual(
      refused('exposure_unit_id_fkey'),
    );
    expect(await failureOf(client.query(insertExposures, [nobody, unitId, personId]))).toEqual(
      refused('exposure_outbreak_id_fkey'),
    );
    await client.query(insertExposures, [outbreakId, unitId, personId]);
    for (const column of ['unit_id', 'outbreak_id', 'import_id', 'place_id', 'milestone_id', 'errand_id']) {
      const change = client.query(`update exposure set ${column} = $1 where target_person_id = $2`, [nobody, personId]);
      expect(await failureOf(change)).toEqual(refused(`exposure_${column}_fkey`));
    }
    const household = client.query('update person set household_id = $1 where id = $2', [nobody, personId]);
    expect(await failureOf(household)).toEqual(refused('person_household_id_fkey'));
    const address = client.query(
      `insert into address (person_id, kind, commune_unit_id, precision, created_at) values ($1, 'work', $2, 'commune', now())`,
      [personId, nobody],
    );
    expect(await failureOf(address)).toEqual(refused('address_commune_unit_id_fkey'));
  });

  it('cannot be deleted', async () => {
    const client = await connection();
    await client.query(insertExposures, [outbreakId, unitId, personId]);
    expect(await failureOf(client.query('delete from outbreak where id = $1', [outbreakId]))).toEqual(
      refused('exposure_outbreak_id_fkey'),
    );
    expect(await failureOf(client.query('delete from unit where id = $1', [unitId]))).toMatchObject({ code: '23503' });
    const unused = (await buildOutbreak(test.db)).id;
    expect((await client.query('delete from outbreak where id = $1', [unused])).rowCount).toBe(1);
  });

  it('is held until the rows are committed', async () => {
    const [writer, remover] = [await connection(), await connection()];
    const fresh = (await buildOutbreak(test.db)).id;
    await writer.query('begin');
    await writer.query(insertExposures, [fresh, unitId, personId]);
    await remover.query(`set lock_timeout = '200ms'`);
    expect(await failureOf(remover.query('delete from outbreak where id = $1', [fresh]))).toMatchObject({ code: '55P03' });
    await writer.query('commit');
    expect(await failureOf(remover.query('delete from outbreak where id = $1', [fresh]))).toEqual(
      refused('exposure_outbreak_id_fkey'),
    );
  });
});
