import { dayFigures, paths } from '@truyvet/contract';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { asOwner } from '../../db/asOwner.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../../db/testRows.ts';
import { buildApi, signIn } from '../../routes/testApi.ts';
import { keepDayLines } from './keepDayLines.ts';
import { fewLines } from './wideReports.ts';

const test = useTestDatabase();

/** A row for each line that is written, also when it is written again. */
const countingWrites = `create table line_write (unit_id bigint);
  create function note_line_write() returns trigger language plpgsql security definer as $$ begin insert into line_write values (new.unit_id); return null; end $$;
  create trigger note_line_write after insert or update on day_line for each row execute function note_line_write()`;

it('the first report of a wide unit has its lines kept, once however many ask, and the next ones follow what changes', async () => {
  const outbreakId = (await buildOutbreak(test.db)).id;
  const district = (await buildUnit(test.db, { kind: 'district' })).id;
  const communes = await Promise.all(Array.from({ length: fewLines + 5 }, () => buildUnit(test.db, { parent_id: district })));
  let now = testNow;
  const { api } = buildApi(test.db, { clock: { now: () => now } });
  const chief = await signIn(api, test.db, [district, ...communes.map(({ id }) => id)], 'district');
  const ask = async () => {
    const answer = await chief.send({ method: 'GET', url: `${paths.reportsDay}?unitId=${district}&outbreakId=${outbreakId}` });
    expect(answer.statusCode, answer.body).toBe(200);
    return dayFigures.parse(answer.json());
  };
  const run = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));
  const declare = () =>
    run(sql`insert into declaration (code, outbreak_id, unit_id, channel, full_name, name_key, created_at)
      select gen_random_uuid()::text, ${outbreakId}, id, 'web', 'A', 'a', ${testNow} from unnest(${communes.map(({ id }) => id)}::bigint[]) u (id)`);
  await declare();
  await asOwner(test.ownerUrl, (owner) => owner.query(countingWrites));
  const asked = await Promise.all([ask(), ask(), ask()]);
  for (const { total, units } of asked) expect([total.declarations, units.length]).toEqual([communes.length, communes.length]);
  expect((await run(sql`select from day_line where not old`)).rows.length).toBe(communes.length + 1);
  const writes = await asOwner(test.ownerUrl, (owner) => owner.query('select count(*)::int as n from line_write'));
  expect(writes.rows).toEqual([{ n: communes.length + 1 }]);

  await declare();
  now = new Date(testNow.getTime() + 5000);
  expect(await ask()).toMatchObject({ total: { declarations: communes.length }, countedAt: testNow.toISOString() });
  while ((await keepDayLines(test.db, now)) > 0);
  expect(await ask()).toMatchObject({ total: { declarations: 2 * communes.length }, countedAt: now.toISOString() });
  await api.close();
});
