import type { FoundPerson, WorkItem, WorkUrgency } from '@truyvet/contract';
import type { FoundPerson as FoundRecord } from '../db/search/foundPeople.ts';
import type { Urgency, WorkRecord } from '../db/search/workList.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { personNameOf, unitNameOf } from './inboxItems.ts';

const urgencyWords: Readonly<Record<Urgency, WorkUrgency>> = {
  1: 'alert',
  2: 'symptoms',
  3: 'errand',
  4: 'unreached',
  5: 'followUp',
};

export function presentWorkItem(record: WorkRecord): WorkItem {
  return {
    person: personNameOf(record),
    unit: unitNameOf(record),
    urgency: urgencyWords[record.urgency],
    dueAt: instantText(record.dueAt),
    level: record.level,
    reach: record.reach,
    disposition: record.disposition,
    attempts: record.attempts ?? 0,
    nextCallAt: instantOrNull(record.nextCallAt),
    alerts: [...record.alerts],
    errands: [...record.errands],
    followUp: record.followUp,
  };
}

export function presentFoundPerson(record: FoundRecord): FoundPerson {
  const { level, reach, disposition } = record;
  return { person: personNameOf(record), unit: unitNameOf(record), level, reach, disposition };
}
