import type { Alert, Errand } from '@truyvet/contract';
import { maskPhone } from '@truyvet/outbreak';
import { z } from 'zod';
import type { AlertRecord, ErrandRecord } from '../db/inbox.ts';
import { instantOrNull, instantText } from './dateText.ts';

type PersonFields = { personId: number; fullName: string; birthYear: number | null; hamlet: string | null; e164: string | null };

/** A person as lists name them: phone masked. */
export function personNameOf(record: PersonFields) {
  return {
    id: record.personId,
    fullName: record.fullName,
    birthYear: record.birthYear,
    hamlet: record.hamlet,
    maskedPhone: record.e164 === null ? null : maskPhone(record.e164),
  };
}

export const unitNameOf = (record: { unitId: number; unitCode: string; unitName: string }) => ({
  id: record.unitId,
  code: record.unitCode,
  name: record.unitName,
});

export function presentAlert(record: AlertRecord): Alert {
  return {
    id: record.id,
    code: record.code,
    unit: unitNameOf(record),
    person: personNameOf(record),
    attemptId: record.attemptId,
    raisedAt: instantText(record.raisedAt),
    dueAt: instantText(record.dueAt),
    acknowledgedAt: instantOrNull(record.acknowledgedAt),
    acknowledgedBy: record.acknowledgedBy,
  };
}

const detailTexts = z.record(z.string(), z.unknown()).catch({});

export function presentErrand(record: ErrandRecord): Errand {
  return {
    id: record.id,
    code: record.code,
    unit: unitNameOf(record),
    person: personNameOf(record),
    attemptId: record.attemptId,
    details: errandDetails(record.details),
    createdAt: instantText(record.createdAt),
    dueAt: instantText(record.dueAt),
    doneAt: instantOrNull(record.doneAt),
    doneBy: record.doneBy,
    result: record.result,
  };
}

/** Only the texts of an errand's details leave. */
export function errandDetails(details: unknown): Record<string, string> {
  const entries = Object.entries(detailTexts.parse(details));
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
