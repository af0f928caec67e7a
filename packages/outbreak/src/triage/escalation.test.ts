import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EscalatingAlert, escalate, type HierarchyUnit } from './escalation.ts';

const commune = { id: 3, parentId: 2, live: true, staffed: true };
const district = { id: 2, parentId: 1, live: true, staffed: true };
const province = { id: 1, parentId: null, live: true, staffed: true };
const hierarchyOf = (...units: HierarchyUnit[]) => new Map(units.map((unit) => [unit.id, unit]));
const all = hierarchyOf(commune, district, province);

const dueAt = new Date('2021-07-10T01:05:00Z');
const later = (minutes: number) => new Date(dueAt.getTime() + minutes * 60_000);
const fresh: EscalatingAlert = { code: 'severeSign', unitId: 3, level: 0, escalatedTo: null, dueAt, nextStepAt: null };

describe('an alert that nobody takes', () => {
  it('stays with its own unit until the deadline', () => {
    expect(escalate(fresh, all, later(-1))).toBeNull();
  });

  it('goes to the district at its deadline, which has the minutes of the policy from then on', () => {
    const step = { kind: 'up', level: 1, fromUnitId: 3, toUnitId: 2 };
    expect(escalate(fresh, all, dueAt)).toEqual({ ...step, nextStepAt: later(5) });
    expect(escalate(fresh, all, later(90))).toEqual({ ...step, nextStepAt: later(95) });
  });

  it('goes on to the province, and then there is nobody left', () => {
    const atDistrict = { ...fresh, level: 1, escalatedTo: 2, nextStepAt: later(5) };
    expect(escalate(atDistrict, all, later(4))).toBeNull();
    const step = { kind: 'up', level: 2, fromUnitId: 2, toUnitId: 1, nextStepAt: later(15) };
    expect(escalate(atDistrict, all, later(5))).toEqual(step);
    expect(escalate({ ...atDistrict, level: 2, escalatedTo: 1, nextStepAt: later(15) }, all, later(15))).toEqual({ kind: 'top' });
  });

  it('passes over a unit that was dissolved and one where nobody can sign in', () => {
    const dissolved = hierarchyOf(commune, { ...district, live: false }, province);
    const empty = hierarchyOf(commune, { ...district, staffed: false }, province);
    for (const hierarchy of [dissolved, empty])
      expect(escalate(fresh, hierarchy, dueAt)).toMatchObject({ toUnitId: 1, level: 1 });
  });

  it('still goes up on record where no unit above has anybody', () => {
    const nobody = hierarchyOf(commune, { ...district, staffed: false }, { ...province, staffed: false });
    expect(escalate(fresh, nobody, dueAt)).toMatchObject({ kind: 'up', toUnitId: 2 });
  });

  it('follows the policy of its own code, the last figure serving all further up', () => {
    const policies = { default: [7], byCode: { symptoms: [1, 2] } };
    const at = (code: string, level: number) => escalate({ ...fresh, code, level }, all, dueAt, policies);
    expect(at('symptoms', 0)).toMatchObject({ nextStepAt: later(1) });
    expect(at('symptoms', 1)).toMatchObject({ nextStepAt: later(2) });
    expect(at('symptoms', 5)).toMatchObject({ nextStepAt: later(2) });
    expect(at('severeSign', 0)).toMatchObject({ nextStepAt: later(7) });
    expect(at('constructor', 0)).toMatchObject({ nextStepAt: later(7) });
  });

  it('reaches the top in as many steps as there are units above, whatever the tree, circles included', () => {
    const unit = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      parentId: fc.option(fc.integer({ min: 1, max: 6 })),
      live: fc.boolean(),
      staffed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        const hierarchy = hierarchyOf(...units);
        let alert: EscalatingAlert = { ...fresh, unitId: 1 };
        let now = dueAt;
        const asked: number[] = [];
        for (let step = escalate(alert, hierarchy, now); step?.kind === 'up'; step = escalate(alert, hierarchy, now)) {
          asked.push(step.toUnitId);
          if (asked.length > 6) break;
          now = step.nextStepAt;
          alert = { ...alert, level: step.level, escalatedTo: step.toUnitId, nextStepAt: now };
        }
        expect(asked.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
