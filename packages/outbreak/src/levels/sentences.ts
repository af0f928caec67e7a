import { dayText, type LocalDate } from '../localDate.ts';
import type { ContactReason } from './judgeContact.ts';

export type Sentence = { readonly vi: string; readonly en: string };

/** One step from a person back towards the case. Names are null where the reader may not see them. */
export type ChainStep = {
  readonly name: string | null;
  readonly level: number;
  /** The last day of the contact with the next step; null when nobody gave one. */
  readonly lastOn: LocalDate | null;
};
export type LevelStory = {
  /** From the person to the one whom nobody is known to have infected: a case, or somebody whose level was decided. */
  readonly chain: readonly ChainStep[];
  /** The case at its end, by its code; null when it ends in a decision. */
  readonly caseCode: string | null;
  /** Steps that a list left out between the last person and the case. */
  readonly leftOut: number;
  readonly lapsesOn: LocalDate | null;
  readonly decidedBecause: string | null;
};

const metOn = (date: LocalDate | null): Sentence =>
  date === null
    ? { vi: '(không rõ ngày)', en: '(on a day nobody wrote down)' }
    : { vi: `ngày ${dayText(date)}`, en: `on ${dayText(date)}` };

/** Says why somebody has their level: “Nguyễn Văn An là F2: tiếp xúc ngày 06/07/2021 với Lê Thị Bình (F1), …”. */
export function levelSentence({ chain, caseCode, leftOut, lapsesOn, decidedBecause }: LevelStory): Sentence {
  const [person, ...behind] = chain;
  if (person === undefined) return { vi: 'Không có mức F.', en: 'No level.' };
  const name = nameOf(person);
  if (person.level === 0) return { vi: `${name.vi} là F0, ca bệnh ${caseCode}.`, en: `${name.en} is a case, ${caseCode}.` };
  const end =
    lapsesOn === null
      ? { vi: '', en: '' }
      : { vi: ` Theo dõi đến hết ngày ${dayText(lapsesOn)}.`, en: ` Followed until ${dayText(lapsesOn)}.` };
  if (decidedBecause !== null && behind.length === 0)
    return {
      vi: `${name.vi} là F${person.level} theo quyết định của cán bộ: ${decidedBecause}.${end.vi}`,
      en: `${name.en} is F${person.level} by an officer’s decision: ${decidedBecause}.${end.en}`,
    };
  const steps = chain.flatMap((step, i) => {
    const next = chain[i + 1];
    const met = metOn(step.lastOn);
    if (next) return [{ vi: `tiếp xúc ${met.vi} với ${who(next, caseCode).vi}`, en: `met ${who(next, caseCode).en} ${met.en}` }];
    return caseCode === null || step.level === 0 ? [] : [lastStep(step, caseCode, leftOut, met)];
  });
  return {
    vi: `${name.vi} là F${person.level}: ${steps.map(({ vi }) => vi).join(', người này ')}.${end.vi}`,
    en: `${name.en} is F${person.level}: ${steps.map(({ en }) => en).join(', who ')}.${end.en}`,
  };
}

function lastStep(step: ChainStep, caseCode: string, leftOut: number, met: Sentence): Sentence {
  if (leftOut === 0) return { vi: `tiếp xúc ${met.vi} với ca bệnh ${caseCode}`, en: `met the case ${caseCode} ${met.en}` };
  return {
    vi: `danh sách ghi là F${step.level} của ca bệnh ${caseCode}, tiếp xúc ${met.vi}, không nêu tên người ở giữa`,
    en: `a list says F${step.level} of the case ${caseCode}, contact ${met.en}, without naming who stands between`,
  };
}

const nameOf = ({ name }: ChainStep): Sentence =>
  name === null ? { vi: 'một người ở địa bàn khác', en: 'somebody of another area' } : { vi: name, en: name };
const who = (step: ChainStep, caseCode: string | null): Sentence => {
  const name = nameOf(step);
  const level = step.level === 0 && caseCode !== null ? `F0, ${caseCode}` : `F${step.level}`;
  return { vi: `${name.vi} (${level})`, en: `${name.en} (${level})` };
};

const reasons: Readonly<Record<ContactReason, Sentence>> = {
  negated: { vi: 'đã xác minh là không tính', en: 'was found not to count' },
  noSource: { vi: 'không nêu ca bệnh hay người nào', en: 'names neither a case nor a person' },
  sourceNoLevel: {
    vi: 'người được nêu không phải F0 và không có mức F',
    en: 'whoever is named is neither a case nor has a level',
  },
  tooEarly: { vi: 'xảy ra trước khi người kia có thể lây', en: 'was before the other could infect anybody' },
  tooLate: {
    vi: 'xảy ra sau khi người kia đã cách ly, có kết quả âm tính hoặc hết theo dõi',
    en: 'was after the other was isolated, tested negative or no longer followed',
  },
  tooFar: { vi: 'quá xa ca bệnh', en: 'is too far from a case' },
};

/** Why a contact gives no level. */
export const reasonSentence = (reason: ContactReason): Sentence => reasons[reason];

/** Says that a list gave another level than the contacts do. */
export function contradictionSentence(stated: number, derived: number | null): Sentence {
  const is = derived === null ? { vi: 'không có mức F', en: 'no level' } : { vi: `là F${derived}`, en: `F${derived}` };
  return {
    vi: `Danh sách ghi F${stated}, nhưng tính theo các lần tiếp xúc thì ${is.vi}. Xin kiểm tra lại.`,
    en: `The list says F${stated}, but by the contacts it is ${is.en}. Please check.`,
  };
}
