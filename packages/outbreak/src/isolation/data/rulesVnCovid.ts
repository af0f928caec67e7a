import type { FullCourse, IsolationRule, RulePhase } from '../rule.ts';

/**
 * What dated Vietnamese documents said about people exposed to COVID-19, as facts. `sure` was found in a published source; anything else is
 * shipped as a draft with what is doubtful about it, and never advises until an authority has read the document and entered a new version.
 * Days are counted from the base day, which is day 0.
 */
export const rulesVnCovid: readonly IsolationRule[] = [
  rule('F0-2021', 'F0', '2020-03-19', '2021-08-15', [phase('hospital', null, 'entryOrLastContact', null)], {
    certainty: 'unsure',
    note: { vi: 'Chưa tìm được văn bản.', en: 'The document was not found.' },
  }),
  rule('F1-14-before', 'F1', '2020-08-07', '2021-05-04', [central(14, null), afterwards('homeMonitor', 14)], {
    document: { number: '3468/QĐ-BYT', issuedOn: '2020-08-07' },
    certainty: 'partly',
    note: {
      vi: '597 và 600/CĐ-BCĐ nhắc lại 14 ngày tập trung và 14 ngày tại nhà; số của văn bản gốc cần kiểm tra.',
      en: '597 and 600/CĐ-BCĐ speak of the former 14 and 14 days; the number of the original document is to be verified.',
    },
  }),
  rule('F1-21', 'F1', '2021-05-05', '2021-07-13', [central(21, [1, 14, 20]), afterwards('homeMonitor', 7, [7])], {
    document: { number: '600/CĐ-BCĐ', issuedOn: '2021-05-05' },
  }),
  rule('F1-HCMC-home-28', 'F1', '2021-06-27', '2021-07-13', [phase('home', 28, 'lastContact', [1, 7, 14, 20, 28])], {
    jurisdiction: '79',
    homeAllowedOnly: true,
    document: { number: '5152/BYT-MT', issuedOn: '2021-06-27' },
    certainty: 'partly',
    note: { vi: 'Chi tiết của thí điểm cần kiểm tra.', en: 'The details of the pilot are to be verified.' },
  }),
  rule('F1-14', 'F1', '2021-07-14', '2021-12-15', [central(14, null), afterwards('homeMonitor', 14)], {
    document: { number: '5599/BYT-MT', issuedOn: '2021-07-14' },
    note: {
      vi: 'Chưa tìm được các ngày xét nghiệm của hình thức tập trung: Ban Chỉ đạo phải ghi rõ khi duyệt.',
      en: 'The test days of the central form were not found: the committee must name them when it approves.',
    },
  }),
  rule(
    'F1-14-home-pilot',
    'F1',
    '2021-07-14',
    '2021-12-15',
    [phase('home', 14, 'lastContact', [1, 7, 14]), afterwards('homeMonitor', 14)],
    { homeAllowedOnly: true, document: { number: '5599/BYT-MT', issuedOn: '2021-07-14' } },
  ),
  rule('F1-vax-7', 'F1', '2021-12-16', '2022-02-20', [phase('home', 7, 'lastContact', [1, 7]), afterwards('selfMonitor', 7)], {
    vaccination: { kind: 'full', course: course(2, 14, 6, 6) },
    document: { number: '10696/BYT-MT', issuedOn: '2021-12-16' },
  }),
  rule('F1-vax-5', 'F1', '2022-02-21', '2022-04-14', [phase('home', 5, 'lastContact', [5]), afterwards('selfMonitor', 5)], {
    vaccination: { kind: 'full', course: course(2, 14, null, 3) },
    document: { number: '762/BYT-DP', issuedOn: '2022-02-21' },
  }),
  rule('F1-unvax-7', 'F1', '2022-02-21', '2022-04-14', [phase('home', 7, 'lastContact', [7]), afterwards('selfMonitor', 3)], {
    vaccination: { kind: 'notFull', course: course(2, 14, null, 3) },
    document: { number: '762/BYT-DP', issuedOn: '2022-02-21' },
    certainty: 'partly',
    note: { vi: 'Ngày xét nghiệm thứ 7 cần kiểm tra.', en: 'The test on day 7 is to be verified.' },
  }),
  rule('F1-none', 'F1', '2022-04-15', null, [phase('selfMonitor', 10, 'lastContact', [])], {
    document: { number: '1909/BYT-DP', issuedOn: '2022-04-15' },
    certainty: 'partly',
    note: { vi: 'Số ngày cần kiểm tra.', en: 'The number of days is to be verified.' },
  }),
  rule('F2-2021', 'F2', '2020-08-07', '2022-02-20', [phase('home', null, 'lastContact', null)], {
    document: { number: '3468/QĐ-BYT', issuedOn: '2020-08-07' },
    certainty: 'partly',
    note: {
      vi: 'Cách ly tại nhà đến khi có kết quả xét nghiệm lần đầu của F1 (cũng theo 5053/QĐ-BYT và 3638/QĐ-BYT); điều kiện kết thúc cần kiểm tra.',
      en: 'At home until the F1’s first result (also 5053/QĐ-BYT and 3638/QĐ-BYT); how it ends is to be verified.',
    },
  }),
  rule('F3-2021', 'F3', '2020-03-10', '2022-02-20', [phase('selfMonitor', null, 'lastContact', [])], {
    certainty: 'partly',
    note: { vi: 'Thực hành tại địa phương, chưa có số văn bản.', en: 'Local practice; no document number is known.' },
  }),
  rule('RET-HCMC-7', 'returnee', '2021-06-30', '2021-07-04', [phase('home', 7, 'arrival', null)], {
    exposure: { kind: 'from', places: [hcmc()] },
    certainty: 'unsure',
    note: { vi: 'Chưa rõ số và ngày công điện.', en: 'Number and date of the dispatch are not known.' },
  }),
  rule(
    'RET-HCMC-14',
    'returnee',
    '2021-07-05',
    '2021-10-05',
    [phase('home', 14, 'arrival', null), afterwards('selfMonitor', 14)],
    {
      exposure: { kind: 'from', places: [hcmc()] },
      certainty: 'partly',
      note: {
        vi: 'Trừ người quá cảnh. Chưa rõ số và ngày công điện.',
        en: 'Except people in transit. Number and date of the dispatch are not known.',
      },
    },
  ),
  rule('RET-8399-vax', 'returnee', '2021-10-06', '2021-10-20', [phase('selfMonitor', 7, 'arrival', [])], {
    ...from8399(),
    vaccination: { kind: 'full', course: course(2, null, null, 6) },
    certainty: 'partly',
    note: { vi: 'Ngày hết hiệu lực cần kiểm tra.', en: 'Its last day is to be verified.' },
  }),
  rule(
    'RET-8399-1dose',
    'returnee',
    '2021-10-06',
    '2021-10-20',
    [phase('home', 7, 'arrival', [1, 7]), afterwards('selfMonitor', 7)],
    {
      ...from8399(),
      vaccination: { kind: 'partial', course: course(2, null, null, 6) },
    },
  ),
  rule(
    'RET-8399-0dose',
    'returnee',
    '2021-10-06',
    '2021-10-20',
    [phase('isolation', 14, 'arrival', [1, 7, 14]), afterwards('selfMonitor', 14)],
    { ...from8399(), vaccination: { kind: 'none', course: course(2, null, null, 6) } },
  ),
  rule('TH-4399', 'returnee', '2021-11-05', null, [], {
    jurisdiction: '38',
    document: { number: '4399/QĐ-UBND', issuedOn: '2021-11-05' },
    certainty: 'partly',
    note: {
      vi: 'Theo cấp độ dịch và tiêm chủng; chưa có bảng của quyết định.',
      en: 'By epidemic level and vaccination; the table of the decision is not at hand.',
    },
  }),
];

