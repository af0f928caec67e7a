import type { Words } from '../diseases/profile.ts';
import { dayText, type LocalDate } from '../localDate.ts';
import type { AdviceInput, NoRuleAdvice, RuleAdvice } from './advice.ts';
import type { PlannedPhase } from './calendar.ts';
import type { Category, Measure } from './rule.ts';

export const measureWords: Readonly<Record<Measure, Words>> = {
  hospital: { vi: 'điều trị cách ly tại bệnh viện', en: 'isolation in hospital' },
  central: { vi: 'cách ly tập trung', en: 'central quarantine' },
  home: { vi: 'cách ly tại nhà', en: 'home quarantine' },
  isolation: { vi: 'cách ly y tế tại nơi do Ban Chỉ đạo quyết định', en: 'isolation where the committee decides' },
  homeMonitor: { vi: 'theo dõi sức khỏe tại nhà', en: 'health monitoring at home' },
  selfMonitor: { vi: 'tự theo dõi sức khỏe', en: 'self-monitoring' },
};

export const categoryWords: Readonly<Record<Category, Words>> = {
  F0: { vi: 'ca bệnh (F0)', en: 'a case (F0)' },
  F1: { vi: 'F1', en: 'an F1' },
  F2: { vi: 'F2', en: 'an F2' },
  F3: { vi: 'F3', en: 'an F3' },
  returnee: { vi: 'người về từ vùng dịch', en: 'someone back from a risk area' },
};

/** One sentence: the document's number, the rule, from which day, what, until when, and which samples. */
export function ruleSentence(advice: Omit<RuleAdvice, 'sentence'>): Words {
  const { document, ruleCode, ruleVersion, inputs, phases, baseOn, baseFrom, endOn } = advice;
  const who = categoryWords[inputs.category];
  const issued = document.issuedOn === null ? { vi: '', en: '' } : on(document.issuedOn);
  const from = baseWords[baseFrom];
  const vi = phases.length === 0 ? `thời hạn đã hết từ ngày ${dayText(endOn)}` : phases.map(phaseVi).join('; sau đó ');
  const en = phases.length === 0 ? `the days were over on ${dayText(endOn)}` : phases.map(phaseEn).join('; then ');
  return {
    vi: `Theo văn bản số ${document.number}${issued.vi} (quy tắc ${ruleCode}, bản ${ruleVersion}), ${who.vi}, ${from.vi} ${dayText(baseOn)}: ${vi}.`,
    en: `By document ${document.number}${issued.en} (rule ${ruleCode}, version ${ruleVersion}), ${who.en}, ${from.en} ${dayText(baseOn)}: ${en}.`,
  };
}

const on = (date: LocalDate): Words => ({ vi: ` ngày ${dayText(date)}`, en: ` of ${dayText(date)}` });

const baseWords: Readonly<Record<RuleAdvice['baseFrom'], Words>> = {
  lastContact: { vi: 'tiếp xúc lần cuối ngày', en: 'last contact on' },
  arrival: { vi: 'về đến địa phương ngày', en: 'arrived on' },
  today: { vi: 'chưa rõ ngày tiếp xúc nên tính từ ngày', en: 'day of contact unknown, so counted from' },
};

function phaseVi({ measure, days, endOn, tests }: PlannedPhase): string {
  return `${measureWords[measure].vi} ${days} ngày, đến hết ngày ${dayText(endOn)}${testsVi(tests)}`;
}
function phaseEn({ measure, days, endOn, tests }: PlannedPhase): string {
  return `${measureWords[measure].en} for ${days} days, through ${dayText(endOn)}${testsEn(tests)}`;
}

function testsVi(tests: PlannedPhase['tests']): string {
  if (tests === null) return ', ngày lấy mẫu do Ban Chỉ đạo ghi rõ';
  return tests.length === 0 ? '' : `, lấy mẫu xét nghiệm ngày thứ ${tests.map(({ day }) => day).join(', ')}`;
}
function testsEn(tests: PlannedPhase['tests']): string {
  if (tests === null) return ', on sampling days that the committee names';
  return tests.length === 0 ? '' : `, samples on day ${tests.map(({ day }) => day).join(', ')}`;
}

/** One sentence: that no rule is in force, which drafts there are, and whom to ask. */
export function noRuleSentence(
  none: Pick<NoRuleAdvice, 'drafts' | 'ask' | 'advisedOn'> & { readonly inputs: AdviceInput },
): Words {
  const { inputs, drafts, ask, advisedOn } = none;
  const who = categoryWords[inputs.category];
  const draftsVi = drafts.length === 0 ? '' : ` (bản nháp chưa được dùng: ${drafts.join(', ')})`;
  const draftsEn = drafts.length === 0 ? '' : ` (drafts, not to be used: ${drafts.join(', ')})`;
  return {
    vi: `Ngày ${dayText(advisedOn)} chưa có quy tắc cách ly nào đang có hiệu lực cho ${who.vi} tại ${inputs.place}${draftsVi}; xin hỏi ${ask.vi}.`,
    en: `On ${dayText(advisedOn)} no isolation rule is in force for ${who.en} in ${inputs.place}${draftsEn}; ask ${ask.en}.`,
  };
}
