/**
 * `GET /api/people/:id` one person with everything known and where it comes from. Each read leaves an audit row.
 * `GET /api/recordings/:id` the recorded words, as `audio/wav` (A-law, 8 kHz).
 */
import type { AnswerValue } from '@truyvet/dialogue';
import { measures } from '@truyvet/outbreak';
import { z } from 'zod';
import { alert } from './alerts.ts';
import { id, instant, localDate, unitName } from './common.ts';
import { errand } from './errands.ts';

export const answerValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('yesNo'), value: z.enum(['yes', 'no', 'unsure']) }),
  z.object({ type: z.literal('choice'), value: z.string() }),
  z.object({ type: z.literal('number'), value: z.number() }),
  z.object({ type: z.literal('year'), value: z.number().int() }),
  z.object({ type: z.literal('digits'), value: z.string() }),
  z.object({ type: z.literal('recording'), value: z.string(), durationMs: z.number() }),
]) satisfies z.ZodType<AnswerValue>;

/** One answer and its provenance. */
export const answer = z.object({
  id,
  stepId: z.string(),
  /** What the step asks, in few words. */
  question: z.object({ vi: z.string(), en: z.string() }),
  round: z.number().int(),
  value: answerValue,
  /** The value in words. */
  valueText: z.object({ vi: z.string(), en: z.string() }),
  by: z.enum(['key', 'speech', 'voice']),
  keys: z.string(),
  confidence: z.number(),
  /** Where in the prompt the key came; null when after it. */
  promptAtMs: z.number().int().nullable(),
  answeredAt: instant,
  /** Time since the call was picked up. */
  callAtMs: z.number().int().nullable(),
  dialogue: z.object({ code: z.string(), version: z.number().int() }),
});
export type Answer = z.infer<typeof answer>;

export const recording = z.object({
  id: z.string(),
  name: z.string(),
  durationMs: z.number().int(),
  recordedAt: instant,
  /** Path of the audio. */
  url: z.string(),
});

export const attempt = z.object({
  id,
  campaign: z.object({ id, name: z.string() }),
  phone: z.string(),
  trunk: z.string(),
  state: z.enum(['committed', 'ringing', 'answered', 'ended']),
  committedAt: instant,
  ringingAt: instant.nullable(),
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  disposition: z.string().nullable(),
  sipStatus: z.number().int().nullable(),
  q850Cause: z.number().int().nullable(),
  /** False: the fault was ours or the operator's, and does not count against the person's attempts. */
  consumed: z.boolean().nullable(),
  identified: z.enum(['strong', 'weak']).nullable(),
  answers: z.array(answer),
  recordings: z.array(recording),
});
export type Attempt = z.infer<typeof attempt>;

export const personPage = z.object({
  id,
  unit: unitName,
  fullName: z.string(),
  birthYear: z.number().int().nullable(),
  birthDate: localDate.nullable(),
  birthPrecision: z.enum(['day', 'month', 'year', 'age']).nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  nationalId: z.string().nullable(),
  hamlet: z.string().nullable(),
  address: z.string().nullable(),
  occupation: z.string().nullable(),
  /** `placeId` null: the words of a list, which no registered place bears. */
  workplace: z.object({ name: z.string(), placeId: id.nullable() }).nullable(),
  phones: z.array(
    z.object({
      e164: z.string(),
      ownerRelation: z.string().nullable(),
      state: z.enum(['unverified', 'confirmed', 'suspect', 'wrong']),
      /** Other people on the same number whom the user may see. */
      sharedWith: z.array(z.object({ id, fullName: z.string() })),
    }),
  ),
  exposures: z.array(
    z.object({
      id,
      sourceCase: z.string().nullable(),
      sourcePerson: z.object({ id, fullName: z.string() }).nullable(),
      sourceText: z.string().nullable(),
      level: z.number().int().nullable(),
      lastContactOn: localDate.nullable(),
      setting: z.string().nullable(),
      learntFrom: z.enum(['list', 'call', 'officer', 'milestone', 'household', 'workplace', 'checkIn', 'declaration']),
      list: z.object({ importId: id, fileName: z.string() }).nullable(),
    }),
  ),
  followUp: z
    .object({
      startOn: localDate,
      endOn: localDate,
      state: z.enum(['open', 'completed', 'lost', 'becameCase']),
      days: z.array(z.object({ dayOn: localDate, status: z.enum(['done', 'missed']), attemptId: id.nullable() })),
    })
    .nullable(),
  /** What lists say of a quarantine: facts beside the committee's orders, never one of them. The latest first; none for who may not see orders. */
  statedIsolations: z.array(
    z.object({
      id,
      version: z.number().int(),
      /** Null: words that were not understood. */
      measure: z.enum(measures).nullable(),
      place: z.string().nullable(),
      startOn: localDate.nullable(),
      endOn: localDate.nullable(),
      list: z.object({ importId: id, fileName: z.string() }).nullable(),
    }),
  ),
  task: z
    .object({ state: z.string(), disposition: z.string().nullable(), dueAt: instant, attemptsUsed: z.number().int() })
    .nullable(),
  /** Newest first. */
  attempts: z.array(attempt),
  alerts: z.array(alert),
  errands: z.array(errand),
});
export type PersonPage = z.infer<typeof personPage>;
