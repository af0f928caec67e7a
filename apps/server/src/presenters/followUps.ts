import type { FollowUpItem } from '@truyvet/contract';
import { daysBetween, isDue } from '@truyvet/outbreak';
import { z } from 'zod';
import type { DiaryDay, FollowUpOnDay } from '../db/followUp/followUps.ts';
import { personNameOf, unitNameOf } from './inboxItems.ts';

export function presentFollowUp(record: FollowUpOnDay, date: string): FollowUpItem {
  const { id, outbreakId, originalStartOn, startOn, endOn, state, recorded, lastSeenOn, daysDone, daysMissed } = record;
  const due = state === 'open' && isDue(record, date) ? ('due' as const) : ('none' as const);
  return {
    id,
    person: personNameOf(record),
    unit: unitNameOf(record),
    outbreakId,
    originalStartOn,
    startOn,
    endOn,
    state,
    day: daysBetween(startOn, date),
    days: daysBetween(startOn, endOn),
    date,
    status: recorded ?? due,
    lastSeenOn,
    daysDone,
    daysMissed,
  };
}

const told = z
  .object({
    symptoms: z.string().nullable().catch(null),
    severe: z.string().nullable().catch(null),
    codes: z.array(z.string()).catch([]),
  })
  .nullable()
  .catch(null);

/** A follow-up with its days; symptoms as a call or an officer wrote them. */
export function presentFollowUpDetail(record: FollowUpOnDay, days: readonly DiaryDay[], date: string) {
  return {
    ...presentFollowUp(record, date),
    diary: days.map(({ dayOn, status, seenBy, symptoms, note }) => ({
      dayOn,
      day: daysBetween(record.startOn, dayOn),
      status,
      seenBy,
      symptoms: told.parse(symptoms ?? null),
      note,
    })),
  };
}
