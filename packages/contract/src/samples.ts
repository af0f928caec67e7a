/**
 * Samples.
 * - `GET /api/people/:id/samples` `sampleList`, the latest first
 * - `POST /api/people/:id/samples` `newSample` → `sampleOutcome`: a positive one makes a case of the person and moves everyone behind
 * - `PATCH /api/samples/:id` (If-Match) `sampleChange` → `sampleOutcome`: a result, or its correction
 */
import { z } from 'zod';
import { caseView } from './cases.ts';
import { id, instant, localDate } from './common.ts';
import { levelsMoved } from './levels.ts';

export const sampleKind = z.enum(['pcr', 'antigen', 'antibody', 'other']);
export const sampleResult = z.enum(['pending', 'negative', 'positive', 'invalid']);
export const sampleView = z.object({
  id,
  version: z.number().int(),
  outbreakId: id,
  personId: id,
  kind: sampleKind,
  plannedOn: localDate.nullable(),
  takenOn: localDate.nullable(),
  sentOn: localDate.nullable(),
  laboratory: z.string().nullable(),
  result: sampleResult,
  resultOn: localDate.nullable(),
  /** When a result already given was changed. */
  correctedAt: instant.nullable(),
  createdAt: instant,
});
export type SampleView = z.infer<typeof sampleView>;
export const sampleList = z.object({ items: z.array(sampleView) });

const facts = {
  kind: sampleKind,
  plannedOn: localDate.nullable(),
  takenOn: localDate.nullable(),
  sentOn: localDate.nullable(),
  laboratory: z.string().trim().min(1).max(200).nullable(),
  result: sampleResult,
  resultOn: localDate.nullable(),
};
export const newSample = z.object({
  outbreakId: id,
  kind: facts.kind,
  plannedOn: facts.plannedOn.default(null),
  takenOn: facts.takenOn.default(null),
  sentOn: facts.sentOn.default(null),
  laboratory: facts.laboratory.default(null),
  result: facts.result.default('pending'),
  resultOn: facts.resultOn.default(null),
});
export const sampleChange = z.object(facts).partial();
export const sampleOutcome = z.object({ sample: sampleView, case: caseView.nullable(), moved: levelsMoved });
