/**
 * What is known of a person that officers may correct. Every change names the version that was seen (If-Match) and is kept.
 * - `GET /api/people/:id/facts` → `personFacts` with ETag
 * - `PATCH /api/people/:id` `personChange` → `personFacts`; only the fields that are given change
 * - `POST /api/people/:id/move` `personMove` → `personFacts`: to another commune, with everything that belongs to the person
 * - `GET /api/people/:id/history` page of `personEdit`, the newest first
 */
import { z } from 'zod';
import { address } from './addresses.ts';
import { id, instant, localDate, pageOf, unitName, words } from './common.ts';

/** A birth as well as it is known: `date` with precision `day`, the first of the month with `month`, null with `year` and `age`. */
export const birth = z
  .object({
    year: z.number().int().min(1880).max(2200),
    date: localDate.nullable(),
    precision: z.enum(['day', 'month', 'year', 'age']),
  })
  .refine(({ year, date }) => date === null || Number(date.slice(0, 4)) === year, {
    message: 'year and date differ',
    path: ['date'],
  })
  .refine(({ date, precision }) => (date !== null) === (precision === 'day' || precision === 'month'), {
    message: 'the date does not fit the precision',
    path: ['precision'],
  });

export const phoneState = z.enum(['unverified', 'confirmed', 'suspect', 'wrong']);
export const personPhone = z.object({
  e164: z.string(),
  /** Whose it is: "con gái", "hàng xóm"; null: the person's own. */
  ownerRelation: z.string().nullable(),
  state: phoneState,
});

export const personFacts = z.object({
  id,
  version: z.number().int(),
  unit: unitName,
  fullName: z.string(),
  birth: birth.nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  /** Null also for who may not see identity numbers. */
  nationalId: z.string().nullable(),
  insuranceNumber: z.string().nullable(),
  hamlet: z.string().nullable(),
  address: z.string().nullable(),
  occupation: z.string().nullable(),
  household: z.object({ id, code: z.string(), isHead: z.boolean() }).nullable(),
  workplace: z.object({ id, name: z.string() }).nullable(),
  /** What a list wrote, where no registered place bears these words. */
  workplaceText: z.string().nullable(),
  phones: z.array(personPhone),
  addresses: z.array(address),
  /** What does not fit together, such as an identity number that says another year. */
  warnings: z.array(z.enum(['nationalId.sexDiffers', 'nationalId.yearDiffers'])),
});
export type PersonFacts = z.infer<typeof personFacts>;

const text = words(300).nullable();
export const personChange = z
  .object({
    fullName: z.string().trim().min(2).max(80),
    birth: birth.nullable(),
    sex: z.enum(['male', 'female']).nullable(),
    nationalId: z.string().trim().min(8).max(20).nullable(),
    insuranceNumber: z.string().trim().min(10).max(20).nullable(),
    hamlet: text,
    address: text,
    occupation: text,
    /** A registered place takes the place of a list's words, unless words are given as well. */
    workplaceId: id.nullable(),
    workplaceText: text,
    householdId: id.nullable(),
    /** The whole list, the preferred number first; in any spelling. */
    phones: z
      .array(
        z.object({
          phone: z.string().trim().min(5).max(30),
          ownerRelation: text.default(null),
          state: phoneState.default('unverified'),
        }),
      )
      .max(10),
  })
  .partial()
  .extend({ reason: words(500).optional() });
export type PersonChange = z.infer<typeof personChange>;

export const personMove = z.object({ unitId: id, reason: words(500).nullable().default(null) });
export type PersonMove = z.infer<typeof personMove>;

export const personEdit = z.object({
  id,
  version: z.number().int(),
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  editedAt: instant,
  editedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export const personEditPage = pageOf(personEdit);
