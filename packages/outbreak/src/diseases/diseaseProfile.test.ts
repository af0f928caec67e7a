import { describe, expect, it } from 'vitest';
import { diseaseProfile, diseaseProfiles } from './diseaseProfile.ts';
import { formerSymptomCodes, symptomCode, symptomCodes } from './symptoms.ts';

describe('disease profiles', () => {
  it('are found by the code that an outbreak bears', () => {
    expect(diseaseProfiles.map(({ code }) => code)).toEqual(['covid-19', 'measles', 'avian-influenza', 'dengue']);
    expect(diseaseProfile('covid-19')?.followUpDays).toBe(14);
    expect(diseaseProfile('plague')).toBeUndefined();
  });

  it.each(diseaseProfiles)('$code has periods that fit each other, signs in both languages, and sources', (profile) => {
    const { incubationDays, followUpDays, symptoms, severeSigns, sources } = profile;
    expect(incubationDays.min).toBeGreaterThan(0);
    expect(incubationDays.max).toBeGreaterThan(incubationDays.min);
    expect(followUpDays).toBeGreaterThanOrEqual(incubationDays.max);
    for (const signs of [symptoms, severeSigns]) {
      expect(new Set(signs.map(({ code }) => code)).size).toBe(signs.length);
      for (const sign of signs) expect([sign.vi, sign.en].every((words) => words.trim() !== '')).toBe(true);
    }
    expect(sources.some(({ certainty }) => certainty === 'sure')).toBe(true);
  });

  it('use every code there is, and no former one', () => {
    const used = diseaseProfiles.flatMap(({ symptoms, severeSigns }) => [...symptoms, ...severeSigns].map(({ code }) => code));
    expect([...new Set(used)].sort()).toEqual([...symptomCodes]);
    expect(Object.keys(formerSymptomCodes).map((code) => symptomCode(code))).toEqual(['lossOfSmellOrTaste', 'breathless']);
    expect(['fever', 'constructor'].map((code) => symptomCode(code))).toEqual(['fever', 'constructor']);
  });

  it('use levels or clusters, never both', () => {
    for (const profile of diseaseProfiles) expect(profile.usesLevels).toBe(profile.clusters === undefined);
    expect(diseaseProfile('dengue')?.usesLevels).toBe(false);
  });
});
