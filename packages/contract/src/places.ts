/**
 * Registered places, their QR posters and the check-ins at them.
 * - `GET /api/places?unitId=&kind=&withoutPoster=true` page of `place`; `POST /api/places`; `PATCH /api/places/:id` (If-Match)
 * - `POST /api/places/:id/poster` makes the poster's code (again: a new one, the old poster is void); `GET /api/places/:id/poster` the
 *   poster to print (A4, HTML with the QR code as SVG)
 * - `POST /api/check-ins` `newCheckIn` → `checkedIn`: open to everybody who stands before a poster, limited in number
 * - `/q/:code` is the same form as a page, without a script
 */
import { z } from 'zod';
import { flag, id, instant, pageOf, pageQuery, unitName, words } from './common.ts';

export const placeKind = z.enum(['workplace', 'school', 'market', 'health', 'transport', 'worship', 'event', 'other']);
export const place = z.object({
  id,
  version: z.number().int(),
  unit: unitName,
  kind: placeKind,
  name: z.string(),
  hamlet: z.string().nullable(),
  address: z.string().nullable(),
  hasPoster: z.boolean(),
  checkIns: z.number().int(),
  createdAt: instant,
});
export type Place = z.infer<typeof place>;
export const placePage = pageOf(place);
export const placeQuery = pageQuery.extend({
  unitId: z.coerce.number().int().positive().optional(),
  kind: placeKind.optional(),
  withoutPoster: flag.optional(),
  q: z.string().trim().max(100).optional(),
});
export const newPlace = z.object({
  unitId: id,
  kind: placeKind,
  name: words(200),
  hamlet: words(80).nullable().default(null),
  address: words(200).nullable().default(null),
});
export type NewPlace = z.infer<typeof newPlace>;
export const placeChange = z
  .object({
    kind: placeKind,
    name: words(200),
    hamlet: words(80).nullable(),
    address: words(200).nullable(),
    closed: z.boolean(),
  })
  .partial();
export type PlaceChange = z.infer<typeof placeChange>;

/** 12 letters and digits that are not mistaken for each other. */
export const posterCode = z.string().regex(/^[2-9A-HJ-NP-Z]{12}$/);
export const newCheckIn = z.object({
  posterCode,
  fullName: words(80),
  phone: words(20).nullable().default(null),
  /** How long the person means to stay; null: not said. */
  stayMinutes: z.number().int().min(5).max(1440).nullable().default(null),
});
export const checkedIn = z.object({ place: z.string(), cameAt: instant });
