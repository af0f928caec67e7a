import { declaredSymptoms, severeSymptoms } from '@truyvet/contract';
import { diseaseProfile } from '@truyvet/outbreak';
import { expect, it } from 'vitest';

it('what a declaration asks about, a visit can write down too, and both find the same severe', () => {
  const { symptoms = [], severeSigns = [] } = diseaseProfile('covid-19') ?? {};
  const severe = new Set<string>(severeSigns.map(({ code }) => code));
  const known = new Set<string>([...symptoms.map(({ code }) => code), ...severe]);
  expect(declaredSymptoms.filter((code) => !known.has(code))).toEqual([]);
  expect(declaredSymptoms.filter((code) => severe.has(code))).toEqual([...severeSymptoms]);
});
