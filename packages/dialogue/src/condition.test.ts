import { describe, expect, it } from 'vitest';
import { type Condition, conditionSchema, holds, readsOf } from './condition.ts';
import { f1Tracing } from './f1/f1Tracing.ts';
import { example, walk } from './testWalk.ts';

const { session } = walk(f1Tracing, 'E 1 1985 1 2', { ...example, tuoi: 65, mien_phi: false });

const cases: readonly (readonly [Condition, boolean])[] = [
  [{ variable: 'level', is: 'F1' }, true],
  [{ variable: 'level', is: 'F2' }, false],
  [{ variable: 'tuoi', atLeast: 65 }, true],
  [{ variable: 'tuoi', atLeast: 66 }, false],
  [{ variable: 'tuoi', below: 65 }, false],
  [{ variable: 'tuoi', below: 66 }, true],
  [{ variable: 'can_nang', below: 66 }, false],
  [{ variable: 'ten', atLeast: 0 }, false],
  [{ variable: 'ten', known: true }, true],
  [{ variable: 'can_nang', known: false }, true],
  [{ variable: 'mien_phi', known: true }, false],
  [{ answer: 'A1', is: 'yes' }, true],
  [{ answer: 'A1', is: 'no' }, false],
  [{ answer: 'A3', is: 'yes' }, false],
  [{ answer: 'M3', is: 1985 }, true],
  [
    {
      any: [
        { variable: 'level', is: 'F2' },
        { answer: 'A1', is: 'yes' },
      ],
    },
    true,
  ],
  [
    {
      all: [
        { variable: 'level', is: 'F2' },
        { answer: 'A1', is: 'yes' },
      ],
    },
    false,
  ],
  [{ not: { variable: 'level', is: 'F2' } }, true],
];

describe('a condition', () => {
  it.each(cases)('%j is %s', (condition, expected) => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
    expect(holds(condition, session)).toBe(expected);
  });

  it('tells what it reads, however deep', () => {
    const deep: Condition = {
      not: {
        any: [
          { variable: 'a', is: 1 },
          {
            all: [
              { answer: 'B', is: 'yes' },
              { variable: 'c', known: true },
            ],
          },
        ],
      },
    };
    expect(readsOf(deep)).toEqual({ variables: ['a', 'c'], answers: ['B'] });
  });
});
