/**
 * Isolation rules: dated data with the document they come from.
 * - `GET /api/isolation-rules?state=&category=&on=` every version, the newest first → `isolationRuleList`
 * - `POST /api/isolation-rules` `isolationRuleFile` → `isolationRuleList` of what was entered, as drafts; a version that exists already stays as it is
 * - `POST /api/isolation-rules/:id/publish` puts a version in force in place of the one before; refused while something is doubtful
 * - `POST /api/isolation-rules/:id/withdraw` ends it
 */
import {
  categories,
  type IsolationRule,
  measures,
  phaseBases,
  type RuleLack,
  type RulePhase,
  type VaccinationPredicate,
} from '@truyvet/outbreak';
import { z } from 'zod';
import { type Bilingual, bilingual, id, instant, localDate } from './common.ts';

const days = z.number().int().min(0).max(365);
const phase = z.strictObject({
  measure: z.enum(measures),
  days: days.min(1).nullable(),
  base: z.enum(phaseBases),
  testDays: z.array(days).max(30).readonly().nullable(),
}) satisfies z.ZodType<RulePhase>;

const course = z.strictObject({
  minDoses: z.number().int().min(1).max(9),
  lastDoseMinDays: days.nullable(),
  lastDoseMaxMonths: z.number().int().min(1).max(60).nullable(),
  recoveredMaxMonths: z.number().int().min(1).max(60).nullable(),
});
const vaccination = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.enum(['full', 'notFull', 'partial', 'none']), course }),
]) as z.ZodType<VaccinationPredicate>;

const places = z
  .array(z.strictObject({ code: z.string().max(20), names: z.array(z.string().max(100)).max(20).readonly() }))
  .min(1);
const exposure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.literal('from'), places: places.readonly() }),
]);

const body = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,49}$/),
  version: z.number().int().min(1).max(9999),
  disease: z.string().min(1).max(50),
  jurisdiction: z.union([z.literal('VN'), z.string().regex(/^\d{2,8}$/)]),
  category: z.enum(categories),
  exposure: exposure.default({ kind: 'any' }),
  vaccination: vaccination.default({ kind: 'any' }),
  homeAllowedOnly: z.boolean().default(false),
  validFrom: localDate,
  validTo: localDate.nullable(),
  phases: z.array(phase).max(6).readonly(),
  release: z.strictObject({ negativeSamples: z.enum(['all', 'none']) }).default({ negativeSamples: 'all' }),
  document: z.strictObject({ number: z.string().trim().min(1).max(100).nullable(), issuedOn: localDate.nullable() }),
  certainty: z.enum(['sure', 'partly', 'unsure']),
  reviewBy: localDate.nullable(),
  note: bilingual.exactOptional(),
});

/** One rule as an authority enters it. */
export const isolationRuleBody = body.superRefine((rule, context) => {
  const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (rule.validTo !== null && rule.validTo < rule.validFrom) wrong(['validTo'], 'before validFrom');
  rule.phases.forEach(({ base, testDays, days: length }, place) => {
    if (place === 0 && base === 'endOfPhaseBefore') wrong(['phases', place, 'base'], 'the first phase has none before it');
    const inOrder = testDays?.every((day, i) => (i === 0 || day > (testDays[i - 1] ?? 0)) && (length === null || day <= length));
    if (inOrder === false) wrong(['phases', place, 'testDays'], 'ascending days within the phase');
  });
}) satisfies z.ZodType<IsolationRule>;

export const isolationRuleFile = z.strictObject({ rules: z.array(isolationRuleBody).min(1).max(500) });
export type IsolationRuleFile = z.infer<typeof isolationRuleFile>;

export const isolationRuleQuery = z.object({
  state: z.enum(['draft', 'in_force', 'withdrawn']).optional(),
  category: z.enum(categories).optional(),
  /** Only rules valid on this day. */
  on: localDate.optional(),
});

export const ruleLackWords: Readonly<Record<RuleLack, Bilingual>> = {
  unsure: { vi: 'nội dung chưa được kiểm chứng', en: 'its content is not verified' },
  reviewOverdue: { vi: 'đã quá ngày phải rà soát', en: 'its review date has passed' },
  documentMissing: { vi: 'chưa có số văn bản', en: 'the document’s number is missing' },
  phasesMissing: { vi: 'chưa có biện pháp', en: 'it names no measure' },
  daysMissing: { vi: 'chưa có số ngày', en: 'the number of days is missing' },
  openEnded: { vi: 'không có ngày hết hiệu lực lẫn ngày rà soát', en: 'it has neither a last day nor a review date' },
};

export const isolationRule = z.object({
  id,
  /** As it is today: a rule whose review is overdue is a draft again. */
  state: z.enum(['draft', 'in_force', 'withdrawn']),
  /** True when people classified today get advice from it. */
  advises: z.boolean(),
  /** Why it may not be put in force. */
  lacks: z.array(z.object({ code: z.string(), text: bilingual })),
  rule: body,
  createdAt: instant,
  publishedAt: instant.nullable(),
});
export const isolationRuleList = z.object({ items: z.array(isolationRule) });
export const isolationRuleEntered = isolationRuleList.extend({
  /** Versions that were there before, and stay as they were. */
  known: z.array(z.string()),
});
export type IsolationRuleItem = z.infer<typeof isolationRule>;
