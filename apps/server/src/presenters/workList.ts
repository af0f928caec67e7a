import type { DayWork, DayWorkFigures, FoundPerson, WorkItem, WorkUrgency } from '@truyvet/contract';
import { type DayWorkRow, dayMeasures } from '../db/search/dayWork.ts';
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

/** The figures of communes and their sum. */
export function presentDayWork(day: string, rows: readonly DayWorkRow[]): DayWork {
  const sums = dayMeasures.map((_, i) => rows.reduce((sum, { figures }) => sum + (figures[i] ?? 0), 0));
  const units = rows
    .filter(({ figures }) => figures.some((figure) => figure !== 0))
    .map((row) => ({ unit: unitNameOf(row), ...figuresOf(row.figures) }));
  return { day, total: figuresOf(sums), units };
}

function figuresOf(figures: readonly number[]): DayWorkFigures {
  return Object.fromEntries(dayMeasures.map((measure, i) => [measure, figures[i] ?? 0])) as DayWorkFigures;
}
