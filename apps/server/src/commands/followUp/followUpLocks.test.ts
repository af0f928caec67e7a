/** What goes through many people at once never waits for one of them while it holds others: else two that do so in different orders stop each other. */
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { connect, type Tx } from '../../db/connect.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, buildUser } from '../../db/testRows.ts';
import { escalateAlerts } from '../triage/escalateAlerts.ts';
import { closeFollowUpDay } from './closeFollowUpDay.ts';
import { followLevels } from './followLevels.ts';
import { recordVisit } from './recordVisit.ts';

const test = useTestDatabase();
const now = new Date('2021-07-13T10:00:00Z');
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => inScope(test.db, systemScope, work);
let outbreakId: number;
let unitId: number;

beforeEach(async () => {
  await asSystem((tx) => sql`delete from setting where key = 'followUp.levelsUntil'`.execute(tx));
  outbreakId = (await buildOutbreak(test.db)).id;
  unitId = (await buildUnit(test.db)).id;
});

/** People with a level of F1, without a follow-up. */
async function buildContacts(count: number): Promise<number[]> {
  const people: number[] = [];
  for (let i = 0; i < count; i++) people.push((await buildPerson(test.db, { unit_id: unitId })).id);
  const rows = people.map((id) => ({
    outbreak_id: outbreakId,
    person_id: id,
    unit_id: unitId,
    level: 1,
    exposed_on: '2021-07-09',
    derived_at: now,
  }));
  await asSystem((tx) => tx.insertInto('person_level').values(rows).execute());
  return people;
}

const followed = async () =>
  (await asSystem((tx) => tx.selectFrom('follow_up').select('person_id').where('outbreak_id', '=', outbreakId).execute())).map(
    ({ person_id }) => person_id,
  );

/** Keeps a person as a list does that is coming in, until the returned function is called. */
async function holding(personId: number): Promise<() => Promise<void>> {
  const db = connect(test.url, { maxConnections: 1 });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held = () => {};
  const holds = new Promise<void>((resolve) => {
    held = resolve;
  });
  const done = inScope(db, systemScope, async (tx) => {
    await sql`select from person where id = ${personId} for no key update`.execute(tx);
    held();
    await released;
  });
  await holds;
  return async () => {
    release();
    await done;
    await db.destroy();
  };
}

describe('follow-ups', () => {
  it('of people whom somebody else holds are opened at the next run, the others at once', async () => {
    const people = await buildContacts(3);
    const [first = 0, second = 0, third = 0] = people;
    const release = await holding(second);
    expect(await followLevels(test.db, { now, everyone: false })).toBe(2);
    expect(new Set(await followed())).toEqual(new Set([first, third]));
    await release();
    const later = new Date(now.getTime() + 3_600_000);
    expect(await followLevels(test.db, { now: later, everyone: false })).toBe(1);
    expect(await followed()).toHaveLength(3);
  });

  it('are opened once by three runs at the same moment', async () => {
    await buildContacts(60);
    const runs = await Promise.all([1, 2, 3].map(() => followLevels(test.db, { now, everyone: true })));
    expect(runs.sort((a, b) => a - b)).toEqual([0, 0, 60]);
    expect(await followed()).toHaveLength(60);
  });

  it('are closed without waiting for one person, who comes last', async () => {
    const people = await buildContacts(3);
    await followLevels(test.db, { now: new Date('2021-07-10T03:00:00Z'), everyone: true });
    const missed = async () => {
      const { rows } = await asSystem((tx) =>
        sql<{ id: number }>`select f.person_id as id from follow_up_day d join follow_up f on f.id = d.follow_up_id
          where f.outbreak_id = ${outbreakId} and d.status = 'missed'`.execute(tx),
      );
      return rows.map(({ id }) => id).sort((a, b) => a - b);
    };
    const release = await holding(people[1] ?? 0);
    const closing = closeFollowUpDay(test.db, { day: '2021-07-12', now });
    await expect.poll(missed, { timeout: 8_000 }).toEqual([people[0], people[2]]);
    await release();
    expect(await closing).toMatchObject({ missed: 3 });
    expect(await missed()).toEqual(people);
  });

  it('are closed while everybody is being visited, and neither stops the other', async () => {
    const people = await buildContacts(60);
    await followLevels(test.db, { now: new Date('2021-07-10T03:00:00Z'), everyone: true });
    const userId = (await buildUser(test.db)).id;
    const ids = await asSystem((tx) =>
      tx.selectFrom('follow_up').select('id').where('outbreak_id', '=', outbreakId).orderBy('id', 'desc').execute(),
    );
    const visit = (followUpId: number) =>
      recordVisit(test.db, {
        scope: { kind: 'all', userId },
        userId,
        followUpId,
        visit: { dayOn: '2021-07-12', how: 'visit', symptoms: [] },
        now,
      });
    const lanes = [0, 1, 2, 3].map(async (lane) => {
      for (const { id } of ids.filter((_, i) => i % 4 === lane)) await visit(id);
    });
    const close = () => closeFollowUpDay(test.db, { day: '2021-07-12', now });
    await Promise.all([close(), close(), ...lanes]);
    const days = await asSystem((tx) =>
      tx
        .selectFrom('follow_up_day as d')
        .innerJoin('follow_up as f', 'f.id', 'd.follow_up_id')
        .select('d.status')
        .where('f.outbreak_id', '=', outbreakId)
        .execute(),
    );
    expect(days.map(({ status }) => status)).toEqual(people.map(() => 'done'));
  });
});

describe('an alert that goes up', () => {
  it('waits for nobody, because the work list shows nothing of it', async () => {
    const { id } = await buildPerson(test.db, { unit_id: unitId });
    const row = { unit_id: unitId, person_id: id, code: 'severeSign', raised_at: now, due_at: now };
    await asSystem((tx) => tx.insertInto('alert').values(row).execute());
    const release = await holding(id);
    try {
      const { raised, atTop } = await escalateAlerts(test.db, new Date(now.getTime() + 60_000));
      expect(raised + atTop).toBe(1);
    } finally {
      await release();
    }
  });
});
