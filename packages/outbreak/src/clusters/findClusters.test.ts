import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diseaseProfile } from '../diseases/diseaseProfile.ts';
import { addDays } from '../localDate.ts';
import { findClusters } from './findClusters.ts';

const rule = diseaseProfile('dengue')?.clusters ?? { minCases: 0, windowDays: 0, quietDays: 0 };
let last = 0;
const at = (place: string, onsetOn: string) => ({ caseId: ++last, place, onsetOn });

describe('clusters of dengue', () => {
  it('are two cases of one hamlet within seven days; the day after is none', () => {
    const six = [at('Thôn 1', '2026-07-01'), at('Thôn 1', '2026-07-07')];
    expect(findClusters(six, rule, '2026-07-10')).toMatchObject([
      { place: 'Thôn 1', caseIds: six.map(({ caseId }) => caseId), openedOn: '2026-07-07', overOn: '2026-07-22', active: true },
    ]);
    expect(findClusters([at('Thôn 1', '2026-07-01'), at('Thôn 1', '2026-07-08')], rule, '2026-07-10')).toEqual([]);
  });

  it('never span two hamlets', () => {
    expect(findClusters([at('Thôn 1', '2026-07-01'), at('Thôn 2', '2026-07-02')], rule, '2026-07-10')).toEqual([]);
  });

  it('last until fourteen days have passed without a case; what comes later is another one', () => {
    const cases = [at('Thôn 1', '2026-07-01'), at('Thôn 1', '2026-07-02'), at('Thôn 1', '2026-07-16')];
    const [one] = findClusters(cases, rule, '2026-07-30');
    expect([one?.caseIds.length, one?.overOn, one?.active]).toEqual([3, '2026-07-31', true]);
    expect(findClusters(cases, rule, '2026-07-31')[0]?.active).toBe(false);
    const again = [...cases, at('Thôn 1', '2026-08-01'), at('Thôn 1', '2026-08-02')];
    expect(findClusters(again, rule, '2026-08-03').map(({ caseIds }) => caseIds.length)).toEqual([2, 3]);
  });

  it('do not depend on the order of the cases, and no case is in two', () => {
    const someCase = fc.record({
      caseId: fc.integer({ min: 1, max: 1e9 }),
      place: fc.constantFrom('Thôn 1', 'Thôn 2', 'Thôn 3'),
      onsetOn: fc.integer({ min: 0, max: 90 }).map((n) => addDays('2026-06-01', n)),
    });
    const someCases = fc.uniqueArray(someCase, { selector: ({ caseId }) => caseId, maxLength: 40 });
    fc.assert(
      fc.property(someCases, (cases) => {
        const found = findClusters(cases, rule, '2026-09-30');
        expect(findClusters([...cases].reverse(), rule, '2026-09-30')).toEqual(found);
        const members = found.flatMap(({ caseIds }) => caseIds);
        expect(new Set(members).size).toBe(members.length);
        for (const { caseIds } of found) expect(caseIds.length).toBeGreaterThanOrEqual(rule.minCases);
      }),
    );
  });
});
