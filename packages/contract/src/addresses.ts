/**
 * Where people live, are registered, work and come from.
 * - `GET /api/people/:id/addresses` what holds today first
 * - `POST /api/people/:id/addresses` `newAddress` → `address`; a new living address ends the one before it
 * - `POST /api/people/:id/addresses/:addressId/today` `addressChoice` → `address`: an officer says in which unit of today it lies
 * - `POST /api/addresses/resolve` `addressQuestion` → `addressAnswer`: reads a text, keeps nothing
 */
import { z } from 'zod';
import { id, localDate, words } from './common.ts';

export const addressKind = z.enum(['living', 'registered', 'work', 'origin']);
export const addressPrecision = z.enum(['exact', 'group', 'hamlet', 'commune', 'district', 'province', 'unknown']);
/** `ambiguous`, `unknown`: an officer has to say; `chosen`: one has. */
export const addressResolution = z.enum(['pending', 'resolved', 'chosen', 'ambiguous', 'unknown']);
export const addressDoubt = z.enum([
  'noMatch',
  'severalUnits',
  'marksDiffer',
  'contradiction',
  'split',
  'noSuccessor',
  'tooCoarse',
]);

/** A unit at its time, with the names above it, the nearest first. */
export const placedUnit = z.object({
  id,
  code: z.string(),
  name: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  path: z.array(z.string()),
});
/** The five levels as written, with the group (tổ) and the house below them. */
export const writtenLevels = z.object({
  province: z.string().nullable(),
  district: z.string().nullable(),
  commune: z.string().nullable(),
  hamlet: z.string().nullable(),
  group: z.string().nullable(),
  detail: z.string().nullable(),
});

export const address = z.object({
  id,
  kind: addressKind,
  written: writtenLevels,
  /** The most exact unit known, of the time when it was written. */
  unit: placedUnit.nullable(),
  precision: addressPrecision,
  today: placedUnit.nullable(),
  resolution: addressResolution,
  resolvedOn: localDate.nullable(),
  validFrom: localDate.nullable(),
  validTo: localDate.nullable(),
  version: z.number().int(),
});
export type Address = z.infer<typeof address>;
export const addressList = z.object({ items: z.array(address) });

const addressText = words(500, 2);
export const newAddress = z.object({
  kind: addressKind,
  text: addressText,
  /** The first day; today when it is a new living address and none is given. */
  validFrom: localDate.nullable().default(null),
});
export type NewAddress = z.infer<typeof newAddress>;

export const addressChoice = z.object({ unitId: id });

export const addressQuestion = z.object({
  text: addressText,
  /** When it was written. */
  on: localDate.optional(),
  /** Where the writer is: decides between units of one name when the text names nothing above them. */
  nearUnitId: id.optional(),
});
export const addressAnswer = z.object({
  status: z.enum(['resolved', 'ambiguous', 'unknown']),
  doubt: addressDoubt.nullable(),
  written: writtenLevels,
  precision: addressPrecision,
  meant: z.array(placedUnit),
  today: z.array(placedUnit),
});
