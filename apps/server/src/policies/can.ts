import { type Permission, Problem, type Role } from '@truyvet/contract';
import type { Scope } from '../db/scope.ts';

/** Who is asking: a signed-in user with everything that decides what they may do. */
export type Actor = {
  readonly userId: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale: 'vi' | 'en';
  /** What the role permits (role_permission), anywhere in the scope. */
  readonly permissions: ReadonlySet<Permission>;
  /** What PostgreSQL lets the user see: the given units and everything below them. */
  readonly scope: Scope;
};

/** One thing to ask for: the permission it needs, and whether what it is about lies where the actor may. */
type Rule<Asked> = { readonly permission: Permission; readonly where: (actor: Actor, asked: Asked) => boolean };
const rule = <Asked>(permission: Permission, where: Rule<Asked>['where']): Rule<Asked> => ({ permission, where });

const everywhere = ({ scope }: Actor) => scope.kind === 'all';
const inUnits = (actor: Actor, { unitIds }: { readonly unitIds: readonly number[] }) =>
  unitIds.every((unitId) => inUnit(actor, { unitId }));
const inUnit = ({ scope }: Actor, { unitId }: { readonly unitId: number }) =>
  scope.kind === 'all' || scope.unitIds.includes(unitId);

/**
 * What a user can ask for beyond the permission that a route declares: where it matters which unit, or whose it is. One line each.
 * Reading rows is bound in PostgreSQL as well (design invariant 6).
 */
const rules = {
  importList: rule<{ unitId: number }>('imports.write', inUnit),
  startCampaign: rule<{ unitIds: readonly number[] }>('campaigns.run', inUnits),
  /** A campaign calls people of several units: who is bound to units may stop only the ones they started. */
  changeCampaign: rule<{ createdBy: number | null }>(
    'campaigns.run',
    (a, { createdBy }) => everywhere(a) || createdBy === a.userId,
  ),
  readUnit: rule<{ unitId: number }>('people.read', inUnit),
  exportUnit: rule<{ unitId: number }>('reports.export', inUnit),
  readRegister: rule<{ unitId: number }>('registers.read', inUnit),
  reportRegister: rule<{ unitId: number }>('registers.write', inUnit),
  writeUnitSettings: rule<{ unitId: number }>('settings.write', inUnit),
  /** What is one for the whole system: only who sees all of it sets it. */
  setWholeSystem: rule<object>('settings.write', everywhere),
  writePeople: rule<{ unitId: number }>('people.write', inUnit),
  writePlaces: rule<{ unitId: number }>('places.write', inUnit),
  takeDeclarations: rule<{ unitId: number }>('declarations.write', inUnit),
  writeMilestone: rule<{ unitId: number }>('exposures.write', inUnit),
  /** Users are managed from above: all their units must be the manager's too, and who has none can only be managed by who sees all. */
  manageUser: rule<{ unitIds: readonly number[] }>(
    'users.manage',
    (a, asked) => everywhere(a) || (asked.unitIds.length > 0 && inUnits(a, asked)),
  ),
  /** A webhook of no unit is told of everything. */
  manageWebhook: rule<{ unitId: number | null }>(
    'webhooks.manage',
    (a, { unitId }) => everywhere(a) || (unitId !== null && inUnit(a, { unitId })),
  ),
};

type Rules = typeof rules;
type Asked<R> = R extends Rule<infer A> ? A : never;
export type Action = { [K in keyof Rules]: { readonly kind: K } & Readonly<Asked<Rules[K]>> }[keyof Rules];

/** True when `actor` may do `action`. Pure: everything it depends on was loaded with the request. */
export function can(actor: Actor, action: Action): boolean {
  const { permission, where } = rules[action.kind] as Rule<Action>;
  return actor.permissions.has(permission) && where(actor, action);
}

/** Throws `auth.forbidden` unless `actor` may do `action`. */
export function authorize(actor: Actor, action: Action): void {
  if (!can(actor, action)) throw new Problem('auth.forbidden');
}

/** What a route may declare: a permission, `signedIn` for anybody who is, `open` for everybody. */
export type RoutePermission = Permission | 'signedIn' | 'open';

/** True when the role permits what the route declares. What declares nothing is permitted to nobody. */
export function permits(actor: Actor, declared: RoutePermission | undefined): boolean {
  if (declared === 'signedIn' || declared === 'open') return true;
  return declared !== undefined && actor.permissions.has(declared);
}
