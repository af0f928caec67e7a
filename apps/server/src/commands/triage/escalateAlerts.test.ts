import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { writeSetting } from '../../db/settings.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildUnit, buildUser, testNow } from '../../db/testRows.ts';
import { escalateAlerts, escalationSetting } from './escalateAlerts.ts';

const test = useTestDatabase();
const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

/** A province, a district and a commune; somebody is bound to each unit named. */
async function buildTree(staffed: readonly ('province' | 'district' | 'commune')[]) {
  const { db } = test;
  const province = await buildUnit(db, { kind: 'province', name: 'Tỉnh Thử' });
  const district = await buildUnit(db, { kind: 'district', name: 'Huyện Thử', parent_id: province.id });
  const commune = await buildUnit(db, { name: 'Xã Thử', parent_id: district.id });
  const units = { province, district, commune };
  for (const kind of staffed) {
    const { id } = await buildUser(db);
    await inScope(db, systemScope, (tx) => tx.insertInto('user_unit').values({ user_id: id, unit_id: units[kind].id }).execute());
  }
  return { province: province.id, district: district.id, commune: commune.id };
}

async function buildAlert(unitId: number, code = 'severeSign') {
  const person = await buildPerson(test.db, { unit_id: unitId });
  const row = { unit_id: unitId, person_id: person.id, code, raised_at: testNow, due_at: later(5) };
  return await inScope(test.db, systemScope, (tx) =>
    tx.insertInto('alert').values(row).returning('id').executeTakeFirstOrThrow(),
  );
}

const alertOf = (id: number) =>
  inScope(test.db, systemScope, (tx) => tx.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
const acknowledge = (id: number) =>
  inScope(test.db, systemScope, (tx) => tx.updateTable('alert').set({ acknowledged_at: testNow }).where('id', '=', id).execute());

describe('an alert whose deadline passes', () => {
  it('goes up unit by unit, each with its own deadline, until nobody is left; every step is on record and in the audit log', async () => {
    const units = await buildTree(['province', 'district', 'commune']);
    const { id } = await buildAlert(units.commune);
    expect(await escalateAlerts(test.db, later(4))).toEqual({ raised: 0, atTop: 0 });
    expect(await escalateAlerts(test.db, later(5))).toEqual({ raised: 1, atTop: 0 });
    expect(await alertOf(id)).toMatchObject({
      level: 1,
      escalated_to: units.district,
      due_at: later(5),
      next_step_at: later(10),
    });
    expect(await escalateAlerts(test.db, later(9))).toEqual({ raised: 0, atTop: 0 });
    expect(await escalateAlerts(test.db, later(10))).toEqual({ raised: 1, atTop: 0 });
    expect(await escalateAlerts(test.db, later(20))).toEqual({ raised: 0, atTop: 1 });
    expect(await escalateAlerts(test.db, later(99))).toEqual({ raised: 0, atTop: 0 });
    expect(await alertOf(id)).toMatchObject({ level: 2, escalated_to: units.province, at_top: true });
    const [steps, audit] = await inScope(test.db, systemScope, async (tx) => [
      await tx.selectFrom('alert_escalation').selectAll().where('alert_id', '=', id).orderBy('level').execute(),
      await tx.selectFrom('audit_log').select(['action', 'unit_id']).where('subject', '=', 'alert').orderBy('id').execute(),
    ]);
    expect(steps).toMatchObject([
      { level: 1, from_unit_id: units.commune, to_unit_id: units.district, at: later(5), due_at: later(10) },
      { level: 2, from_unit_id: units.district, to_unit_id: units.province, at: later(10), due_at: later(20) },
    ]);
    expect(audit).toEqual(['escalate', 'escalate', 'exhaust'].map((action) => ({ action, unit_id: units.commune })));
  });

  it('stays where it is once somebody has taken it', async () => {
    const units = await buildTree(['district']);
    const { id } = await buildAlert(units.commune);
    await acknowledge(id);
    await escalateAlerts(test.db, later(60));
    expect(await alertOf(id)).toMatchObject({ level: 0, escalated_to: null });
  });

  it('passes over a district where nobody can sign in', async () => {
    const units = await buildTree(['province']);
    const { id } = await buildAlert(units.commune);
    await escalateAlerts(test.db, later(5));
    expect(await alertOf(id)).toMatchObject({ level: 1, escalated_to: units.province });
    await acknowledge(id);
  });

  it('has the minutes that the settings give its code', async () => {
    const units = await buildTree(['district']);
    const policies = { default: [60], byCode: { symptoms: [33] } };
    await inScope(test.db, systemScope, (tx) => writeSetting(tx, escalationSetting.key, policies));
    const [one, other] = [await buildAlert(units.commune, 'symptoms'), await buildAlert(units.commune)];
    await escalateAlerts(test.db, later(5));
    expect((await alertOf(one.id)).next_step_at).toEqual(later(38));
    expect((await alertOf(other.id)).next_step_at).toEqual(later(65));
    await acknowledge(one.id);
    await acknowledge(other.id);
  });

  it('is taken up once when two servers look at the same moment, however many there are', async () => {
    const units = await buildTree(['province', 'district']);
    const people = await Promise.all(
      Array.from({ length: 450 }, () => 0).map(() => buildPerson(test.db, { unit_id: units.commune })),
    );
    const rows = people.map(({ id }) => ({
      unit_id: units.commune,
      person_id: id,
      code: 'severeSign',
      raised_at: testNow,
      due_at: later(5),
    }));
    await inScope(test.db, systemScope, (tx) => tx.insertInto('alert').values(rows).execute());
    const runs = await Promise.all([escalateAlerts(test.db, later(6)), escalateAlerts(test.db, later(6))]);
    const rest = await escalateAlerts(test.db, later(6));
    expect([...runs, rest].reduce((sum, { raised }) => sum + raised, 0)).toBe(450);
    const steps = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('alert_escalation').select('alert_id').where('to_unit_id', '=', units.district).execute(),
    );
    expect(steps).toHaveLength(450);
  });
});
