import type { Indicators } from '@truyvet/contract';

type Share = Indicators['calls']['answered'];
type Delay = Indicators['delays']['onsetToReport'];

const decimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });
const number = (value: number | null) => (value === null ? '–' : decimal.format(value));
const percent = (value: number) => `${decimal.format(value * 100)} %`;
const part = ({ numerator, denominator, share }: Share) =>
  share === null ? '– (0)' : `${percent(share)} (${decimal.format(numerator)}/${decimal.format(denominator)})`;

/** The indicators as lines for people at a terminal, in Vietnamese. */
export function indicatorLines(found: Indicators): string[] {
  const { report, outbreak, unit, contacts, newCases, followUp, calls } = found;
  const [year, month, day] = report.day.split('-');
  return [
    `${outbreak.name}, ${unit?.name ?? 'tất cả đơn vị'}, ngày báo cáo ${day}/${month}/${year} (chốt ${report.cutHour} giờ; kỳ ${report.days} ngày)`,
    '',
    `Ca bệnh: ${number(contacts.cases)}; người tiếp xúc: ${number(contacts.contacts)}; mỗi ca: trung bình ${number(contacts.mean)}, trung vị ${number(contacts.median)}`,
    `  Ca không có người tiếp xúc nào: ${part(contacts.withoutContacts)}`,
    `  Người tiếp xúc thành ca bệnh: ${part(contacts.becameCase)}`,
    `Ca mới trong kỳ: ${number(newCases.cases)}; đã là người tiếp xúc: ${part(newCases.knownContacts)}; không rõ nguồn: ${part(newCases.withoutSource)}`,
    `Theo dõi trong ngày: liên lạc được ${part(followUp.reached)}; đã theo dõi ${part(followUp.followed)}`,
    `  Không gặp từ 3 ngày: ${part(followUp.notSeenFor3Days)}; chưa gặp lần nào: ${part(followUp.neverSeen)}; mất dấu: ${part(followUp.lost)}`,
    ...delayLines(found.delays),
    ...attackLines(found.attackRates),
    ...transmissionLines(found.transmission),
    `Cuộc gọi trong kỳ: ${number(calls.attempts)} lượt (${number(calls.faults)} lỗi hệ thống); có người nghe ${part(calls.answered)}; trả lời đủ ${part(calls.completed)}`,
    `  Người liên lạc được: ${part(calls.reached)}; số lượt cho mỗi người: ${number(calls.attemptsPerReach)}; từ chối ${part(calls.refused)}; sai số ${part(calls.wrongNumber)}`,
  ];
}

function delayLines(delays: Indicators['delays']): string[] {
  const line = (label: string, { unit, mean, median, known, within, limit }: Delay) => {
    const word = unit === 'day' ? 'ngày' : 'giờ';
    return `  ${label}: trung bình ${number(mean)}, trung vị ${number(median)} ${word} (${number(known)}); trong ${limit} ${word}: ${part(within)}`;
  };
  return [
    'Thời gian:',
    line('khởi phát → báo cáo', delays.onsetToReport),
    line('khởi phát → lấy mẫu', delays.onsetToSample),
    line('khởi phát → cách ly', delays.onsetToIsolation),
    line('lấy mẫu → kết quả', delays.sampleToResult),
    line('báo cáo → điều tra', delays.reportToInterview),
    line('vào danh sách → liên lạc được', delays.listedToReached),
  ];
}

function attackLines(rates: Indicators['attackRates']): string[] {
  if (rates.length === 0) return ['Tỷ lệ tấn công thứ phát: chưa có ai theo dõi xong'];
  return [
    'Tỷ lệ tấn công thứ phát (đã theo dõi xong):',
    ...rates.map(({ setting, low, high, ...share }) => {
      const interval = low === null || high === null ? '' : `, KTC 95 %: ${percent(low)}–${percent(high)}`;
      return `  ${setting}: ${part(share)}${interval}`;
    }),
  ];
}

function transmissionLines({ serialInterval, offspring, clusters, instant, byOnset }: Indicators['transmission']): string[] {
  const latest = instant.at(-1);
  const truncated = byOnset.filter((day) => day.truncated).length;
  return [
    `Khoảng nối tiếp: ${number(serialInterval.pairs)} cặp; trung bình ${number(serialInterval.meanDays)}, trung vị ${number(serialInterval.medianDays)}, độ lệch chuẩn ${number(serialInterval.deviationDays)} ngày`,
    offspring === null
      ? 'Số ca lây từ mỗi ca: chưa có cặp lây nào'
      : `Số ca lây từ mỗi ca: trung bình ${number(offspring.mean)}, lớn nhất ${number(offspring.largest)}, k = ${offspring.chanceAlone ? '∞' : number(offspring.k)}; ${truncated} ngày khởi phát gần đây chưa đủ số`,
    latest === undefined
      ? 'R tức thời: chưa tính được'
      : `R tức thời (7 ngày, đến ${latest.endsOn}): ${number(latest.r)} (KTC 95 %: ${number(latest.low)}–${number(latest.high)})${latest.few ? ', ít ca' : ''}`,
    `Chùm ca: ${number(clusters.count)}; lớn nhất ${number(clusters.largest)} ca; ${number(clusters.single)} ca đơn lẻ`,
  ];
}
