import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultFilter } from './resultFilter.ts';
import { countResults, readResults } from './results.ts';
import { inScope, type Scope, systemScope } from './scope.ts';
import { askedUnits } from './search/askedUnits.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from './testRows.ts';

const test = useTestDatabase();
let units: number[];
let outbreakId: number;
let people: number[];
const at = (list: readonly number[], i: number) => list[i] ?? 0;

beforeAll(async () => {
  outbreakId = (await buildOutbreak(test.db)).id;
  units = [(await buildUnit(test.db)).id, (await buildUnit(test.db)).id, (await buildUnit(test.db)).id];
  people = [];
  // In turns, so that the order of the people is not that of the units.
  for (const unit of [1, 0, 2, 0, 1, 0]) people.push((await buildPerson(test.db, { unit_id: at(units, unit) })).id);
  await inScope(test.db, systemScope, (tx) =>
    sql`insert into exposure (outbreak_id, unit_id, target_person_id, source_text, learnt_from, created_at)
      select ${outbreakId}, unit_id, id, 'chợ', 'list', ${testNow} from person where id = any(${people}::bigint[])`.execute(tx),
  );
  const campaign_id = (await buildCampaign(test.db, { outbreak_id: outbreakId })).id;
  for (const [i, disposition] of ['busy', 'completed', 'busy'].entries()) {
    const task = await buildTask(test.db, { person_id: at(people, i), campaign_id, disposition });
    await buildAttempt(test.db, { task_id: task.id });
  }
});

/** All pages, of two people each, as places in `people`. */
async function found(scope: Scope, unitId?: number, over: Partial<ResultFilter> = {}): Promise<number[]> {
  return await inScope(test.db, scope, async (tx) => {
    const filter = { outbreakId, units: await askedUnits(tx, scope, unitId), ...over };
    const ids: number[] = [];
    for (;;) {
      const page = await readResults(tx, filter, { afterPersonId: ids.at(-1) ?? 0, limit: 2 });
      ids.push(...page.map(({ personId }) => personId));
      if (page.length < 2) return ids.map((id) => people.indexOf(id));
    }
  });
}
const own = (...places: number[]): Scope => ({ kind: 'units', unitIds: places.map((i) => at(units, i)), userId: 1 });

describe('the results', () => {
  it('come in the order in which people were first listed, over one, several and all units, page by page', async () => {
    expect(await found(systemScope)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await found(own(0))).toEqual([1, 3, 5]);
    expect(await found(own(0, 1))).toEqual([0, 1, 3, 4, 5]);
    expect(await found(own(0, 1), at(units, 1))).toEqual([0, 4]);
    expect(await found(systemScope, at(units, 2))).toEqual([2]);
    expect(await found(own(0), at(units, 1))).toEqual([]);
  });

  it('are those that match, whatever the way they are found', async () => {
    expect(await found(systemScope, undefined, { disposition: 'busy' })).toEqual([0, 2]);
    expect(await found(own(0, 1), undefined, { disposition: 'busy' })).toEqual([0]);
    expect(await found(own(0, 1), undefined, { reach: 'notCalled' })).toEqual([3, 4, 5]);
    expect(await found(own(0), undefined, { personIds: people.slice(0, 4) })).toEqual([1, 3]);
    expect(await found(own(0), undefined, { openAlert: true })).toEqual([]);
    expect(await found(own(0), undefined, { openAlert: false })).toEqual([1, 3, 5]);
  });

  it('are counted up to a bound, which says when there are more', async () => {
    const count = (most: number) => inScope(test.db, systemScope, (tx) => countResults(tx, { outbreakId }, most));
    expect(await count(7)).toEqual({ total: 6, totalIsMore: false });
    expect(await count(6)).toEqual({ total: 6, totalIsMore: false });
    expect(await count(5)).toEqual({ total: 5, totalIsMore: true });
  });
});
