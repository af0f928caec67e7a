import { readFileSync } from 'node:fs';
import { symptomCodes } from '@truyvet/outbreak';
import { expect, it } from 'vitest';

it.each(['vi', 'en'])('the desk has a word for every sign that can be declared: %s', (locale) => {
  const words = readFileSync(new URL(`../../apps/web/src/i18n/${locale}Decisions.ts`, import.meta.url), 'utf8');
  expect(symptomCodes.filter((code) => !words.includes(`'declaredSymptom.${code}': '`))).toEqual([]);
});
