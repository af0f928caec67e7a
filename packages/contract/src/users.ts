/**
 * Accounts, for administrators. One who is bound to units manages users of these units only.
 * - `GET /api/users` page of `user`; `GET /api/users/:id`; `POST /api/users`; `PATCH /api/users/:id` with If-Match
 * - `PUT /api/users/:id/password` ends the user's sessions
 * - `GET /api/roles` what each role permits
 */
import { z } from 'zod';
import { bilingual, id, instant, pageOf, unitName } from './common.ts';
import { permission, role } from './permissions.ts';

export const user = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role,
  locale: z.enum(['vi', 'en']),
  disabled: z.boolean(),
  /** Empty: everything for an administrator, nothing for anybody else. */
  units: z.array(unitName),
  createdAt: instant,
  version: z.number().int(),
});
export type User = z.infer<typeof user>;
export const userPage = pageOf(user);

const password = z.string().min(10).max(200);
const unitIds = z.array(id).max(50);
export const newUser = z.object({
  username: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9._-]{1,49}$/),
  displayName: z.string().trim().min(1).max(100),
  role,
  locale: z.enum(['vi', 'en']).default('vi'),
  unitIds,
  password,
});
export type NewUserBody = z.infer<typeof newUser>;
export const userChange = z
  .object({ displayName: z.string().trim().min(1).max(100), role, locale: z.enum(['vi', 'en']), unitIds, disabled: z.boolean() })
  .partial();
export type UserChange = z.infer<typeof userChange>;
export const passwordChange = z.object({ password });

export const roleList = z.object({
  items: z.array(z.object({ code: role, name: bilingual, permissions: z.array(permission) })),
  permissions: z.array(z.object({ code: permission, name: bilingual })),
});
