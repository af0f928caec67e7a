import { describe, expect, it } from 'vitest';
import { checkDialogue } from '../check/checkDialogue.ts';
import { type Dialogue, dialogueSchema, type Step } from '../dialogue.ts';
import { start, step } from '../engine.ts';
import { f1Tracing } from '../f1/f1Tracing.ts';
import { goOn } from '../testWalk.ts';

const label = { vi: 'Thử', en: 'Test' };

/** A hotline of three steps: the kinds of step that the F1 call does without. */
const hotline: Dialogue = {
  code: 'hotline-test',
  version: 1,
  language: 'vi',
  direction: 'incoming',
  title: label,
  first: 'begin',
  variables: { da_hoi: { kind: 'flag', required: false, example: true }, tuoi: { kind: 'number', required: false, example: 40 } },
  prompts: {
    born: { text: 'Xin bấm năm sinh.', slow: 'Xin bấm bốn số của năm sinh, thật chậm.', bargeIn: true },
    bye: { text: 'Xin cảm ơn.', bargeIn: true },
    staff: { text: 'Cán bộ sẽ gọi lại.', bargeIn: false },
  },
  listen: { ms: 6000, elderMs: 9000, elderFromAge: 60 },
  noAnswer: { repeats: 1, endAfterInARow: 1, end: 'bye' },
  commands: { officer: 'staff', stop: 'bye', machine: 'bye' },
  steps: {
    begin: { type: 'set', variable: 'da_hoi', value: true, next: 'ask' },
    ask: { type: 'year', prompt: 'born', label, next: 'route', onNoAnswer: 'bye' },
    route: {
      type: 'branch',
      cases: [
        {
          when: {
            all: [
              { variable: 'da_hoi', is: true },
              { answer: 'ask', is: 1990 },
            ],
          },
          next: 'staff',
        },
      ],
      otherwise: 'bye',
    },
    staff: { type: 'transfer', errand: 'askedForOfficer', prompt: 'staff', next: 'end' },
    bye: { type: 'say', prompt: 'bye', next: 'end' },
    end: { type: 'end', outcome: 'completed' },
  },
};

const call = (path: string) => goOn(hotline, start(hotline, {}, { todayYear: 2021 }), path).told.join(', ');

describe('steps that the F1 call does without', () => {
  it('make a dialogue that passes the publishing check', () => expect(checkDialogue(hotline)).toEqual([]));

  it('set a variable and branch on it and on an answer', () => {
    expect(call('1990 E')).toBe('play born, answer ask 1990, errand askedForOfficer, play staff, end completed');
    expect(call('1991 E')).toBe('play born, answer ask 1991, play bye, end completed');
  });

  it('ask for a year within living memory, with other words the second time', () => {
    const first = start(hotline, {}, { todayYear: 2021 });
    const { session } = goOn(hotline, first, '189');
    const { effects } = step(hotline, session, { kind: 'key', key: '9' });
    expect(effects[0]).toMatchObject({
      kind: 'play',
      pace: 'slow',
      pieces: [{ text: 'Xin bấm bốn số của năm sinh, thật chậm.' }],
    });
    expect(call('2022 1990 E')).toBe(
      'play born, play born slow, answer ask 1990, errand askedForOfficer, play staff, end completed',
    );
  });

  it('take a # pressed after the fourth digit of a year for part of the year, not for "unknown"', () => {
    const phone = {
      type: 'digits',
      prompt: 'born',
      label,
      minDigits: 9,
      maxDigits: 11,
      emptyIsUnknown: true,
      next: 'bye',
      onNoAnswer: 'bye',
    };
    const ask = { type: 'year', prompt: 'born', label, next: 'phone', onNoAnswer: 'bye' };
    const longer = { ...hotline, steps: { ...hotline.steps, ask, phone } } as Dialogue;
    const first = start(longer, {}, { todayYear: 2021 });
    expect(goOn(longer, first, '1990#').told).toEqual(['play born', 'answer ask 1990', 'play born']);
    expect(goOn(longer, first, '1990##').told.at(-2)).toBe('answer phone ');
  });

  it('give up politely', () =>
    expect(call('S S E')).toBe('play born, play born slow, errand noUsableAnswer, play bye, end completed'));
});

describe('the kinds of step', () => {
  it('are all played by one of the dialogues tested', () => {
    const played = new Set([f1Tracing, hotline].flatMap((dialogue) => Object.values(dialogue.steps).map((each) => each.type)));
    const kinds = dialogueSchema.shape.steps.valueType.options.map((option) => option.shape.type.value);
    expect(kinds.filter((kind: Step['type']) => !played.has(kind))).toEqual([]);
  });
});
