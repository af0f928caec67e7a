/**
 * What a human must acknowledge within minutes.
 * - `GET /api/alerts?state=&unitId=` page of `alert`, the nearest deadline first
 * - `POST /api/alerts/:id/acknowledge` → `alert`; a second time changes nothing
 */
import type { alertDeadlineMs } from '@truyvet/outbreak';
import { z } from 'zod';
import { type Bilingual, id, instant, pageOf, pageQuery, unitName } from './common.ts';

const words = {
  severeSign: { vi: 'Dấu hiệu nặng: khó thở, tức ngực hoặc mệt lả', en: 'Severe sign: short of breath, chest pain or exhausted' },
  vulnerableWithFever: { vi: 'Người dễ diễn biến nặng có triệu chứng', en: 'Vulnerable person with symptoms' },
  symptoms: { vi: 'Có triệu chứng', en: 'Has symptoms' },
} satisfies Record<keyof typeof alertDeadlineMs, Bilingual>;

/** Words for every alert that triage raises, by code. */
export const alertWords: Readonly<Record<string, Bilingual>> = words;

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
});
export type Alert = z.infer<typeof alert>;

export const alertQuery = pageQuery.extend({
  state: z.enum(['open', 'acknowledged', 'all']).default('open'),
  unitId: z.coerce.number().int().positive().optional(),
});
export const alertPage = pageOf(alert);
