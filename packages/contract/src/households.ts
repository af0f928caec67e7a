/**
 * People who live together.
 * - `GET /api/households?unitId=&cursor=` page of `household`, by code
 * - `POST /api/households` `newHousehold` → `household`
 * - `GET /api/households/:id` → `householdFacts` with its members and ETag; each read leaves an audit row
 * - `PATCH /api/households/:id` `householdChange`
 * - `POST /api/households/:id/members` `householdMember`: takes a person in, out of the household before
 * - `DELETE /api/households/:id/members/:personId` takes a person out
 */
import { z } from 'zod';
import { id, pageOf, pageQuery, unitName, words } from './common.ts';

export const household = z.object({
  id,
  unit: unitName,
  code: z.string(),
  name: z.string().nullable(),
  hamlet: z.string().nullable(),
  address: z.string().nullable(),
  head: z.object({ id, fullName: z.string() }).nullable(),
  members: z.number().int(),
  version: z.number().int(),
});
export type Household = z.infer<typeof household>;
export const householdListQuery = pageQuery.extend({ unitId: z.coerce.number().int().positive().optional() });
export const householdList = pageOf(household);

const text = words(300).nullable();
export const newHousehold = z.object({
  unitId: id,
  /** The commune's own code; the next free one when none is given. */
  code: z.string().trim().min(1).max(40).optional(),
  name: text.default(null),
  hamlet: text.default(null),
  address: text.default(null),
  headPersonId: id.nullable().default(null),
  memberIds: z.array(id).max(50).default([]),
});
export type NewHousehold = z.infer<typeof newHousehold>;
export const householdChange = z
  .object({ code: z.string().trim().min(1).max(40), name: text, hamlet: text, address: text, headPersonId: id.nullable() })
  .partial();
export type HouseholdChange = z.infer<typeof householdChange>;
export const householdMember = z.object({ personId: id });

export const householdFacts = household.omit({ members: true }).extend({
  members: z.array(
    z.object({ id, fullName: z.string(), birthYear: z.number().int().nullable(), sex: z.enum(['male', 'female']).nullable() }),
  ),
});
export type HouseholdFacts = z.infer<typeof householdFacts>;
