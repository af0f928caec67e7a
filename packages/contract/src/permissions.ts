/**
 * What can be permitted, one code each; which role has which is data (`role_permission`, migration 0010), shown in docs/access.md.
 * A route declares the permission it needs; the units of the user bind every permission further.
 */
import { z } from 'zod';

export const permissionCodes = [
  'people.read',
  'people.write',
  'people.merge',
  'identity.read',
  'health.read',
  'health.write',
  'exposures.write',
  'followUp.write',
  'orders.read',
  'orders.propose',
  'orders.decide',
  'registers.read',
  'registers.write',
  'declarations.write',
  'places.write',
  'imports.read',
  'imports.write',
  'campaigns.read',
  'campaigns.run',
  'board.read',
  'alerts.read',
  'alerts.acknowledge',
  'errands.read',
  'errands.work',
  'reports.read',
  'reports.export',
  'settings.write',
  'units.write',
  'rules.write',
  'users.manage',
  'audit.read',
  'webhooks.manage',
  'privacy.manage',
] as const;
export const permission = z.enum(permissionCodes);
export type Permission = z.infer<typeof permission>;

export const roleCodes = [
  'administrator',
  'province',
  'district',
  'commune',
  'police',
  'villageTeam',
  'hotline',
  'committee',
  'readOnly',
] as const;
export const role = z.enum(roleCodes);
export type Role = z.infer<typeof role>;
