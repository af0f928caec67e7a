import { permissionCodes, roleCodes } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { readPermissions, readRoles } from '../db/access/roles.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { type Action, type Actor, authorize, can, permits } from './can.ts';

const person = { userId: 1, username: 'a', displayName: 'A', locale: 'vi' } as const;
const all = new Set(permissionCodes);
const administrator: Actor = { ...person, role: 'administrator', permissions: all, scope: { kind: 'all', userId: 1 } };
const ownUnits = { kind: 'units', unitIds: [5, 6], userId: 1 } as const;
const nurse: Actor = { ...person, role: 'commune', permissions: all, scope: ownUnits };

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
  ['export their commune', { kind: 'exportUnit', unitId: 6 }, true],
  ['export another commune', { kind: 'exportUnit', unitId: 7 }, false],
  ['set what is one for the whole system', { kind: 'setWholeSystem' }, false],
  ['manage a user of their commune', { kind: 'manageUser', unitIds: [5] }, true],
  ['manage a user of theirs and another', { kind: 'manageUser', unitIds: [5, 7] }, false],
  ['manage a user of no unit', { kind: 'manageUser', unitIds: [] }, false],
  ['have another system told of their commune', { kind: 'manageWebhook', unitId: 5 }, true],
  ['have another system told of everything', { kind: 'manageWebhook', unitId: null }, false],
];

describe('what a user may do', () => {
  it.each(actions)('whose role permits everything, but in two communes: %s', (_, action, allowed) => {
    expect(can(nurse, action)).toBe(allowed);
    if (!allowed) expect(() => authorize(nurse, action)).toThrow(expect.objectContaining({ code: 'auth.forbidden' }));
  });

  it.each(actions)('an administrator of the whole may: %s', (_, action) => {
    expect(can(administrator, action)).toBe(true);
  });

  it.each(actions)('nobody may without the permission: %s', (_, action) => {
    expect(can({ ...administrator, permissions: new Set() }, action)).toBe(false);
  });

  it('permits what a route declares, and nobody what a route leaves undeclared', () => {
    const reader = { ...nurse, permissions: new Set(['people.read'] as const) };
    expect([permits(reader, 'people.read'), permits(reader, 'people.write'), permits(reader, 'signedIn')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(permits(administrator, undefined)).toBe(false);
  });
});

describe('the roles', () => {
  const test = useTestDatabase();

  it('are data that names each permission there is, and the code knows them all', async () => {
    const [roles, permissions] = await inScope(test.db, systemScope, async (tx) => [
      await readRoles(tx),
      await readPermissions(tx),
    ]);
    expect(roles.map(({ code }) => code)).toEqual(roleCodes);
    expect(permissions.map(({ code }) => code)).toEqual([...permissionCodes].sort());
    expect(new Set(roles.find(({ code }) => code === 'administrator')?.permissions)).toEqual(all);
    for (const { code, permissions: given } of roles) expect([code, given.length > 0]).toEqual([code, true]);
  });

  it('give nobody a change they cannot see the sense of: who writes about health reads it', async () => {
    const roles = await inScope(test.db, systemScope, readRoles);
    for (const { code, permissions } of roles) {
      const has = (permission: (typeof permissions)[number]) => permissions.includes(permission);
      // Merging moves answers and samples: who does not see them would leave them behind.
      if (has('health.write') || has('people.merge') || has('imports.write'))
        expect([code, has('health.read')]).toEqual([code, true]);
      if (has('people.write')) expect([code, has('people.read')]).toEqual([code, true]);
    }
  });

  it('hide health from police, village teams and readers', async () => {
    const roles = await inScope(test.db, systemScope, readRoles);
    const blind = roles.filter(({ permissions }) => !permissions.includes('health.read')).map(({ code }) => code);
    expect(blind).toEqual(['police', 'villageTeam', 'readOnly']);
  });
});
