import { type Attempt, answerValue, type PersonPage, paths } from '@truyvet/contract';
import type { AlertRecord, ErrandRecord } from '../db/inbox.ts';
import type { ExposureRecord, FollowUpRecord, PersonRecord, PhoneRecord, StatedIsolationRecord } from '../db/people.ts';
import type { AnswerRecord, AttemptRecord, RecordingRecord, TaskRecord } from '../db/peopleCalls.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { type DialogueWords, plainWords } from './dialogueWords.ts';
import { presentAlert, presentErrand, unitNameOf } from './inboxItems.ts';

/** Everything known of one person. */
export type PersonParts = {
  readonly person: PersonRecord;
  readonly phones: readonly PhoneRecord[];
  readonly exposures: readonly ExposureRecord[];
  readonly followUp: FollowUpRecord | undefined;
  readonly statedIsolations: readonly StatedIsolationRecord[];
  readonly task: TaskRecord | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly answers: readonly AnswerRecord[];
  /** Of the dialogue versions that the answers come from, by id. */
  readonly words: ReadonlyMap<number, DialogueWords>;
  readonly recordings: readonly RecordingRecord[];
  readonly alerts: readonly AlertRecord[];
  readonly errands: readonly ErrandRecord[];
};

/** The person's page. Phones are whole here: the reader has the unit, and the read is in the audit log. */
export function presentPerson(parts: PersonParts): PersonPage {
  const { person, followUp, task } = parts;
  return {
    id: person.id,
    unit: unitNameOf(person),
    fullName: person.fullName,
    birthYear: person.birthYear,
    birthDate: person.birthDate,
    birthPrecision: person.birthPrecision,
    sex: person.sex,
    nationalId: person.nationalId,
    hamlet: person.hamlet,
    address: person.address,
    occupation: person.occupation,
    workplace: workplaceOf(person),
    phones: parts.phones.map(({ e164, ownerRelation, state, sharedWith }) => ({
      e164,
      ownerRelation,
      state,
      sharedWith: sharedWith.map(({ id, fullName }) => ({ id, fullName })),
    })),
    exposures: parts.exposures.map(presentExposure),
    followUp: followUp
      ? {
          startOn: followUp.startOn,
          endOn: followUp.endOn,
          state: followUp.state,
          days: followUp.days.map(({ dayOn, status, attemptId }) => ({ dayOn, status, attemptId })),
        }
      : null,
    statedIsolations: parts.statedIsolations.map(presentStatedIsolation),
    task: task
      ? { state: task.state, disposition: task.disposition, dueAt: instantText(task.dueAt), attemptsUsed: task.attemptsUsed }
      : null,
    attempts: parts.attempts.map((record) => presentAttempt(record, parts)),
    alerts: parts.alerts.map(presentAlert),
    errands: parts.errands.map(presentErrand),
  };
}

function workplaceOf({ workplaceId, workplaceName, workplaceText }: PersonRecord): PersonPage['workplace'] {
  if (workplaceName !== null) return { name: workplaceName, placeId: workplaceId };
  return workplaceText === null ? null : { name: workplaceText, placeId: null };
}

function presentExposure(record: ExposureRecord): PersonPage['exposures'][number] {
  const { sourcePersonId, sourcePersonName } = record;
  return {
    id: record.id,
    sourceCase: record.sourceCase,
    sourcePerson:
      sourcePersonId !== null && sourcePersonName !== null ? { id: sourcePersonId, fullName: sourcePersonName } : null,
    sourceText: record.sourceText,
    level: record.level,
    lastContactOn: record.lastContactOn,
    setting: record.setting,
    learntFrom: record.learntFrom,
    list: listOf(record),
  };
}

const listOf = ({ importId, fileName }: Pick<ExposureRecord, 'importId' | 'fileName'>) =>
  importId !== null && fileName !== null ? { importId, fileName } : null;

function presentStatedIsolation(record: StatedIsolationRecord): PersonPage['statedIsolations'][number] {
  const { id, version, measure, place, startOn, endOn } = record;
  return { id, version, measure, place, startOn, endOn, list: listOf(record) };
}

function presentAttempt(record: AttemptRecord, { answers, words, recordings }: PersonParts): Attempt {
  return {
    id: record.id,
    campaign: { id: record.campaignId, name: record.campaignName },
    phone: record.e164,
    trunk: record.trunk,
    state: record.state,
    committedAt: instantText(record.committedAt),
    ringingAt: instantOrNull(record.ringingAt),
    answeredAt: instantOrNull(record.answeredAt),
    endedAt: instantOrNull(record.endedAt),
    disposition: record.disposition,
    sipStatus: record.sipStatus,
    q850Cause: record.q850Cause,
    consumed: record.consumed,
    identified: record.identified,
    answers: answers
      .filter(({ attemptId }) => attemptId === record.id)
      .map((answer) => presentAnswer(answer, words.get(answer.dialogueVersionId) ?? plainWords, record.answeredAt)),
    recordings: recordings
      .filter(({ attemptId }) => attemptId === record.id)
      .map(({ id, name, durationMs, recordedAt }) => ({
        id,
        name,
        durationMs,
        recordedAt: instantText(recordedAt),
        url: paths.recording(encodeURIComponent(id)),
      })),
  };
}

function presentAnswer(record: AnswerRecord, words: DialogueWords, pickedUpAt: Date | null): Attempt['answers'][number] {
  const value = answerValue.parse(record.value);
  return {
    id: record.id,
    stepId: record.stepId,
    question: words.question(record.stepId),
    round: record.round,
    value,
    valueText: words.answer(record.stepId, value),
    by: record.givenBy,
    keys: record.keys,
    confidence: record.confidence,
    promptAtMs: record.promptAtMs,
    answeredAt: instantText(record.answeredAt),
    callAtMs: pickedUpAt && record.answeredAt.getTime() - pickedUpAt.getTime(),
    dialogue: { code: record.dialogueCode, version: record.dialogueVersion },
  };
}
