import { answerValue, type TracingAnswers } from '@truyvet/contract';

/** In which step of the tracing script each meaning is asked. */
export const stepOfMeaning = {
  remembersContact: 'A1',
  symptoms: 'A2',
  severe: 'A2b',
  vulnerable: 'A2c',
  leftCommune: 'A3',
  householdSize: 'A4',
  metOthers: 'A5',
  whereNow: 'A6',
} as const satisfies Record<keyof TracingAnswers, string>;

/** Latest answers by step id → the tracing answers by meaning. What is not of the type expected counts as not answered. */
export function tracingAnswersOf(byStep: ReadonlyMap<string, unknown>): TracingAnswers {
  const read = (meaning: keyof TracingAnswers) => answerValue.safeParse(byStep.get(stepOfMeaning[meaning])).data;
  const yesNo = (meaning: keyof TracingAnswers) => {
    const value = read(meaning);
    return value?.type === 'yesNo' ? value.value : null;
  };
  const household = read('householdSize');
  const where = read('whereNow');
  return {
    remembersContact: yesNo('remembersContact'),
    symptoms: yesNo('symptoms'),
    severe: yesNo('severe'),
    vulnerable: yesNo('vulnerable'),
    leftCommune: yesNo('leftCommune'),
    householdSize: household?.type === 'number' ? household.value : null,
    metOthers: yesNo('metOthers'),
    whereNow: where?.type === 'choice' ? where.value : null,
  };
}
