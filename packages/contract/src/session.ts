/**
 * `POST /api/session` signs in (sets an httpOnly cookie), `GET /api/session` says who is signed in, `DELETE /api/session` signs out.
 * Every request that changes something carries the header `x-truyvet: 1` (`requestHeader`): a form on another site cannot send it.
 */
import { z } from 'zod';
import { id } from './common.ts';
import { permission, role } from './permissions.ts';
import { unit } from './units.ts';

export const requestHeader = { name: 'x-truyvet', value: '1' } as const;

export const signInBody = z.object({ username: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });
export type SignInBody = z.infer<typeof signInBody>;

export const session = z.object({
  user: z.object({ id, username: z.string(), displayName: z.string(), role, locale: z.enum(['vi', 'en']) }),
  /** The units the user was given; everything below them is theirs too. Empty for an administrator of the whole, who sees all. */
  units: z.array(unit),
  /** What the user may do, so that the desk shows only what works. */
  can: z.object({ importLists: z.boolean(), startCampaigns: z.boolean(), exportResults: z.boolean() }),
  /** Everything the user's role permits, in their units. */
  permissions: z.array(permission),
  /** The server's present (the demo lives at a logical time). */
  now: z.iso.datetime(),
});
export type Session = z.infer<typeof session>;
