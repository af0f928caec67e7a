import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Findings, type TriageInput, triage, type YesNoUnsure } from './triage.ts';

const minute = 60_000;
const completed: Omit<TriageInput, 'findings'> = { disposition: 'completed', closed: true };
const of = (findings: Partial<Findings>, more: Partial<TriageInput> = {}) =>
  triage({ ...completed, ...more, findings: { namedContacts: [], ...findings } });

describe('alerts', () => {
  test.each<[string, Partial<Findings>, number | undefined, [string, number][]]>([
    ['nothing for the healthy', { symptoms: 'no' }, 70, []],
    ['nothing for who is not sure', { symptoms: 'unsure' }, 70, []],
    ['one hour for symptoms', { symptoms: 'yes', severe: 'no', vulnerable: 'no' }, 40, [['symptoms', 60]]],
    [
      'five minutes for a severe sign',
      { symptoms: 'yes', severe: 'yes' },
      40,
      [
        ['severeSign', 5],
        ['symptoms', 60],
      ],
    ],
    [
      'five minutes for the pregnant or chronically ill',
      { symptoms: 'yes', severe: 'no', vulnerable: 'yes' },
      40,
      [
        ['vulnerableWithFever', 5],
        ['symptoms', 60],
      ],
    ],
    [
      'five minutes from the age of 65 on',
      { symptoms: 'yes' },
      65,
      [
        ['vulnerableWithFever', 5],
        ['symptoms', 60],
      ],
    ],
    [
      'five minutes under the age of 5',
      { symptoms: 'yes' },
      4,
      [
        ['vulnerableWithFever', 5],
        ['symptoms', 60],
      ],
    ],
    ['one hour at 64', { symptoms: 'yes' }, 64, [['symptoms', 60]]],
  ])('%s', (_, findings, ageYears, expected) => {
    const { alerts } = of(findings, ageYears === undefined ? {} : { ageYears });
    expect(alerts.map(({ code, dueInMs }) => [code, dueInMs / minute])).toEqual(expected);
  });

  test('saying more never takes an alert away', () => {
    const answer = fc.option(fc.constantFrom<YesNoUnsure>('yes', 'no', 'unsure'), { nil: undefined });
    fc.assert(
      fc.property(answer, answer, fc.integer({ min: 0, max: 100 }), (symptoms, vulnerable, ageYears) => {
        const given = { ...(symptoms && { symptoms }), ...(vulnerable && { vulnerable }) };
        const codes = (findings: Partial<Findings>) => of(findings, { ageYears }).alerts.map(({ code }) => code);
        expect(codes({ ...given, severe: 'yes' })).toEqual(expect.arrayContaining(codes(given)));
      }),
    );
  });
});

describe('errands', () => {
  test.each([
    ['officer', 'askedForOfficer', 60],
    ['identityFailed', 'identityFailed', 60],
    ['wrongNumber', 'wrongNumber', 24 * 60],
    ['numberSuspect', 'wrongNumber', 24 * 60],
    ['refused', 'refusedToAnswer', 24 * 60],
    ['partial', 'cutOff', 24 * 60],
    ['unknown', 'cutOff', 24 * 60],
    ['busy', 'notReached', 24 * 60],
    ['noAnswer', 'notReached', 24 * 60],
    ['machine', 'notReached', 24 * 60],
  ])('a task given up after %s becomes %s, due in %i minutes', (disposition, code, minutes) => {
    const { errands } = of({}, { disposition, closed: true });
    expect(errands.map((errand) => [errand.code, errand.dueInMs / minute])).toEqual([[code, minutes]]);
  });

  test('while the machine will call again there is no errand', () => {
    expect(of({}, { disposition: 'busy', closed: false }).errands).toEqual([]);
  });

  test('each named contact is an errand with what is known of them', () => {
    const namedContacts = [
      { round: 0, recordingId: 'r1', phone: '0912345678', relation: 'family' },
      { round: 1, recordingId: 'r2' },
    ];
    expect(of({ namedContacts }).errands.map(({ code, round, details }) => [code, round, details])).toEqual([
      ['namedContact', 0, { recordingId: 'r1', phone: '0912345678', relation: 'family' }],
      ['namedContact', 1, { recordingId: 'r2' }],
    ]);
  });
});

describe('the follow-up day', () => {
  test('is done once symptoms were answered, missed when the task is given up without, open while there is another try', () => {
    expect(of({ symptoms: 'yes', severe: 'no' }).followUpDay).toEqual({
      status: 'done',
      symptoms: { symptoms: 'yes', severe: 'no' },
    });
    expect(of({}, { disposition: 'busy', closed: true }).followUpDay).toEqual({ status: 'missed', symptoms: null });
    expect(of({}, { disposition: 'busy', closed: false }).followUpDay).toBeNull();
  });
});
