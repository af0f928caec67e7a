import { maskIdentityNumbers } from '@truyvet/outbreak';
import { z } from 'zod';

/** Database identity of a row. */
export const id = z.number().int().positive();

/** The year 0 is none to PostgreSQL, and what comes after 9999 cannot be written with four digits. */
const writableYear = /^(?!0000|9999)/;

/** An instant in UTC, ISO 8601 (`2021-07-10T01:00:00.000Z`). */
export const instant = z.iso.datetime().regex(writableYear);

/** A date people speak of, in Asia/Ho_Chi_Minh (`2021-07-10`). */
export const localDate = z.iso.date().regex(writableYear);

/** What somebody says in words of their own. Words are kept in clear, so that an identity or insurance number among them is masked. */
export const words = (longest: number, shortest = 1) =>
  z.string().trim().min(shortest).max(longest).overwrite(maskIdentityNumbers);

/** The same sentence in both languages of the desk. */
export const bilingual = z.object({ vi: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingual>;

/** Path parameter `:id`. */
export const idParams = z.object({ id: z.coerce.number().int().positive() });

/** A yes or no in a query: `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Query of every list: an opaque cursor of the page before, and how many rows. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** One page of a list; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A unit as it is named beside other things. */
export const unitName = z.object({ id, code: z.string(), name: z.string() });
export type UnitName = z.infer<typeof unitName>;
