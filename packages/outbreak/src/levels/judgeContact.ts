import type { DayNumber } from './days.ts';
import type { LevelWindow } from './graph.ts';

/** Why a contact gives its target a level or none. */
export type ContactVerdict =
  | { readonly counts: true; readonly level: number; readonly from: DayNumber; readonly until: DayNumber }
  | { readonly counts: false; readonly because: ContactReason };

/**
 * `negated` somebody established that it does not count · `noSource` the source is words, or unknown · `sourceNoLevel` the source is neither a case
 * nor a contact · `tooEarly` before the source could pass anything on · `tooLate` after the source was isolated, cleared or no longer followed ·
 * `tooFar` beyond the farthest level.
 */
export type ContactReason = 'negated' | 'noSource' | 'sourceNoLevel' | 'tooEarly' | 'tooLate' | 'tooFar';

/** Judges one contact by the rule of `computeLevels`, for the explanation. The nearest level it can give counts. */
export function judgeContact(
  contact: {
    readonly negated: boolean;
    readonly hasSource: boolean;
    readonly first: DayNumber;
    readonly last: DayNumber;
    readonly distance: number;
    readonly sourceWindows: readonly LevelWindow[];
  },
  maxLevel: number,
): ContactVerdict {
  const { negated, hasSource, first, last, distance, sourceWindows } = contact;
  if (negated) return { counts: false, because: 'negated' };
  if (!hasSource) return { counts: false, because: 'noSource' };
  const usable = sourceWindows.filter((window) => distance === 1 || window.level === 0);
  if (usable.length === 0) return { counts: false, because: 'sourceNoLevel' };
  const met = usable
    .map((window) => ({
      level: window.level + distance,
      from: Math.max(first, window.from),
      until: distance > 1 ? last : Math.min(last, window.until),
    }))
    .filter((days) => days.from <= days.until)
    .sort((a, b) => a.level - b.level);
  const [nearest] = met;
  if (nearest === undefined)
    return { counts: false, because: usable.every((window) => last < window.from) ? 'tooEarly' : 'tooLate' };
  return nearest.level > maxLevel ? { counts: false, because: 'tooFar' } : { counts: true, ...nearest };
}
