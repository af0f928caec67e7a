import type { DayFigures, MissingReports, UnitSettingValues } from '@truyvet/contract';
import { registerWords } from '@truyvet/contract';
import { dayText } from '../presenters/dateText.ts';
import type { ReportForm } from './forms/form.ts';
import { bodyParagraph, bodyTable, officialLetter } from './officialLetter.ts';
import { withinSentence } from './unitWords.ts';

export type ReturneeLetter = {
  readonly settings: UnitSettingValues;
  readonly form: ReportForm;
  readonly outbreakName: string;
  readonly since: string;
  readonly cutText: string;
  readonly figures: DayFigures;
  readonly missing: MissingReports;
};

/** The letter that goes with the list of returnees: what it answers to, the figures by commune, who has not reported. */
export async function returneeLetter(letter: ReturneeLetter): Promise<Buffer> {
  const { settings, form, figures, since } = letter;
  const { total, day } = figures;
  const sender = settings['organisation.name'] ?? withinSentence(figures.unit.name);
  const until = `${letter.cutText} ngày ${dayText(day)}`;
  const basis = [form.document, ...(settings['letter.basis'] ?? [])].join('; ');
  const body = [
    bodyParagraph(
      `Thực hiện ${basis}, ${sender} báo cáo kết quả rà soát người từ các vùng có dịch ${letter.outbreakName} trở về địa phương từ ngày ${dayText(since)} đến ${until} như sau:`,
    ),
    bodyParagraph(
      `1. Người đã trở về: ${count(total.returnees)} người; trong ngày ghi nhận thêm ${count(total.newReturnees)} người.`,
    ),
    bodyParagraph(
      `2. Người địa phương đang học tập, làm việc, khám chữa bệnh, thăm thân, du lịch ở nơi khác: ${count(total.away)} người, trong đó ${count(total.expectedBack)} người dự kiến trở về trong 7 ngày tới.`,
    ),
    ...(figures.units.length > 1 ? [bodyParagraph('3. Số liệu theo xã, thị trấn:', {}, 80), table(figures)] : []),
    bodyParagraph(`${figures.units.length > 1 ? 4 : 3}. ${missingSentence(letter.missing)}`),
    bodyParagraph('(Danh sách chi tiết gửi kèm theo.)', { italics: true }),
    bodyParagraph(`Trên đây là báo cáo của ${sender}, kính gửi quý cơ quan tổng hợp, chỉ đạo./.`),
  ];
  return await officialLetter({
    settings,
    about: 'báo cáo danh sách người từ vùng dịch trở về địa phương',
    on: day,
    body,
  });
}

const count = (people: number): string => people.toLocaleString('vi-VN');

function table({ units, total }: DayFigures) {
  const row = (number: string, name: string, f: Omit<DayFigures['total'], 'unit'>) => [
    number,
    name,
    count(f.returnees),
    count(f.newReturnees),
    count(f.away),
    count(f.expectedBack),
  ];
  const rows = units.map((unit, index) => row(String(index + 1), unit.unit.name, unit));
  const headings = ['STT', 'Xã, thị trấn', 'Đã về', 'Trong đó: mới trong ngày', 'Đang ở nơi khác', 'Dự kiến về trong 7 ngày'];
  return bodyTable(headings, [...rows, row('', 'Cộng', total)], [12, 52, 22, 26, 24, 24]);
}

/** Names up to a dozen; a district that hears of nobody says so too. */
function missingSentence({ units, registers, expectedUnits, closed }: MissingReports): string {
  if (!registers.includes('returnees') || expectedUnits === 0) return 'Số liệu do đơn vị trực tiếp rà soát, tổng hợp.';
  const silent = units.filter(({ missing }) => missing.includes('returnees')).map(({ unit }) => unit.name);
  const register = registerWords.returnees.vi.toLowerCase();
  if (silent.length === 0) return `Tất cả ${expectedUnits} đơn vị đã báo cáo sổ ${register}.`;
  const shown = 12;
  const names = silent.slice(0, shown).join(', ') + (silent.length > shown ? ` và ${silent.length - shown} đơn vị khác` : '');
  const until = closed ? '' : ' (đến giờ lập báo cáo)';
  return `Còn ${silent.length}/${expectedUnits} đơn vị chưa báo cáo${until}: ${names}.`;
}
