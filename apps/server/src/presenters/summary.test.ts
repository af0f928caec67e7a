import type { SummaryFigures } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import type { UnitFigures } from '../db/summary.ts';
import { presentSummary, summarySentences } from './summary.ts';

const at = new Date('2021-07-10T09:30:00Z');
const nothing: UnitFigures = {
  unitId: 1,
  unitCode: '15775',
  unitName: 'Xã A',
  people: 0,
  called: 0,
  reached: 0,
  completed: 0,
  waiting: 0,
  givenUp: 0,
  notCalled: 0,
  withoutPhone: 0,
  attempts: 0,
  symptoms: 0,
  severe: 0,
  leftCommune: 0,
  metOthers: 0,
  openAlerts: 0,
  lateAlerts: 0,
  openErrands: 0,
  lateErrands: 0,
};
const figures: SummaryFigures = { ...nothing, levels: {}, dispositions: {} };

describe('the director’s summary', () => {
  it('says before the first call that there was none', () => {
    const sentences = summarySentences({ ...figures, people: 12, notCalled: 12, levels: { 1: 12 } }, at, 'Xã A').map(
      ({ vi }) => vi,
    );
    expect(sentences).toEqual([
      'Đến 16:30 10/07/2021, Xã A có 12 người trong danh sách truy vết (F1: 12).',
      'Chưa có cuộc gọi nào.',
      'Không còn cảnh báo nào chờ xử lý.',
      'Không còn việc nào chờ cán bộ.',
      'Đang chờ gọi: 0 người; máy không gọi nữa, cần đến nhà hoặc gọi lại: 0 người; chưa đưa vào chiến dịch gọi: 12 người; không có số điện thoại: 0 người.',
    ]);
  });

  it('gives shares and counts with the marks of each language', () => {
    const busy = {
      ...figures,
      people: 1234,
      called: 1000,
      attempts: 1500,
      reached: 333,
      completed: 300,
      openAlerts: 2,
      lateAlerts: 1,
    };
    const text = (locale: 'vi' | 'en') =>
      summarySentences(busy, at, null)
        .map((sentence) => sentence[locale])
        .join(' ');
    expect(text('vi')).toContain('1.234 người');
    expect(text('vi')).toContain('xác minh đúng 333 người (33%)');
    expect(text('en')).toContain('1,234 people');
    expect(text('en')).toContain('2 alerts wait for an officer, 1 of them late.');
  });

  it('adds communes up and puts the one with most open alerts first', () => {
    const units = [
      { ...nothing, unitId: 1, unitName: 'Xã A', people: 3, openErrands: 9 },
      { ...nothing, unitId: 2, unitName: 'Xã B', people: 4, openAlerts: 1 },
    ];
    const parts = {
      at,
      outbreak: { id: 1, name: 'COVID-19' },
      unit: null,
      levels: { 1: 7 },
      dispositions: { completed: 2, busy: 5 },
    };
    const summary = presentSummary({ ...parts, units });
    expect(summary.figures).toMatchObject({ people: 7, openAlerts: 1, openErrands: 9 });
    expect(summary.units.map(({ unit }) => unit.name)).toEqual(['Xã B', 'Xã A']);
    expect(summary.sentences.at(-1)?.vi).toBe('Kết quả lần gọi gần nhất: máy bận 5; đã trả lời đủ 2.');
  });
});
