import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DialogueMisuse, resume, type Stepped, start, step } from './engine.ts';
import { f1Tracing } from './f1/f1Tracing.ts';
import { promptIsSensitive } from './promptIsSensitive.ts';
import { answersOf, type Session, type Variables } from './session.ts';
import { example, goOn, inputsOf, walk } from './testWalk.ts';
import type { Effect, Input } from './types.ts';

const rightYear = inputsOf('1985');
const anyKey = fc.constantFrom(...'0123456789*#');

const anyInput: fc.Arbitrary<readonly Input[]> = fc.oneof(
  { weight: 6, arbitrary: anyKey.map((key): readonly Input[] => [{ kind: 'key', key }]) },
  { weight: 4, arbitrary: fc.constantFrom('1', '2', '3').map((key): readonly Input[] => [{ kind: 'key', key }]) },
  { weight: 2, arbitrary: fc.constant(rightYear) },
  { weight: 4, arbitrary: fc.constant<readonly Input[]>([{ kind: 'promptEnded' }]) },
  { weight: 1, arbitrary: fc.constant<readonly Input[]>([{ kind: 'silence' }]) },
  {
    weight: 2,
    arbitrary: fc.nat(3000).map((durationMs): readonly Input[] => [{ kind: 'recorded', recordingId: 'r', durationMs }]),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 900 }).map((promptAtMs): readonly Input[] => [{ kind: 'key', key: '1', promptAtMs }]),
  },
  { weight: 1, arbitrary: fc.constant<readonly Input[]>([{ kind: 'machineDetected', reason: 'x' }]) },
);

const anyVariables: fc.Arbitrary<Variables> = fc.record({
  ...Object.fromEntries(Object.entries(example).map(([name, value]) => [name, fc.constant(value)])),
  nam_sinh: fc.constantFrom(1985, null),
  tuoi: fc.constantFrom(36, 3, 80, null),
  level: fc.constantFrom('F1', 'F2', null),
  ngay_tiep_xuc: fc.constantFrom('2021-07-05', null),
});

/** Past the gate half of the time: otherwise random keys would seldom get there. */
const anyCall = fc.record({
  variables: anyVariables,
  pastGate: fc.boolean(),
  inputs: fc.array(anyInput, { maxLength: 80 }).map((parts) => parts.flat()),
});
type Call = { readonly variables: Variables; readonly pastGate: boolean; readonly inputs: readonly Input[] };

/** Every state of a call, with the effects that led to it. */
function* play(call: Call): Generator<Stepped & { readonly before: Session }> {
  let now = start(f1Tracing, call.variables, { todayYear: 2021 });
  yield { ...now, before: now.session };
  for (const input of [...(call.pastGate ? inputsOf('E 1 1985') : []), ...call.inputs]) {
    const before = now.session;
    now = step(f1Tracing, before, input);
    yield { ...now, before };
  }
}

/** What a line that nobody speaks into would send. */
function silentAnswer({ effects }: Stepped): readonly Input[] {
  const last = effects.at(-1)?.kind;
  return last === 'record' ? inputsOf('r') : last === 'listen' ? inputsOf('S') : inputsOf('E');
}

const isPrivate = (effect: Effect) =>
  (effect.kind === 'play' && promptIsSensitive(f1Tracing, effect.promptId)) ||
  (effect.kind === 'answer' && /^A/.test(effect.answer.stepId)) ||
  effect.kind === 'alert' ||
  (effect.kind === 'errand' && ['symptoms', 'namedContact'].includes(effect.code));

describe('whatever is pressed', () => {
  it('says, records and raises nothing private before the gate was passed', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        let identified = false;
        for (const { effects } of play(call)) {
          for (const effect of effects) {
            identified ||= effect.kind === 'identified';
            if (!identified && isPrivate(effect)) return false;
          }
        }
        return true;
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a session that survives JSON, at every step', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const { session } of play(call)) expect(JSON.parse(JSON.stringify(session))).toEqual(session);
      }),
    );
  });

  it('never changes the session it was given', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        const kept: [Session, string][] = [];
        for (const { session } of play(call)) kept.push([session, JSON.stringify(session)]);
        return kept.every(([session, text]) => JSON.stringify(session) === text);
      }),
    );
  });

  it('ends soon once nobody presses anything more', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        let now: Stepped | undefined;
        for (const state of play(call)) now = state.effects.length > 0 ? state : { ...state, effects: now?.effects ?? [] };
        let steps = 0;
        while (now && now.session.outcome === null && steps < 40) {
          for (const input of silentAnswer(now)) {
            const next = step(f1Tracing, now.session, input);
            now = next.effects.length > 0 ? next : { ...next, effects: now.effects };
          }
          steps++;
        }
        expect(now?.session.outcome).not.toBeNull();
      }),
    );
  });

  it('ends exactly once, as the last effect, and takes no more inputs', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        let ends = 0;
        for (const { effects, before } of play(call)) {
          if (before.outcome !== null) expect(effects).toEqual([]);
          const at = effects.findIndex((effect) => effect.kind === 'end');
          if (at >= 0) {
            ends++;
            expect(at).toBe(effects.length - 1);
          }
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never takes the keys 9, 0, * and # for an answer to a choice, nor * and # for a digit', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const { session } of play(call)) {
          for (const { value, keys } of answersOf(session)) {
            const choice = value.type === 'yesNo' || value.type === 'choice';
            expect(keys).toMatch(choice ? /^[1-4]$/ : /^\d*$/);
          }
        }
      }),
    );
  });

  it('never records two answers under one step and round, nor raises anything twice', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        const seen: string[] = [];
        for (const { effects } of play(call)) {
          for (const effect of effects) {
            if (effect.kind === 'answer') seen.push(`answer ${effect.answer.stepId} ${effect.answer.round}`);
            if (effect.kind === 'alert') seen.push(`alert ${effect.code}`);
            if (effect.kind === 'errand') seen.push(`errand ${effect.code} ${effect.round}`);
          }
        }
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it('tells of every answer before it speaks again', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const { effects } of play(call)) {
          const speech = effects.findIndex((effect) => effect.kind === 'play' || effect.kind === 'end');
          const told = effects.findLastIndex((effect) => ['answer', 'alert', 'errand', 'identified'].includes(effect.kind));
          if (speech >= 0) expect(told).toBeLessThan(speech);
        }
      }),
    );
  });
});

