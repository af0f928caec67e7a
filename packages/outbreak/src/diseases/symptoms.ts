/**
 * Every symptom and sign that is written down, by one code each: in profiles of diseases, visits of follow-up, declarations and lists of them.
 * What a code is called depends on the disease and on who reads it.
 */
export const symptomCodes = [
  'abdominalPain',
  'aches',
  'bleeding',
  'breathless',
  'cannotDrink',
  'chestPain',
  'coldLimbs',
  'confusion',
  'convulsions',
  'cough',
  'diarrhoea',
  'drowsy',
  'exhausted',
  'eyePain',
  'fever',
  'headache',
  'highFever',
  'lossOfSmellOrTaste',
  'nausea',
  'rash',
  'redEyes',
  'restless',
  'runnyNose',
  'soreThroat',
  'tired',
  'vomiting',
] as const;
export type SymptomCode = (typeof symptomCodes)[number];

/** What declarations wrote until there was one list; other systems may still send it. */
export const formerSymptomCodes = {
  lossOfSmell: 'lossOfSmellOrTaste',
  shortOfBreath: 'breathless',
} as const satisfies Readonly<Record<string, SymptomCode>>;
export type FormerSymptomCode = keyof typeof formerSymptomCodes;

const today: Readonly<Record<string, SymptomCode>> = formerSymptomCodes;

/** The code that stands for it now. */
export function symptomCode<Code extends string>(code: Code | FormerSymptomCode): Code | SymptomCode {
  return Object.hasOwn(today, code) ? (today[code] as SymptomCode) : (code as Code);
}
