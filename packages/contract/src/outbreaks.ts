/**
 * Outbreaks, and which of them is meant where a question names none.
 * - `GET /api/outbreaks` → `outbreakList`, newest first
 * - `POST /api/outbreaks` `newOutbreak` → 201 `outbreak`: by who sees the whole system; `disease.unknown`, `outbreak.exists`
 * - `GET /api/settings/outbreak` → `defaultOutbreak`; `PUT` `defaultOutbreakChoice` (If-Match), by who sees the whole system
 */
import { z } from 'zod';
import { id, localDate } from './common.ts';

export const outbreak = z.object({
  id,
  code: z.string(),
  disease: z.string(),
  name: z.string(),
  startedOn: localDate.nullable(),
  /** It is meant where a list, a declaration or a question names none. */
  isDefault: z.boolean(),
});
export type Outbreak = z.infer<typeof outbreak>;
export const outbreakList = z.object({ items: z.array(outbreak) });

export const newOutbreak = z.strictObject({
  /** Short and lasting: `sxh-2026`. */
  code: z
    .string()
    .max(40)
    .refine((text) => /^[a-z0-9][a-z0-9-]*$/.test(text), 'small letters, digits and hyphens'),
  /** A disease that has a profile (`GET /api/diseases`). */
  disease: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(200),
  startedOn: localDate.nullable().default(null),
});
export type NewOutbreak = z.output<typeof newOutbreak>;

/** One for the whole system. */
export const defaultOutbreakChoice = z.strictObject({
  /** Null: the newest one, whichever that is. */
  outbreakId: id.nullable(),
});
export type DefaultOutbreakChoice = z.infer<typeof defaultOutbreakChoice>;
export const defaultOutbreak = z.object({
  /** What was chosen; null: nothing, so that the newest counts. */
  outbreakId: id.nullable(),
  /** The one that counts now. */
  outbreak,
});
export type DefaultOutbreak = z.infer<typeof defaultOutbreak>;
