import { Problem, type Role } from '@truyvet/contract';
import type { Scope } from '../db/scope.ts';

/** Who is asking: a signed-in user with everything that decides what they may do. */
export type Actor = {
  readonly userId: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale: 'vi' | 'en';
  /** What PostgreSQL lets the user see: the given units and everything below them. */
  readonly scope: Scope;
};

/** What a user can ask for; the unit is the one it is asked for. */
export type Action =
  | { readonly kind: 'importList'; readonly unitId: number }
  | { readonly kind: 'startCampaign'; readonly unitIds: readonly number[] }
  /** `createdBy`: a campaign calls people of several units, so that a commune user may stop only the ones of their own. */
  | { readonly kind: 'changeCampaign'; readonly createdBy: number | null }
  | { readonly kind: 'readUnit'; readonly unitId: number };

/** True when `actor` may do `action`. Reading rows is bound in PostgreSQL as well (design invariant 6). */
export function can(actor: Actor, action: Action): boolean {
  if (actor.scope.kind === 'all') return actor.role === 'administrator';
  const { unitIds } = actor.scope;
  switch (action.kind) {
    case 'importList':
    case 'readUnit':
      return unitIds.includes(action.unitId);
    case 'startCampaign':
      return action.unitIds.every((unitId) => unitIds.includes(unitId));
    case 'changeCampaign':
      return action.createdBy === actor.userId;
  }
}

/** Throws `auth.forbidden` unless `actor` may do `action`. */
export function authorize(actor: Actor, action: Action): void {
  if (!can(actor, action)) throw new Problem('auth.forbidden');
}
