import type { Alert, Errand } from '@truyvet/contract';
import { maskPhone, outcomesOf } from '@truyvet/outbreak';
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
    note: record.note,
    escalation: escalationOf(record),
    asksMe: record.asksMe,
  };
}

function escalationOf(record: AlertRecord): Alert['escalation'] {
  const { level, escalatedToId, escalatedToCode, escalatedToName, escalatedAt, nextStepAt, atTop } = record;
  if (level === 0 || escalatedToId === null || escalatedToCode === null || escalatedToName === null || !escalatedAt) return null;
  const unit = { id: escalatedToId, code: escalatedToCode, name: escalatedToName };
  return { level, unit, at: instantText(escalatedAt), dueAt: instantOrNull(nextStepAt), atTop };
}

const detailTexts = z.record(z.string(), z.unknown()).catch({});

export function presentErrand(record: ErrandRecord): Errand {
  return {
    id: record.id,
    code: record.code,
    unit: unitNameOf(record),
    person: personOfErrand(record),
    attemptId: record.attemptId,
    details: errandDetails(record.details),
    createdAt: instantText(record.createdAt),
    dueAt: instantText(record.dueAt),
    doneAt: instantOrNull(record.doneAt),
    doneBy: record.doneBy,
    result: record.result,
    // One that was opened again has none.
    outcome: record.doneAt && record.outcome,
    outcomes: [...outcomesOf(record.code)],
    owner: record.ownerId !== null && record.ownerName !== null ? { id: record.ownerId, displayName: record.ownerName } : null,
    assignedAt: instantOrNull(record.assignedAt),
    version: record.version,
  };
}

/** Null for work about a unit or a list, and about a person whom the reader may no longer see. */
function personOfErrand(record: ErrandRecord): Errand['person'] {
  const { personId, fullName } = record;
  return personId !== null && fullName !== null ? personNameOf({ ...record, personId, fullName }) : null;
}

/** Only the texts of an errand's details leave. */
export function errandDetails(details: unknown): Record<string, string> {
  const entries = Object.entries(detailTexts.parse(details));
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
