import type { ResultRow } from '@truyvet/contract';
import type { LatestAnswer, OpenItem, ResultRecord } from '../db/results.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { groupByPerson } from './groupByPerson.ts';
import { personNameOf, unitNameOf } from './inboxItems.ts';
import { tracingAnswersOf } from './tracingAnswers.ts';

/** What belongs to the people of one page. */
export type ResultParts = {
  readonly answers: readonly LatestAnswer[];
  readonly alerts: readonly OpenItem[];
  readonly errands: readonly OpenItem[];
};

/** The presenter of one page's rows. */
export function resultRowPresenter(parts: ResultParts): (record: ResultRecord) => ResultRow {
  const answers = groupByPerson(parts.answers);
  const alerts = groupByPerson(parts.alerts);
  const errands = groupByPerson(parts.errands);
  return (record) => ({
    person: { ...personNameOf(record), sex: record.sex },
    unit: unitNameOf(record),
    level: record.level,
    sourceCase: record.sourceCase,
    lastContactOn: record.lastContactOn,
    reach: record.reach,
    disposition: record.disposition,
    attempts: record.attempts,
    lastAttemptAt: instantOrNull(record.lastAttemptAt),
    nextCallAt: instantOrNull(record.nextCallAt),
    identified: record.identified,
    answers: tracingAnswersOf(new Map(answers.get(record.personId)?.map(({ stepId, value }) => [stepId, value]))),
    openAlerts: (alerts.get(record.personId) ?? []).map(presentItem),
    openErrands: (errands.get(record.personId) ?? []).map(presentItem),
  });
}

const presentItem = ({ id, code, dueAt }: OpenItem) => ({ id, code, dueAt: instantText(dueAt) });
