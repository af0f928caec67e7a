import type { UnitSettingValues } from '@truyvet/contract';
import { measureWords, type PlannedPhase, sampleCalendar } from '@truyvet/outbreak';
import { dayText } from '../presenters/dateText.ts';
import { dots } from './dots.ts';
import { bodyParagraph, centredLine, officialLetter } from './officialLetter.ts';
import { withinSentence } from './unitWords.ts';

export type IsolationDecision = {
  /** Of the body that decides. */
  readonly settings: UnitSettingValues;
  /** The day of the order's decision. */
  readonly on: string;
  readonly person: { readonly fullName: string; readonly birthYear: number | null; readonly address: string };
  readonly unitName: string;
  readonly diseaseName: string;
  /** "F1", "người về từ vùng dịch". */
  readonly category: string;
  /** The document that the advice rests on; null when the committee decided without a rule. */
  readonly document: string | null;
  readonly place: string | null;
  readonly startOn: string;
  readonly phases: readonly PlannedPhase[];
};

/** From this day the law of 2007 is replaced. */
const newLawFrom = '2026-07-01';
const lawOn = (day: string): string =>
  day < newLawFrom ? 'Luật Phòng, chống bệnh truyền nhiễm ngày 21 tháng 11 năm 2007' : 'Luật Phòng bệnh số 114/2025/QH15';

/**
 * The order as a decision by Decree 30/2020/NĐ-CP, to be numbered and signed. The wording is this project's; who decides, under which number and
 * for whom copies go, stands as in the unit's settings or as dots.
 */
export async function isolationDecision(decision: IsolationDecision): Promise<Buffer> {
  const { settings, on, person, unitName, diseaseName, category, document, place, startOn, phases } = decision;
  const who = `ông/bà ${person.fullName}, sinh năm ${person.birthYear ?? dots(8)}, địa chỉ: ${person.address}`;
  const bases = [lawOn(on), ...(document === null ? [] : [`văn bản số ${document}`]), ...(settings['letter.basis'] ?? [])];
  const samples = sampleCalendar(phases, startOn).map(({ plannedOn }) => dayText(plannedOn));
  const articles = [
    `Áp dụng biện pháp cách ly y tế để phòng, chống dịch ${diseaseName} đối với ${who}; thuộc diện: ${category}.`,
    `Hình thức, địa điểm và thời gian: ${phases.map((phase, index) => phaseText(phase, index === 0 ? (place ?? dots(40)) : null)).join('; sau đó ')}.`,
    samples.length === 0
      ? 'Việc lấy mẫu xét nghiệm do cơ quan y tế quyết định khi cần.'
      : `Lấy mẫu xét nghiệm vào ngày ${samples.join(', ')}. Chỉ kết thúc cách ly khi hết thời gian và mọi mẫu theo lịch đều âm tính.`,
    `Quyết định này có hiệu lực từ ngày ${dayText(startOn)}. Người có tên tại Điều 1, Trạm Y tế và Ủy ban nhân dân ${withinSentence(unitName)} chịu trách nhiệm thi hành./.`,
  ];
  return await officialLetter({
    settings: { ...settings, 'letter.copies': settings['letter.copies'] ?? ['Như Điều 4', `Lưu: VT${dots(8)}`] },
    title: 'QUYẾT ĐỊNH',
    about: 'Về việc áp dụng biện pháp cách ly y tế',
    on,
    body: [
      centredLine(settings['letter.authority'] ?? dots(50)),
      ...bases.map((basis) => bodyParagraph(`Căn cứ ${basis};`, { italics: true })),
      centredLine('QUYẾT ĐỊNH:'),
      ...articles.map((text, index) => bodyParagraph(`Điều ${index + 1}. ${text}`)),
    ],
  });
}

/** The place is that of the phase the person is in; whoever goes home afterwards goes to their own. */
function phaseText({ measure, startOn, endOn }: PlannedPhase, place: string | null): string {
  const days = `${measureWords[measure].vi} từ ngày ${dayText(startOn)} đến hết ngày ${dayText(endOn)}`;
  return place === null ? days : `${days}, tại ${place}`;
}
