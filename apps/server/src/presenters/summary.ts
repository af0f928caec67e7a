import { type Bilingual, dispositionText, type Summary, type SummaryFigures } from '@truyvet/contract';
import type { UnitFigures } from '../db/summary.ts';
import { instantText, localMoment } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export type SummaryParts = {
  readonly at: Date;
  readonly outbreak: { readonly id: number; readonly name: string };
  readonly unit: { readonly id: number; readonly code: string; readonly name: string } | null;
  readonly units: readonly UnitFigures[];
  readonly levels: Readonly<Record<string, number>>;
  readonly dispositions: Readonly<Record<string, number>>;
};

/** The director's summary: figures, sentences, one line a commune. */
export function presentSummary({ at, outbreak, unit, units, levels, dispositions }: SummaryParts): Summary {
  const figures: SummaryFigures = { ...addUp(units), levels: { ...levels }, dispositions: { ...dispositions } };
  return {
    at: instantText(at),
    countedAt: instantText(at),
    outbreak: { id: outbreak.id, name: outbreak.name },
    unit: unit && { id: unit.id, code: unit.code, name: unit.name },
    figures,
    sentences: summarySentences(figures, at, unit?.name ?? null),
    units: [...units].sort(mostPressing).map((row) => ({
      unit: unitNameOf(row),
      people: row.people,
      reached: row.reached,
      symptoms: row.symptoms,
      openAlerts: row.openAlerts,
      openErrands: row.openErrands,
      waiting: row.waiting,
      givenUp: row.givenUp,
    })),
  };
}

const mostPressing = (a: UnitFigures, b: UnitFigures): number =>
  b.openAlerts - a.openAlerts || b.openErrands - a.openErrands || a.unitName.localeCompare(b.unitName, 'vi');

type Counts = Omit<SummaryFigures, 'levels' | 'dispositions'>;
const countNames = [
  'people',
  'called',
  'completed',
  'reached',
  'waiting',
  'givenUp',
  'notCalled',
  'withoutPhone',
  'attempts',
  'symptoms',
  'severe',
  'leftCommune',
  'metOthers',
  'openAlerts',
  'lateAlerts',
  'openErrands',
  'lateErrands',
] as const satisfies readonly (keyof Counts)[];

function addUp(units: readonly UnitFigures[]): Counts {
  const sums = countNames.map((name) => [name, units.reduce((sum, unit) => sum + unit[name], 0)]);
  return Object.fromEntries(sums) as Counts;
}

/** The figures as a director reads them. Sentences about nothing are left out. */
export function summarySentences(figures: SummaryFigures, at: Date, unitName: string | null): Bilingual[] {
  const place = unitName ?? 'các đơn vị được giao';
  const placeEn = unitName ?? 'the units in charge';
  const share = percent(figures.reached, figures.called);
  const sentences: (Bilingual | null)[] = [
    {
      vi: `Đến ${localMoment(at)}, ${place} có ${number(figures.people)} người trong danh sách truy vết (${levelText(figures.levels, 'vi')}).`,
      en: `At ${localMoment(at)}, ${placeEn} had ${numberEn(figures.people)} people listed for tracing (${levelText(figures.levels, 'en')}).`,
    },
    figures.called > 0
      ? {
          vi: `Hệ thống đã gọi ${number(figures.called)} người với ${number(figures.attempts)} lượt gọi; gặp và xác minh đúng ${number(figures.reached)} người (${share}), trong đó ${number(figures.completed)} người trả lời xong.`,
          en: `${numberEn(figures.called)} people were called in ${numberEn(figures.attempts)} attempts; ${numberEn(figures.reached)} (${share}) were reached and identified, ${numberEn(figures.completed)} of them answered to the end.`,
        }
      : { vi: 'Chưa có cuộc gọi nào.', en: 'No call has been made yet.' },
    figures.reached > 0
      ? {
          vi: `Có triệu chứng: ${number(figures.symptoms)} người; dấu hiệu nặng: ${number(figures.severe)} người; đã ra khỏi xã: ${number(figures.leftCommune)} người; có gặp gần người khác: ${number(figures.metOthers)} người.`,
          en: `Symptoms: ${numberEn(figures.symptoms)}; severe signs: ${numberEn(figures.severe)}; left the commune: ${numberEn(figures.leftCommune)}; met others closely: ${numberEn(figures.metOthers)}.`,
        }
      : null,
    alertSentence(figures),
    errandSentence(figures),
    remainderSentence(figures),
    dispositionSentence(figures.dispositions),
  ];
  return sentences.filter((sentence) => sentence !== null);
}

function alertSentence({ openAlerts, lateAlerts }: SummaryFigures): Bilingual {
  if (openAlerts === 0) return { vi: 'Không còn cảnh báo nào chờ xử lý.', en: 'No alert is waiting.' };
  return {
    vi: `Còn ${number(openAlerts)} cảnh báo chờ cán bộ xác nhận, ${number(lateAlerts)} đã quá hạn.`,
    en: `${numberEn(openAlerts)} alerts wait for an officer, ${numberEn(lateAlerts)} of them late.`,
  };
}

function errandSentence({ openErrands, lateErrands }: SummaryFigures): Bilingual {
  if (openErrands === 0) return { vi: 'Không còn việc nào chờ cán bộ.', en: 'No errand is waiting.' };
  return {
    vi: `Còn ${number(openErrands)} việc cần cán bộ làm, ${number(lateErrands)} đã quá hạn.`,
    en: `${numberEn(openErrands)} errands wait for officers, ${numberEn(lateErrands)} of them late.`,
  };
}

function remainderSentence({ waiting, givenUp, notCalled, withoutPhone }: SummaryFigures): Bilingual | null {
  if (waiting + givenUp + notCalled + withoutPhone === 0) return null;
  return {
    vi: `Đang chờ gọi: ${number(waiting)} người; máy không gọi nữa, cần đến nhà hoặc gọi lại: ${number(givenUp)} người; chưa đưa vào chiến dịch gọi: ${number(notCalled)} người; không có số điện thoại: ${number(withoutPhone)} người.`,
    en: `Waiting to be called: ${numberEn(waiting)}; handed to officers: ${numberEn(givenUp)}; not in a campaign yet: ${numberEn(notCalled)}; without a phone: ${numberEn(withoutPhone)}.`,
  };
}

function dispositionSentence(dispositions: Readonly<Record<string, number>>): Bilingual | null {
  const ordered = Object.entries(dispositions).sort(([, a], [, b]) => b - a);
  if (ordered.length === 0) return null;
  const list = (locale: 'vi' | 'en') =>
    ordered.map(([code, count]) => `${dispositionText(code, locale).toLowerCase()} ${count}`).join('; ');
  return { vi: `Kết quả lần gọi gần nhất: ${list('vi')}.`, en: `Latest call: ${list('en')}.` };
}

function levelText(levels: Readonly<Record<string, number>>, locale: 'vi' | 'en'): string {
  const entries = Object.entries(levels).sort(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return locale === 'vi' ? 'chưa có ai' : 'nobody';
  const unknown = locale === 'vi' ? 'chưa rõ' : 'not stated';
  const format = locale === 'vi' ? number : numberEn;
  return entries.map(([level, count]) => `${level === 'unknown' ? unknown : `F${level}`}: ${format(count)}`).join(', ');
}

const number = (value: number): string => value.toLocaleString('vi-VN');
const numberEn = (value: number): string => value.toLocaleString('en-GB');
const percent = (part: number, whole: number): string => (whole === 0 ? '0%' : `${Math.round((100 * part) / whole)}%`);
