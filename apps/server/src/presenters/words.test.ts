import { f1Tracing } from '@truyvet/dialogue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText, localMoment } from './dateText.ts';
import { wordsOf } from './dialogueWords.ts';
import { nationalPhone } from './phoneText.ts';
import { stepOfMeaning, tracingAnswersOf } from './tracingAnswers.ts';

const words = wordsOf(JSON.parse(JSON.stringify(f1Tracing)));

describe('the words that officers read', () => {
  it('exist for every step of the tracing script at which somebody waits', () => {
    const passing = ['loop', 'branch', 'set'];
    const heard = Object.entries(f1Tracing.steps).filter(([, step]) => !passing.includes(step.type));
    expect(heard.filter(([id]) => words.question(id).vi === id)).toEqual([]);
  });

  it('say what was answered', () => {
    expect(words.answer('A2', { type: 'yesNo', value: 'unsure' })).toEqual({ vi: 'Không rõ', en: 'Not sure' });
    expect(words.answer('A6', { type: 'choice', value: 'elsewhere' }).vi).toBe('Nơi khác');
    expect(words.answer('A3r', { type: 'recording', value: 'id', durationMs: 7_600 }).vi).toBe('Ghi âm 8 giây');
    expect(words.answer('A4', { type: 'number', value: 5 }).vi).toBe('5');
  });

  it('are ids and codes for a document that this release cannot read', () => {
    const plain = wordsOf({});
    expect([plain.question('A2').vi, plain.answer('A6', { type: 'choice', value: 'home' }).vi]).toEqual(['A2', 'home']);
  });
});

describe('answers by meaning', () => {
  it('are asked in steps that the script has', () => {
    expect(Object.values(stepOfMeaning).filter((stepId) => !Object.hasOwn(f1Tracing.steps, stepId))).toEqual([]);
  });

  it('are taken from the steps that ask for them', () => {
    const answers = new Map<string, unknown>([
      ['A2', { type: 'yesNo', value: 'unsure' }],
      ['A4', { type: 'number', value: 5 }],
      ['A6', { type: 'choice', value: 'home' }],
    ]);
    const expected = { symptoms: 'unsure', householdSize: 5, whereNow: 'home', severe: null, remembersContact: null };
    expect(tracingAnswersOf(answers)).toMatchObject(expected);
  });

  it('are nothing when what is stored cannot be understood', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value !== 'object' || value === null || !('type' in value));
        expect(tracingAnswersOf(new Map([['A2', value]])).symptoms).toBeNull();
      }),
    );
  });
});

describe('dates and phones', () => {
  it('are written as in Vietnam, in its time', () => {
    expect(localMoment(new Date('2021-07-09T17:05:00Z'))).toBe('00:05 10/07/2021');
    expect(dayText('2021-07-05')).toBe('05/07/2021');
    expect([nationalPhone('+84936036115'), nationalPhone('+85512345678')]).toEqual(['0936036115', '+85512345678']);
  });
});
