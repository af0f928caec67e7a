import { describe, expect, it } from 'vitest';
import { readCitizensLog } from './citizensLog.ts';
import { compareLogs } from './compare.ts';
import type { ServerAttempt, ServerRecord } from './serverRecord.ts';

const number = '+84912000001';
let clock = 0;

/** A log line; each is a second later than the one before. */
const line = (callId: string, kind: string, more: object = {}): string =>
  JSON.stringify({ at: new Date(Date.UTC(2021, 6, 10, 1, 0, clock++)).toISOString(), kind, callId, number, ...more });

const pressed = (callId: string, sequence: number, promptId: string, keys: string, nextPromptId: string): string[] => [
  line(callId, 'pressed', { sequence, promptId, keys }),
  line(callId, 'acknowledged', { sequence, promptId, keys, nextPromptId }),
];

/** A citizen of 66 with symptoms, none severe, heard to the end. */
const interview = (callId: string): string[] => [
  line(callId, 'rung'),
  line(callId, 'answered'),
  ...pressed(callId, 1, 'M2', '1', 'M3'),
  ...pressed(callId, 2, 'M3', '1955', 'A1'),
  ...pressed(callId, 3, 'A1', '7', 'A1'),
  ...pressed(callId, 4, 'A1', '1', 'A2'),
  ...pressed(callId, 5, 'A2', '1', 'A2b'),
  ...pressed(callId, 6, 'A2b', '2', 'A2c'),
  ...pressed(callId, 7, 'A2c', '2', 'A7'),
  line(callId, 'heardOut', { promptId: 'A7', whole: true }),
  line(callId, 'farEndHungUp'),
];

const answers: ServerAttempt['answers'] = [
  ['M2', '1'],
  ['M3', '1955'],
  ['A1', '1'],
  ['A2', '1'],
  ['A2b', '2'],
  ['A2c', '2'],
].map(([stepId = '', keys = '']) => ({ stepId, keys, isRecording: false }));

const attempt: ServerAttempt = { callId: 'c1', number, personId: 1, answered: true, disposition: 'completed', answers };
const server: ServerRecord = {
  attempts: [attempt],
  alerts: ['symptoms', 'vulnerableWithFever'].map((code) => ({ number, callId: 'c1', code })),
  symptoms: [{ callId: 'c1', symptoms: { symptoms: 'yes', severe: 'no' } }],
};

function kinds(lines: readonly string[], record: ServerRecord): string[] {
  const citizens = readCitizensLog(`${lines.join('\n')}\n`);
  return compareLogs({ citizens, server: record, peopleOn: () => 1, year: 2021 }).map(({ kind }) => kind);
}

describe('the comparison of both logs', () => {
  it('finds nothing when the server stored what the citizen did', () => {
    expect(kinds(interview('c1'), server)).toEqual([]);
  });

  it('finds a lost answer', () => {
    const lost = { ...server, attempts: [{ ...attempt, answers: answers.filter(({ stepId }) => stepId !== 'A1') }] };
    expect(kinds(interview('c1'), lost)).toEqual(['answersDiffer']);
  });

  it('finds a changed answer, in the answers and in what follows from them', () => {
    const swapped = answers.map((answer) => (answer.stepId === 'A2' ? { ...answer, keys: '2' } : answer));
    const record = { ...server, attempts: [{ ...attempt, answers: swapped }], alerts: [], symptoms: [] };
    expect(new Set(kinds(interview('c1'), record))).toEqual(new Set(['answersDiffer', 'symptomsDiffer', 'alertMissing']));
  });

  it('finds a lost alert and one that nobody gave reason for', () => {
    expect(kinds(interview('c1'), { ...server, alerts: server.alerts.slice(1) })).toEqual(['alertMissing']);
    const more = [...server.alerts, { number, callId: 'c1', code: 'severeSign' }];
    expect(kinds(interview('c1'), { ...server, alerts: more })).toEqual(['alertUnfounded']);
  });

  it('finds a ring that no attempt stands for, and a second ring after the interview', () => {
    expect(kinds([...interview('c1'), line('c2', 'rung')], server)).toEqual(['rungWithoutAttempt', 'rungAfterFinished']);
  });

  it('finds an attempt that nobody heard ring, unless a killed dialler left it unknown', () => {
    const ghost: ServerAttempt = { ...attempt, callId: 'c9', answered: false, disposition: 'noAnswer', answers: [] };
    expect(kinds(interview('c1'), { ...server, attempts: [attempt, ghost] })).toEqual(['attemptNeverRang']);
    const unknown = { ...ghost, disposition: 'unknown' };
    expect(kinds(interview('c1'), { ...server, attempts: [attempt, unknown] })).toEqual([]);
  });

  it('finds an answer to the call that only one side knows of', () => {
    expect(kinds([line('c1', 'rung')], { ...server, attempts: [{ ...attempt, answers: [] }], alerts: [], symptoms: [] })).toEqual(
      ['answeredDiffers'],
    );
  });

  it('forgives the last key of a call that was cut off before anything told that it had arrived', () => {
    const cut = [
      ...interview('c1').slice(0, 4),
      line('c1', 'pressed', { sequence: 2, promptId: 'M3', keys: '1955' }),
      line('c1', 'farEndHungUp'),
    ];
    const stored = (count: number): ServerRecord => ({
      attempts: [{ ...attempt, answers: answers.slice(0, count) }],
      alerts: [],
      symptoms: [],
    });
    expect(kinds(cut, stored(1))).toEqual([]);
    expect(kinds(cut, stored(2))).toEqual([]);
    expect(kinds(cut, stored(0))).toEqual(['answersDiffer']);
  });

  it('takes what was spoken, with the key that ended it, as one answer', () => {
    const spoken = [
      line('c1', 'rung'),
      line('c1', 'answered'),
      line('c1', 'spoke', { promptId: 'A3r' }),
      ...pressed('c1', 1, 'A3r', '#', 'A4'),
    ];
    const record: ServerRecord = {
      attempts: [{ ...attempt, answers: [{ stepId: 'A3r', keys: '#', isRecording: true }] }],
      alerts: [],
      symptoms: [],
    };
    expect(kinds(spoken, record)).toEqual([]);
  });
});