function rule(
  code: string,
  category: IsolationRule['category'],
  validFrom: string,
  validTo: string | null,
  phases: readonly RulePhase[],
  over: Partial<IsolationRule>,
): IsolationRule {
  return {
    code,
    version: 1,
    disease: 'covid-19',
    jurisdiction: 'VN',
    category,
    exposure: { kind: 'any' },
    vaccination: { kind: 'any' },
    homeAllowedOnly: false,
    validFrom,
    validTo,
    phases,
    release: { negativeSamples: 'all' },
    document: { number: null, issuedOn: null },
    certainty: 'sure',
    reviewBy: null,
    ...over,
  };
}

function phase(
  measure: RulePhase['measure'],
  days: number | null,
  base: RulePhase['base'],
  testDays: readonly number[] | null,
): RulePhase {
  return { measure, days, base, testDays };
}
function central(days: number, testDays: readonly number[] | null): RulePhase {
  return phase('central', days, 'entryOrLastContact', testDays);
}
function afterwards(measure: RulePhase['measure'], days: number, testDays: readonly number[] = []): RulePhase {
  return phase(measure, days, 'endOfPhaseBefore', testDays);
}
function course(
  minDoses: number,
  lastDoseMinDays: number | null,
  lastDoseMaxMonths: number | null,
  recoveredMaxMonths: number | null,
): FullCourse {
  return { minDoses, lastDoseMinDays, lastDoseMaxMonths, recoveredMaxMonths };
}

type Place = { readonly code: string; readonly names: readonly string[] };
function hcmc(): Place {
  return { code: '79', names: ['TP.HCM', 'TPHCM', 'Hồ Chí Minh', 'Sài Gòn'] };
}
function from8399(): Pick<IsolationRule, 'exposure' | 'document'> {
  const places: Place[] = [
    hcmc(),
    { code: '74', names: ['Bình Dương'] },
    { code: '75', names: ['Đồng Nai'] },
    { code: '80', names: ['Long An'] },
  ];
  return { exposure: { kind: 'from', places }, document: { number: '8399/BYT-MT', issuedOn: '2021-10-06' } };
}
