/**
 * Advice and orders.
 * - `POST /api/people/:id/advice` `adviceRequest` → `isolationAdvice`: what the rules in force today say; a proposal that was open is replaced
 * - `GET /api/people/:id/advice` everything advised for a person, the newest first
 * - `GET /api/advice?unitId=&state=` page of `isolationAdvice`
 * - `POST /api/advice/:id/decision` (If-Match) `adviceDecision` → `isolationAdvice`: the committee approves, changes with a reason, or refuses
 * - `POST /api/advice/re-evaluate` `reEvaluation` → `reEvaluationResult`: first the difference, then, with its `token`, new proposals
 * - `POST /api/advice` `unitAdviceRequest` → `unitAdvice`: asks the rules about every F1 and F2 of a unit who has no advice since their last exposure
 * - `GET /api/orders?unitId=&state=&dueBy=` page of `isolationOrder`; `GET /api/orders/:id` one of them
 * - `GET /api/orders/:id/document.docx` the order as a decision to be numbered and signed (Decree 30/2020/NĐ-CP)
 * - `GET /api/orders/:id/release` → `releaseVerdict`; `POST /api/orders/:id/releases` (If-Match) `releaseRequest` → `isolationOrder`
 * - `POST /api/orders/:id/cancel` (If-Match) `cancelRequest` → `isolationOrder`: given by mistake; it then kept nobody from others
 * - `POST /api/stated-isolations/:id/withdraw` (If-Match) `statedIsolationWithdrawal` → `levelsMoved`: what a list says of a quarantine was not so
 * - `GET /api/people/:id/vaccinations`, `POST` `vaccinationDose` → `vaccinationRecord`
 */
import { adviceParts, categories, measures } from '@truyvet/outbreak';
import { z } from 'zod';
import { personName } from './alerts.ts';
import { bilingual, id, instant, localDate, pageOf, pageQuery, unitName, words } from './common.ts';

const unitId = z.coerce.number().int().positive();

export const isolationPhase = z.object({
  number: z.number().int(),
  measure: z.enum(measures),
  days: z.number().int(),
  startOn: localDate,
  /** Belongs to the phase; the person may leave the day after. */
  endOn: localDate,
  /** Null: the document's test days are not known; the committee must name them. */
  tests: z.array(z.object({ day: z.number().int(), dueOn: localDate })).nullable(),
});

export const adviceRequest = z.strictObject({
  outbreakId: z.number().int().positive().optional(),
  /** @default what the person is: a case, their level, or someone who came back */
  category: z.enum(categories).optional(),
  /** An officer found the home fit for isolation, in a place that takes part. */
  homeAllowed: z.boolean().default(false),
  /** When an earlier illness was over. */
  recoveredOn: localDate.optional(),
});

export const isolationAdvice = z.object({
  id,
  version: z.number().int(),
  person: personName,
  unit: unitName,
  outbreakId: id,
  state: z.enum(['proposed', 'approved', 'changed', 'refused', 'superseded']),
  advisedOn: localDate,
  sentence: bilingual,
  /** Null: no rule is in force; `ask` says whom to ask. */
  rule: z.object({ code: z.string(), version: z.number().int(), document: z.string().nullable() }).nullable(),
  ask: bilingual.nullable(),
  phases: z.array(isolationPhase),
  endOn: localDate.nullable(),
  /** Everything the advice depends on. */
  inputs: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  orderId: id.nullable(),
  createdAt: instant,
});
export type IsolationAdviceItem = z.infer<typeof isolationAdvice>;
export const isolationAdviceList = z.object({ items: z.array(isolationAdvice) });
export const isolationAdvicePage = pageOf(isolationAdvice);
export const adviceQuery = pageQuery.extend({
  unitId: unitId.optional(),
  state: z.enum(['proposed', 'approved', 'changed', 'refused', 'superseded', 'all']).default('proposed'),
});

