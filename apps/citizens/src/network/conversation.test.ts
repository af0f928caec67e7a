import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Citizen, Manners, Truth } from '../town/town.ts';
import { Conversation } from './conversation.ts';
import type { CitizenEvent } from './log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const truth: Truth = {
  birthYear: 1957,
  remembersContact: 'yes',
  symptoms: 'unsure',
  severe: 'no',
  vulnerable: 'no',
  wentOut: 'yes',
  household: 12,
  metOthers: 'yes',
  met: [
    { phone: '+84912345678', relation: 'neighbour' },
    { phone: null, relation: 'family' },
  ],
  where: 'other',
};

/** A person in a call, and what they did so far. */
function talk(manners: Partial<Manners> = {}) {
  const citizen = { truth } as Citizen;
  const notes: CitizenEvent[] = [];
  const done: string[] = [];
  const conversation = new Conversation(
    citizen,
    { who: 'self', bargesIn: false, thinkMs: 500, ...manners },
    {
      press: (keys) => done.push(keys),
      speak: (durationMs, then) => {
        done.push(`speaks ${durationMs}`);
        setTimeout(then, durationMs);
      },
      hangUp: () => done.push('hangs up'),
      later: (delayMs, act) => setTimeout(act, delayMs),
      note: (event) => notes.push(event),
    },
  );
  const prompt = (promptId: string) => ({ promptId, pace: 'normal', fromMs: 0 }) as const;
  return {
    done,
    notes,
    began: (promptId: string) => conversation.began(prompt(promptId)),
    ended: (promptId: string) => conversation.ended(prompt(promptId)),
    /** Hears a prompt to its end and has time to react. */
    hears(...promptIds: string[]) {
      for (const promptId of promptIds) {
        conversation.began(prompt(promptId));
        vi.advanceTimersByTime(2000);
        conversation.ended(prompt(promptId));
        vi.advanceTimersByTime(5000);
      }
      return done.splice(0);
    },
  };
}

describe('a person on the phone', () => {
  it('answers what is asked with what is true', () => {
    expect(talk().hears('M1', 'M2', 'M3', 'A1', 'A2', 'A2b', 'A2c', 'A3', 'A4', 'A5', 'A6')).toEqual([
      '1',
      '1957',
      '1',
      '3',
      '2',
      '2',
      '1',
      '12#',
      '1',
      '3',
    ]);
  });

  it('speaks where a recording is asked for, then presses #', () => {
    expect(talk().hears('A3r')).toEqual(['speaks 2600', '#']);
  });

  it('tells of everyone met, one after another, also when a question is repeated', () => {
    const round = ['A5n', 'A5n', 'A5p', 'A5r', 'A5m'];
    const keys = talk()
      .hears(...round, ...round)
      .filter((action) => !action.startsWith('speaks'));
    expect(keys).toEqual(['#', '#', '0912345678#', '2', '1', '#', '#', '#', '1', '2']);
  });

  it('presses at once when impatient, after the words when not', () => {
    for (const bargesIn of [true, false]) {
      const person = talk({ bargesIn });
      person.began('A2');
      vi.advanceTimersByTime(600);
      expect(person.done).toEqual(bargesIn ? ['3'] : []);
      person.ended('A2');
      vi.advanceTimersByTime(600);
      expect(person.done).toEqual(['3']);
    }
  });

  it('drops what it was about to press when another prompt begins', () => {
    const person = talk({ bargesIn: true });
    person.began('A2');
    vi.advanceTimersByTime(400);
    person.began('A3');
    vi.advanceTimersByTime(400);
    expect(person.done).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(person.done).toEqual(['1']);
  });

  it('slips the first times and then tells the truth', () => {
    const person = talk({ slips: { M3: ['1946'], A2: [null, '6'] } });
    expect(person.hears('M3', 'WRONG', 'M3', 'A2', 'A2', 'A2')).toEqual(['1946', '1957', '6', '3']);
    expect(person.notes.filter(({ kind }) => kind === 'pressed')).toMatchObject([
      { slip: true },
      { slip: false },
      { slip: true },
      { slip: false },
    ]);
  });

  it('notes which keys were followed by another prompt', () => {
    const person = talk();
    person.hears('M2', 'M3');
    expect(person.notes.filter(({ kind }) => kind === 'acknowledged')).toEqual([
      { kind: 'acknowledged', sequence: 1, promptId: 'M2', keys: '1', nextPromptId: 'M3' },
    ]);
  });

  it('hangs up midway, after the last words, or when nothing more comes', () => {
    const impatient = talk({ hangsUpAt: 'A2' });
    impatient.began('A2');
    vi.advanceTimersByTime(2000);
    expect(impatient.done).toEqual(['hangs up']);
    expect(talk().hears('URGENT')).toEqual(['hangs up']);
    const left = talk();
    vi.advanceTimersByTime(46_000);
    expect(left.done).toEqual(['hangs up']);
    expect(left.notes).toEqual([{ kind: 'hungUp', why: 'silence' }]);
  });

  it('says nothing at all when it is an elder who does not understand', () => {
    expect(talk({ silent: true }).hears('M1', 'M2', 'M2', 'M2')).toEqual([]);
  });
});

describe('whoever else picks up', () => {
  it('hands the phone over, and the person asked for goes on', () => {
    const relative = talk({ who: 'relativeHandsOver' });
    expect(relative.hears('M1', 'M2', 'M2b', 'M2wait', 'M1', 'M2', 'M3')).toEqual(['2', '1', '1', '1957']);
    expect(relative.notes).toContainEqual({ kind: 'handedOver' });
  });

  it('asks to call later, or does not know the person', () => {
    expect(talk({ who: 'relativeSaysLater' }).hears('M2', 'M2b')).toEqual(['2', '2']);
    expect(talk({ who: 'stranger' }).hears('M2', 'M2b')).toEqual(['2', '3']);
  });
});
