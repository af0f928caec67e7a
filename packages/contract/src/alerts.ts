/**
 * What a human must acknowledge within minutes.
 * - `GET /api/alerts?state=&unitId=&mine=&overdue=&escalated=` page of `alert`, the nearest deadline first
 * - `GET /api/alerts/:id/steps` → `alertSteps`: its way up the hierarchy
 * - `POST /api/alerts/:id/acknowledge` `acknowledgement` → `alert`; a second time changes nothing
 */
import type { alertDeadlineMs } from '@truyvet/outbreak';
import { z } from 'zod';
import { type Bilingual, flag, id, instant, pageOf, pageQuery, unitName, words } from './common.ts';

const byCode = {
  severeSign: { vi: 'Dấu hiệu nặng: khó thở, tức ngực hoặc mệt lả', en: 'Severe sign: short of breath, chest pain or exhausted' },
  vulnerableWithFever: { vi: 'Người dễ diễn biến nặng có triệu chứng', en: 'Vulnerable person with symptoms' },
  symptoms: { vi: 'Có triệu chứng', en: 'Has symptoms' },
} satisfies Record<keyof typeof alertDeadlineMs, Bilingual>;

/** Words for every alert that triage raises, by code. */
export const alertWords: Readonly<Record<string, Bilingual>> = byCode;

/** A person as named in lists: the phone is masked (`093***115`); the person's page shows it in full and leaves an audit row. */
export const personName = z.object({
  id,
  fullName: z.string(),
  birthYear: z.number().int().nullable(),
  hamlet: z.string().nullable(),
  maskedPhone: z.string().nullable(),
});

export const alert = z.object({
  id,
  code: z.string(),
  unit: unitName,
  person: personName,
  attemptId: id.nullable(),
  raisedAt: instant,
  dueAt: instant,
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** What the officer who took it wrote. */
  note: z.string().nullable(),
  /** Null while the alert's own unit has it; else who is asked now, in its place, and until when. */
  escalation: z
    .object({ level: z.number().int().positive(), unit: unitName, at: instant, dueAt: instant.nullable(), atTop: z.boolean() })
    .nullable(),
  /** True when it is the reader's own unit that is asked now. */
  asksMe: z.boolean(),
});
export type Alert = z.infer<typeof alert>;

export const alertQuery = pageQuery.extend({
  state: z.enum(['open', 'acknowledged', 'all']).default('open'),
  unitId: z.coerce.number().int().positive().optional(),
  /** Asked of the reader's own unit now. */
  mine: flag.optional(),
  /** Taken too late, or late by now. */
  overdue: flag.optional(),
  /** Went up at least one level. */
  escalated: flag.optional(),
});
/** Each time the alert went up: who let the deadline pass, who was asked instead and until when. */
export const alertSteps = z.object({
  items: z.array(z.object({ level: z.number().int(), from: unitName, to: unitName, at: instant, dueAt: instant.nullable() })),
});
/** The body may be left out. */
export const acknowledgement = z.object({ note: words(2000, 0).optional() }).nullish();
export const alertPage = pageOf(alert);