export const unitAdviceRequest = z.strictObject({
  unitId: z.number().int().positive(),
  outbreakId: z.number().int().positive().optional(),
  /** At most so many people; the nearest to a case first. */
  limit: z.number().int().min(1).max(500).default(200),
});
export const unitAdvice = z.object({
  /** With a rule, and without any in force. */
  proposed: z.number().int(),
  noRule: z.number().int(),
  /** How many people are still without advice. */
  left: z.number().int(),
});

const reason = words(2000);
const place = z.string().trim().min(1).max(300);
const where = { startOn: localDate.optional(), place: place.optional(), placeId: z.number().int().positive().optional() };
const day = z.number().int().min(1).max(365);
export const adviceDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approve'), ...where }),
  z.strictObject({
    decision: z.literal('change'),
    reason,
    /** Day 0; @default the advice's own */
    baseOn: localDate.optional(),
    /** One after the other. */
    phases: z
      .array(z.strictObject({ measure: z.enum(measures), days: day, testDays: z.array(day).max(30).default([]) }))
      .min(1)
      .max(6),
    ...where,
  }),
  z.strictObject({ decision: z.literal('refuse'), reason }),
]);
export type AdviceDecision = z.infer<typeof adviceDecision>;

export const reEvaluation = z.strictObject({
  outbreakId: z.number().int().positive().optional(),
  unitId: z.number().int().positive().optional(),
  /** The token of a difference that was shown: makes the proposals. Absent: only shows. */
  apply: z.string().max(100).optional(),
});
export const adviceSide = z.object({ sentence: bilingual, rule: z.string().nullable(), endOn: localDate.nullable() });
export const adviceDifference = z.object({
  adviceId: id,
  person: z.object({ id, fullName: z.string() }),
  changed: z.array(z.enum(adviceParts)),
  before: adviceSide,
  after: adviceSide,
});
export const reEvaluationResult = z.object({
  /** How many pieces of advice were looked at. */
  examined: z.number().int(),
  differences: z.array(adviceDifference),
  token: z.string(),
  applied: z.boolean(),
});

export const isolationOrder = z.object({
  id,
  version: z.number().int(),
  person: personName,
  unit: unitName,
  adviceId: id,
  state: z.enum(['active', 'released', 'cancelled']),
  measure: z.enum(measures),
  place: z.string().nullable(),
  startOn: localDate,
  endOn: localDate,
  /** The phase the person is in, by its place in `phases`. */
  phase: z.number().int(),
  phases: z.array(isolationPhase),
  samples: z.array(
    z.object({
      id,
      days: z.array(z.object({ phase: z.number().int(), day: z.number().int() })),
      plannedOn: localDate.nullable(),
      takenOn: localDate.nullable(),
      result: z.enum(['pending', 'negative', 'positive', 'invalid']),
    }),
  ),
});
export type IsolationOrderItem = z.infer<typeof isolationOrder>;
export const isolationOrderPage = pageOf(isolationOrder);
export const orderQuery = pageQuery.extend({
  unitId: unitId.optional(),
  state: z.enum(['active', 'released', 'cancelled', 'all']).default('active'),
  /** Only orders that end on this day or before. */
  dueBy: localDate.optional(),
});

export const releaseVerdict = z.object({
  mayRelease: z.boolean(),
  /** The phase that would be left. */
  phase: z.number().int(),
  blocks: z.array(z.object({ code: z.string(), sampleId: id.nullable(), text: bilingual })),
});
export const releaseRequest = z.strictObject({ note: words(2000, 0).optional() });

export const cancelRequest = z.strictObject({ reason });
/** Another list that says the same changes nothing any more. */
export const statedIsolationWithdrawal = z.strictObject({ reason });

export const vaccinationDose = z.strictObject({
  dose: z.number().int().min(1).max(9),
  givenOn: localDate.nullable(),
  vaccine: z.string().trim().max(100).nullable().default(null),
});
export const vaccinationRecord = z.object({ personId: id, doses: z.array(vaccinationDose) });
