import { diseaseProfile } from '../diseases/diseaseProfile.ts';
import { followUpRules } from '../followUp/followUpPeriod.ts';

/** What the derivation of levels has to know about a disease. Days are local days. */
export type LevelProfile = {
  /** A case counts as infectious from so many days before onset; without an onset, before the first positive sample. */
  readonly lookbackDays: number;
  /** By level (the first entry is not used): so many days after the last exposure the level lapses, with the follow-up. */
  readonly followUpDays: readonly number[];
  /** The farthest level that is derived; 0 for a disease without levels (dengue goes by place clusters). */
  readonly maxLevel: number;
  /**
   * A negative PCR sample of a contact says that they were not infectious on the day it was taken and so many days before: what they met in
   * those days passes no level on. Not longer, because somebody who has recovered is negative as well.
   */
  readonly clearedDays: number;
};

/** Lists of 2021 knew F0 to F4. */
const farthest = 4;

/**
 * The profile of a disease by its code, however it is written (`COVID-19`). A disease that is not known is traced like COVID-19. A level runs
 * as long as the longest follow-up that any rule gives it, so that a shorter rule of a later day takes nobody's level away.
 */
export function levelProfileOf(disease: string): LevelProfile {
  const code = disease
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '-');
  const known = diseaseProfile(code) ?? diseaseProfile('covid-19');
  if (known === undefined) throw new Error('the profile of COVID-19 is missing');
  const ruled = known.code === 'covid-19' ? followUpRules : [];
  const followUpDays = Array.from({ length: farthest + 1 }, (_, level) =>
    Math.max(known.followUpDays, ...ruled.filter((rule) => rule.level === level).map(({ days }) => days)),
  );
  return {
    lookbackDays: known.infectiousBeforeOnsetDays,
    followUpDays,
    maxLevel: known.usesLevels ? farthest : 0,
    clearedDays: known.incubationDays.max,
  };
}
