import type { Measure } from '@truyvet/outbreak';
import type { ReturneeLine } from '../db/registers/returneeReport.ts';
import { dayText } from '../presenters/dateText.ts';
import { nationalPhone } from '../presenters/phoneText.ts';
import type { CellValue } from '../presenters/workbookTable.ts';
import type { FormField } from './forms/form.ts';

const sexWords: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ' };
export const reasonWords: Readonly<Record<string, string>> = {
  work: 'Làm việc',
  study: 'Học tập',
  treatment: 'Khám, chữa bệnh',
  visit: 'Thăm thân',
  travel: 'Du lịch',
  other: 'Lý do khác',
};
const measureWords: Readonly<Record<Measure, string>> = {
  hospital: 'Tại bệnh viện',
  central: 'Tập trung',
  home: 'Tại nhà',
  isolation: 'Theo quyết định của Ban Chỉ đạo',
  homeMonitor: 'Theo dõi tại nhà',
  selfMonitor: 'Tự theo dõi',
};
const resultWords: Readonly<Record<string, string>> = {
  pending: 'Chờ kết quả',
  negative: 'Âm tính',
  positive: 'Dương tính',
  invalid: 'Không hợp lệ',
};
const wordOf = (words: Readonly<Record<string, string>>, code: string | null): string | null =>
  code === null ? null : (words[code] ?? code);
const day = (date: string | null): string | null => date && dayText(date);

/** One cell of the prescribed list. */
export const formCells: Readonly<Record<FormField, (line: ReturneeLine, index: number) => CellValue>> = {
  number: (_, index) => index + 1,
  fullName: (line) => line.fullName,
  birthYear: (line) => line.birthYear,
  sex: (line) => wordOf(sexWords, line.sex),
  nationalId: (line) => line.nationalId,
  phone: (line) => line.e164 && nationalPhone(line.e164),
  hamlet: (line) => line.hamlet ?? line.address,
  unit: (line) => line.unitName,
  from: (line) => (line.fromText && line.fromName ? `${line.fromText} (${line.fromName})` : (line.fromText ?? line.fromName)),
  reason: (line) => wordOf(reasonWords, line.reason),
  arrivedOn: (line) => day(line.arrivedOn),
  expectedBackOn: (line) => day(line.expectedBackOn),
  vehicle: (line) => line.vehicle,
  companions: (line) => line.companions,
  vaccination: (line) => (line.doses === 0 ? null : `${line.doses} mũi${line.lastDoseOn ? `, ${dayText(line.lastDoseOn)}` : ''}`),
  isolation: (line) => {
    const words = [wordOf(measureWords, line.measure), line.measurePlace].filter(Boolean).join(', ');
    if (words === '') return null;
    return line.measureStated ? `${words} (theo danh sách)` : words;
  },
  sampledOn: (line) => day(line.sampledOn),
  sampleResult: (line) => wordOf(resultWords, line.sampleResult),
  note: (line) => (line.risk === 'unknown' ? 'Chưa rõ nơi đi có thuộc vùng dịch' : null),
};