describe('a key', () => {
  it('that comes before a question could be heard was meant for the one before', () => {
    const { session } = walk(f1Tracing, 'E 1 1985 1');
    const tooSoon = step(f1Tracing, session, { kind: 'key', key: '1', promptAtMs: 120 });
    expect(tooSoon).toEqual({ session: { ...session, humanProved: true }, effects: [] });
    const soonEnough = step(f1Tracing, session, { kind: 'key', key: '1', promptAtMs: 800 });
    expect(soonEnough.effects[0]).toMatchObject({ kind: 'answer', answer: { stepId: 'A2', promptAtMs: 800 } });
  });

  it('pressed twice at "is this the right number" does not begin the birth year', () => {
    const { session } = walk(f1Tracing, 'E 1');
    expect(step(f1Tracing, session, { kind: 'key', key: '1', promptAtMs: -20 }).session.keys).toBe('');
    expect(step(f1Tracing, session, { kind: 'key', key: '1', promptAtMs: 900 }).session.keys).toBe('1');
  });

  it('silences the prompt when a number begins: a listen without a play', () => {
    const { session } = walk(f1Tracing, 'E 1');
    expect(step(f1Tracing, session, { kind: 'key', key: '1' }).effects).toEqual([{ kind: 'listen', maxMs: 6000 }]);
  });

  it('# skips the words before a recording, to the beep', () => {
    const { session } = walk(f1Tracing, 'E 1 1985 1 2 1');
    const { effects } = step(f1Tracing, session, { kind: 'key', key: '#' });
    expect(effects).toMatchObject([
      { kind: 'play', pieces: [{ clip: 'beep' }] },
      { kind: 'record', finishKey: '#' },
    ]);
  });
});

describe('taking a session up again', () => {
  const halfway = () => walk(f1Tracing, 'E 1 1985 1 2 2 4# H').session;

  it('on a new call asks who is there, then goes on at the unanswered question', () => {
    const again = resume(f1Tracing, halfway(), { askIdentity: true });
    const { told } = goOn(f1Tracing, again, 'E 1 1985 2 1 E');
    expect(told.join(', ')).toBe(
      'play M1, play M2, answer M2/1 right, play M3, answer M3/1 1985, identified, play A5, answer A5 no, play A6, answer A6 home, play A7, end completed',
    );
  });

  it('does not tell a stranger on the new call anything', () => {
    const again = resume(f1Tracing, halfway(), { askIdentity: true });
    expect(goOn(f1Tracing, again, 'E 1 1990 1991 E').told.at(-1)).toBe('end identityFailed');
  });

  it('in the same call repeats the question under way, in its round', () => {
    const { session } = walk(f1Tracing, 'E 1 1985 1 2 2 4# 1 R # 1 1 R');
    const stored: Session = JSON.parse(JSON.stringify(session));
    const again = resume(f1Tracing, stored, { askIdentity: false });
    const { told } = goOn(f1Tracing, again, '0987654321# 2 2 H');
    expect(told.slice(0, 3)).toEqual(['play A5p', 'answer A5p/1 0987654321', 'play A5r']);
  });

  it('after a refusal goes on at the question refused, not at the farewell', () => {
    const { session } = walk(f1Tracing, 'E 1 1985 1 * E');
    expect(goOn(f1Tracing, resume(f1Tracing, session, { askIdentity: true }), 'E 1 1985').told.at(-1)).toBe('play A2');
  });

  it('interrupted before the gate begins anew; interrupted again keeps its place', () => {
    const early = walk(f1Tracing, 'E 1 H').session;
    expect(goOn(f1Tracing, resume(f1Tracing, early, { askIdentity: true }), 'E 1 1985').told.at(-1)).toBe('play A1');
    const once = goOn(f1Tracing, resume(f1Tracing, halfway(), { askIdentity: true }), 'E 1 H').session;
    expect(goOn(f1Tracing, resume(f1Tracing, once, { askIdentity: true }), 'E 1 1985').told.at(-1)).toBe('play A5');
  });

  it('leaves a completed session alone', () => {
    const { session } = walk(f1Tracing, 'E 1 1985 1 2 2 4# 2 1 E');
    expect(resume(f1Tracing, session, { askIdentity: true })).toEqual({ session, effects: [] });
  });
});

describe('wrong use', () => {
  it('is refused: a session of another version, a missing variable', () => {
    const { session } = walk(f1Tracing, '');
    expect(() => step({ ...f1Tracing, version: 2 }, session, { kind: 'silence' })).toThrow(DialogueMisuse);
    expect(() => start(f1Tracing, { ...example, ten: '' }, { todayYear: 2021 })).toThrow(/needs ten/);
  });
});
