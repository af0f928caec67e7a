/**
 * Daily follow-up.
 * - `GET /api/follow-ups?unitId=&date=&status=` page of `followUpItem`: who is due on a day and what became of it
 * - `GET /api/follow-ups/:id` → `followUpDetail`: every day with what was seen
 * - `POST /api/follow-ups/:id/days` `followUpVisit` → `followUpItem`: an officer saw or spoke to the person, also outside the period
 * - `GET`, `PUT /api/settings/follow-up` (If-Match) `followUpSettings`: when somebody is lost, when a day is closed
 * - `GET /api/clusters?outbreakId=&unitId=&by=` → `clusterList`: cases of one place and time, for diseases without levels
 * - `GET /api/diseases` → `diseaseList`: what is known of each disease, with sources
 */
import { z } from 'zod';
import { personName } from './alerts.ts';
import { bilingual, flag, id, localDate, pageOf, pageQuery, unitName, words } from './common.ts';

const unitId = z.coerce.number().int().positive();

export const followUpQuery = pageQuery.extend({
  unitId: unitId.optional(),
  outbreakId: unitId.optional(),
  /** @default today */
  date: localDate.optional(),
  /**
   * `due`: to be seen that day and nothing written down yet; `done`, `missed`: what was; `lost`: unseen for too long; `all`: everybody whose
   * period covers the day, and the lost.
   */
  status: z.enum(['due', 'done', 'missed', 'lost', 'all']).default('due'),
});

export const followUpItem = z.object({
  id,
  person: personName,
  unit: unitName,
  outbreakId: id,
  originalStartOn: localDate,
  /** Day 0: the last contact. */
  startOn: localDate,
  endOn: localDate,
  state: z.enum(['open', 'completed', 'lost', 'becameCase']),
  /** Which day of the follow-up `date` is, and how many there are; outside them it is below 1 or above `days`. */
  day: z.number().int(),
  days: z.number().int(),
  date: localDate,
  status: z.enum(['due', 'done', 'missed', 'none']),
  lastSeenOn: localDate.nullable(),
  daysDone: z.number().int(),
  daysMissed: z.number().int(),
});
export type FollowUpItem = z.infer<typeof followUpItem>;
export const followUpPage = pageOf(followUpItem);

export const followUpDetail = followUpItem.extend({
  /** What is written down, by day; a day that is not here was not due, or is still open. */
  diary: z.array(
    z.object({
      dayOn: localDate,
      /** Which day of the follow-up it is. */
      day: z.number().int(),
      status: z.enum(['done', 'missed']),
      seenBy: z.enum(['call', 'visit', 'phone', 'self']).nullable(),
      /** Null: not asked. */
      symptoms: z
        .object({
          symptoms: z.string().nullable(),
          severe: z.string().nullable(),
          codes: z.array(z.string()),
        })
        .nullable(),
      note: z.string().nullable(),
    }),
  ),
});

export const followUpVisit = z.strictObject({
  /** @default today */
  dayOn: localDate.optional(),
  how: z.enum(['visit', 'phone', 'self']),
  /** Codes of the disease's symptoms and severe signs (see `GET /api/diseases`); empty: none. */
  symptoms: z.array(z.string().max(40)).max(30),
  note: words(2000, 0).optional(),
});
export type FollowUpVisit = z.infer<typeof followUpVisit>;

/** One for the whole system: set by who sees all of it. */
export const followUpSettings = z.strictObject({
  /** Unseen for so many due days in a row, a contact is lost. @default 3 */
  lostAfterDays: z.number().int().min(1).max(30),
  /** The local hour at which a day is closed; 24: at midnight. @default 16, with the report */
  closeHour: z.number().int().min(0).max(24),
});
export type FollowUpSettings = z.infer<typeof followUpSettings>;

export const clusterQuery = z.object({
  outbreakId: unitId.optional(),
  unitId: unitId.optional(),
  by: z.enum(['hamlet', 'commune']).default('hamlet'),
  active: flag.optional(),
});
export const caseCluster = z.object({
  unit: unitName,
  hamlet: z.string().nullable(),
  cases: z.number().int(),
  caseIds: z.array(id),
  firstOnsetOn: localDate,
  lastOnsetOn: localDate,
  openedOn: localDate,
  overOn: localDate,
  active: z.boolean(),
});
export const clusterList = z.object({
  rule: z.object({ minCases: z.number().int(), windowDays: z.number().int(), quietDays: z.number().int() }),
  items: z.array(caseCluster),
  /** Cases that no cluster could be asked about: no day of onset, or no place. */
  unplaced: z.number().int(),
});

const sign = z.object({ code: z.string(), vi: z.string(), en: z.string() });
export const disease = z.object({
  code: z.string(),
  name: bilingual,
  onset: bilingual,
  incubationDays: z.object({ min: z.number(), max: z.number() }),
  infectiousBeforeOnsetDays: z.number(),
  infectiousAfterOnsetDays: z.number(),
  followUpDays: z.number(),
  usesLevels: z.boolean(),
  symptoms: z.array(sign),
  severeSigns: z.array(sign),
  sources: z.array(z.object({ says: z.string(), document: z.string(), certainty: z.enum(['sure', 'toBeVerified']) })),
});
export const diseaseList = z.object({ items: z.array(disease) });
