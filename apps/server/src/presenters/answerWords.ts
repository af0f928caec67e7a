import { answerValue, type Bilingual, type TracingAnswers } from '@truyvet/contract';
import type { AnswerValue } from '@truyvet/dialogue';

/** What each step of the tracing script asks, in few words. */
const questions: Readonly<Record<string, Bilingual>> = {
  M1: { vi: 'Lời chào', en: 'Greeting' },
  M2: { vi: 'Đúng số máy của người này?', en: 'The right person’s phone?' },
  M2b: { vi: 'Người cần gặp có ở gần đó?', en: 'Is the person nearby?' },
  M3: { vi: 'Xác minh năm sinh', en: 'Birth year' },
  A1: { vi: 'Có nhớ đã tiếp xúc?', en: 'Remembers the contact?' },
  A2: { vi: 'Có triệu chứng?', en: 'Any symptoms?' },
  A2b: { vi: 'Có dấu hiệu nặng?', en: 'Any severe sign?' },
  A2c: { vi: 'Có thai hoặc bệnh nền?', en: 'Pregnant or chronic illness?' },
  A3: { vi: 'Có ra khỏi xã?', en: 'Left the commune?' },
  A3r: { vi: 'Nơi đã đến', en: 'Places visited' },
  A4: { vi: 'Số người trong nhà', en: 'People in the household' },
  A5: { vi: 'Có gặp gần ai khác?', en: 'Met anyone else closely?' },
  A5n: { vi: 'Tên người đã gặp', en: 'Name of the person met' },
  A5p: { vi: 'Số điện thoại người đã gặp', en: 'Phone of the person met' },
  A5r: { vi: 'Quan hệ với người đã gặp', en: 'Relation to the person met' },
  A5m: { vi: 'Còn ai nữa không?', en: 'Anyone else?' },
  A6: { vi: 'Hiện đang ở đâu?', en: 'Where now?' },
  A7: { vi: 'Dặn dò và kết thúc', en: 'Advice and goodbye' },
  URGENT: { vi: 'Dặn gọi 115', en: 'Told to call 115' },
  HT: { vi: 'Lời nhắn hộp thư thoại', en: 'Voicemail message' },
};

/** What a step asks; a step that is not in the catalogue shows its id. */
export function questionOf(stepId: string): Bilingual {
  return questions[stepId] ?? { vi: stepId, en: stepId };
}

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

/** Latest answers by step id → the tracing answers by meaning. */
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

const yesNoWords = {
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Không', en: 'No' },
  unsure: { vi: 'Không rõ', en: 'Not sure' },
} as const;

const choiceWords: Readonly<Record<string, Bilingual>> = {
  home: { vi: 'Ở nhà', en: 'At home' },
  central: { vi: 'Khu cách ly tập trung', en: 'Quarantine centre' },
  elsewhere: { vi: 'Nơi khác', en: 'Elsewhere' },
};

/** A yes/no answer in words; nothing for a question that was not answered. */
export const yesNoText = (value: 'yes' | 'no' | 'unsure' | null): Bilingual => (value ? yesNoWords[value] : { vi: '', en: '' });

/** A choice in words; one that is not in the catalogue shows its code. */
export const choiceText = (value: string): Bilingual => choiceWords[value] ?? { vi: value, en: value };

/** An answer in words. */
export function answerText(value: AnswerValue): Bilingual {
  switch (value.type) {
    case 'yesNo':
      return yesNoText(value.value);
    case 'choice':
      return choiceText(value.value);
    case 'recording': {
      const seconds = Math.round(value.durationMs / 1000);
      return { vi: `Ghi âm ${seconds} giây`, en: `Recording, ${seconds} s` };
    }
    case 'number':
    case 'year':
    case 'digits':
      return { vi: String(value.value), en: String(value.value) };
  }
}
