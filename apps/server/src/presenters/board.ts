import type { BoardCounters, LiveCall } from '@truyvet/contract';
import { maskPhone } from '@truyvet/outbreak';
import type { BoardCounts, LiveCallRecord } from '../db/board.ts';
import { instantOrNull, instantText } from './dateText.ts';
import type { DialogueWords } from './dialogueWords.ts';
import { unitNameOf } from './inboxItems.ts';

/** `stepNow`: the step that the dialer last told of; else the one stored with the attempt counts. */
export function presentLiveCall(record: LiveCallRecord, words: DialogueWords, stepNow: string | null): LiveCall {
  const stepId = stepNow ?? record.stepId;
  return {
    attemptId: record.attemptId,
    campaignId: record.campaignId,
    unit: unitNameOf(record),
    personId: record.personId,
    personName: record.fullName,
    maskedPhone: maskPhone(record.e164),
    state: record.state,
    stepId,
    step: stepId === null ? null : words.question(stepId),
    startedAt: instantText(record.startedAt),
    answeredAt: instantOrNull(record.answeredAt),
    disposition: record.disposition,
  };
}

export function presentCounters(counts: BoardCounts): BoardCounters {
  return {
    people: counts.people,
    waiting: counts.waiting,
    underWay: counts.underWay,
    reached: counts.reached,
    givenUp: counts.givenUp,
    attempts: counts.attempts,
    openAlerts: counts.openAlerts,
    openErrands: counts.openErrands,
    attemptsLastMinute: counts.attemptsLastMinute,
    dispositions: { ...counts.dispositions },
  };
}
