import { describe, expect, it } from 'vitest';
import { type Action, type Actor, authorize, can } from './can.ts';

const person = { userId: 1, username: 'a', displayName: 'A', locale: 'vi' } as const;
const administrator: Actor = { ...person, role: 'administrator', scope: { kind: 'all', userId: 1 } };
const nurse: Actor = { ...person, role: 'commune', scope: { kind: 'units', unitIds: [5, 6], userId: 1 } };

const actions: [string, Action, boolean][] = [
  ['import a list for their commune', { kind: 'importList', unitId: 5 }, true],
  ['import a list for another commune', { kind: 'importList', unitId: 7 }, false],
  ['start calls in their communes', { kind: 'startCampaign', unitIds: [5, 6] }, true],
  ['start calls in theirs and another', { kind: 'startCampaign', unitIds: [5, 7] }, false],
  ['stop a campaign they started', { kind: 'changeCampaign', createdBy: 1 }, true],
  ['stop a campaign of somebody else', { kind: 'changeCampaign', createdBy: 2 }, false],
  ['stop a campaign of the system', { kind: 'changeCampaign', createdBy: null }, false],
  ['read about their commune', { kind: 'readUnit', unitId: 6 }, true],
  ['read about another commune', { kind: 'readUnit', unitId: 7 }, false],
];

describe('what a user may do', () => {
  it.each(actions)('a commune user: %s', (_, action, allowed) => {
    expect(can(nurse, action)).toBe(allowed);
    if (!allowed) expect(() => authorize(nurse, action)).toThrow(expect.objectContaining({ code: 'auth.forbidden' }));
  });

  it.each(actions)('an administrator may: %s', (_, action) => {
    expect(can(administrator, action)).toBe(true);
  });

  it('nobody gets all of it by their scope alone', () => {
    expect(can({ ...nurse, scope: { kind: 'all' } }, { kind: 'importList', unitId: 5 })).toBe(false);
  });
});
