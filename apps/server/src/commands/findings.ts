import type { AnswerValue } from '@truyvet/dialogue';
import type { Findings, NamedContact, YesNoUnsure } from '@truyvet/outbreak';
import type { StoredAnswer } from '../db/answers.ts';

const meaning = { A2: 'symptoms', A2b: 'severe', A2c: 'vulnerable' } as const;
const contactSteps: Readonly<Record<string, keyof Omit<NamedContact, 'round'>>> = {
  A5n: 'recordingId',
  A5p: 'phone',
  A5r: 'relation',
};

/**
 * Reads what the answers of a tracing call mean. When a question was asked twice in one call (the phone was handed over), the later answer
 * counts.
 */
export function readFindings(answers: readonly StoredAnswer[]): Findings {
  const findings: { -readonly [K in Exclude<keyof Findings, 'namedContacts'>]?: YesNoUnsure } = {};
  const contacts = new Map<number, NamedContact>();
  for (const { stepId, round, value } of answers) {
    const yesNoMeaning = isMeant(stepId) ? meaning[stepId] : null;
    if (yesNoMeaning && value.type === 'yesNo') findings[yesNoMeaning] = value.value;
    const contactField = contactSteps[stepId];
    if (contactField) contacts.set(round, { ...(contacts.get(round) ?? { round }), [contactField]: textOf(value) });
  }
  return { ...findings, namedContacts: [...contacts.values()] };
}

function isMeant(stepId: string): stepId is keyof typeof meaning {
  return stepId in meaning;
}

function textOf(value: AnswerValue): string {
  return String(value.value);
}
