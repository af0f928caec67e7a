import type { FollowUpItem } from '@truyvet/contract';
import { daysBetween, isDue } from '@truyvet/outbreak';
import type { FollowUpOnDay } from '../db/followUp/followUps.ts';
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
