import type { Dialogue, Step } from '../dialogue.ts';
import type { Label } from '../frame.ts';
import { f1Prompts } from './prompts.ts';

/** Ids of everything the F1 call can say, in the order of the call. */
export const f1PromptIds = Object.keys(f1Prompts) as readonly (keyof typeof f1Prompts)[];

const label = (vi: string, en: string): Label => ({ vi, en });
const yes = label('Có', 'Yes');
const no = label('Không', 'No');
const unsure = label('Không rõ', 'Not sure');

type Choose = Extract<Step, { type: 'choose' }>;
type Way = Pick<Choose['options'][string], 'next' | 'raise'>;

/** A yes/no question: 1 yes, 2 no, 3 not sure. */
function yesNo(prompt: string, name: Label, ways: { yes: Way; no: Way; unsure: Way }, more: Partial<Choose> = {}): Choose {
  return {
    type: 'choose',
    answer: 'yesNo',
    prompt,
    label: name,
    onNoAnswer: ways.unsure.next,
    ...more,
    options: {
      '1': { value: 'yes', label: yes, ...ways.yes },
      '2': { value: 'no', label: no, ...ways.no },
      '3': { value: 'unsure', label: unsure, ...ways.unsure },
    },
  };
}

/** Under 5 and from 65 on, symptoms alone ask for a human within minutes. */
const frailByAge = {
  any: [
    { variable: 'tuoi', below: 5 },
    { variable: 'tuoi', atLeast: 65 },
  ],
};

const opening = {
  M1: { type: 'say', prompt: 'M1', next: 'M2' },
  M2: {
    type: 'choose',
    answer: 'choice',
    prompt: 'M2',
    label: label('Đúng số máy', 'Right number'),
    onNoAnswer: 'nobodyThere',
    options: {
      '1': { value: 'right', label: label('Đúng', 'Yes'), next: 'M3' },
      '2': { value: 'other', label: label('Không phải', 'No'), next: 'M2b' },
    },
  },
  M2b: {
    type: 'choose',
    answer: 'choice',
    prompt: 'M2b',
    label: label('Người cần gặp', 'The person sought'),
    onNoAnswer: 'nobodyThere',
    options: {
      '1': { value: 'nearby', label: label('Đang ở gần, chuyển máy', 'Nearby, handing over'), next: 'M2wait' },
      '2': { value: 'away', label: label('Chưa có ở đó', 'Not there now'), next: 'M2later' },
      '3': { value: 'unknown', label: label('Không quen', 'Unknown there'), next: 'M2sorry' },
    },
  },
  M2wait: { type: 'wait', prompt: 'M2wait', ms: 30_000, next: 'M1' },
  M2later: { type: 'callback', reason: 'awayFromPhone', prompt: 'M2later', next: 'endCallBack' },
  M2sorry: { type: 'say', prompt: 'M2sorry', raise: [{ errand: 'wrongNumber' }], next: 'endWrongNumber' },
  M3: {
    type: 'identity',
    prompt: 'M3',
    wrongPrompt: 'WRONG',
    tries: 2,
    label: label('Năm sinh (xác minh)', 'Birth year (identity)'),
    next: 'A1',
    onFailed: 'notIdentified',
    onUnknown: 'notIdentified',
    onNoAnswer: 'noAnswer',
  },
} as const satisfies Record<string, Step>;

const health = {
  A1: yesNo(
    'A1',
    label('Nhớ đã tiếp xúc', 'Remembers the contact'),
    { yes: { next: 'A2' }, no: { next: 'A2' }, unsure: { next: 'A2' } },
    { promptWhen: [{ when: { variable: 'level', is: 'F2' }, prompt: 'A1F2' }] },
  ),
  A2: yesNo('A2', label('Có triệu chứng', 'Symptoms'), {
    yes: { next: 'A2b', raise: [{ errand: 'symptoms' }, { alert: 'vulnerableWithFever', when: frailByAge }] },
    no: { next: 'A3' },
    unsure: { next: 'A3' },
  }),
  A2b: yesNo('A2b', label('Dấu hiệu nặng', 'Severe signs'), {
    yes: { next: 'URGENT', raise: [{ alert: 'severeSign' }] },
    no: { next: 'A2c' },
    unsure: { next: 'A2c' },
  }),
  A2c: yesNo('A2c', label('Mang thai hoặc bệnh nền', 'Pregnant or chronically ill'), {
    yes: { next: 'A3', raise: [{ alert: 'vulnerableWithFever' }] },
    no: { next: 'A3' },
    unsure: { next: 'A3' },
  }),
  URGENT: { type: 'transfer', errand: 'symptoms', prompt: 'URGENT', next: 'endUrgent' },
} as const satisfies Record<string, Step>;

const tracing = {
  A3: yesNo('A3', label('Ra khỏi xã', 'Left the commune'), {
    yes: { next: 'A3r' },
    no: { next: 'A4' },
    unsure: { next: 'A4' },
  }),
  A3r: {
    type: 'record',
    prompt: 'A3r',
    label: label('Nơi đã đến', 'Places visited'),
    maxMs: 30_000,
    minMs: 500,
    next: 'A4',
    onNoAnswer: 'A4',
  },
  A4: {
    type: 'number',
    prompt: 'A4',
    label: label('Số người trong nhà', 'Household size'),
    min: 0,
    max: 50,
    next: 'A5',
    onNoAnswer: 'A5',
  },
  A5: yesNo('A5', label('Gặp người khác', 'Met others'), {
    yes: { next: 'A5each' },
    no: { next: 'A6' },
    unsure: { next: 'A6' },
  }),
  A5each: { type: 'loop', body: 'A5n', maxRounds: 10, next: 'A6' },
  A5n: {
    type: 'record',
    prompt: 'A5n',
    label: label('Họ tên người đã gặp', 'Name of the person met'),
    loop: 'A5each',
    raise: [{ errand: 'namedContact' }],
    maxMs: 15_000,
    minMs: 500,
    next: 'A5p',
    onNoAnswer: 'A5p',
  },
  A5p: {
    type: 'digits',
    prompt: 'A5p',
    label: label('Số điện thoại người đã gặp', 'Phone number of the person met'),
    loop: 'A5each',
    raise: [{ errand: 'namedContact' }],
    minDigits: 9,
    maxDigits: 12,
    emptyIsUnknown: true,
    next: 'A5r',
    onNoAnswer: 'A5r',
  },
  A5r: {
    type: 'choose',
    answer: 'choice',
    prompt: 'A5r',
    label: label('Quan hệ', 'Relation'),
    loop: 'A5each',
    onNoAnswer: 'A5m',
    options: {
      '1': { value: 'family', label: label('Người thân', 'Family'), next: 'A5m' },
      '2': { value: 'neighbour', label: label('Bạn bè, hàng xóm', 'Friend or neighbour'), next: 'A5m' },
      '3': { value: 'colleague', label: label('Đồng nghiệp', 'Colleague'), next: 'A5m' },
      '4': { value: 'other', label: label('Người khác', 'Other'), next: 'A5m' },
    },
  },
  A5m: yesNo(
    'A5m',
    label('Còn ai nữa', 'Anyone else'),
    { yes: { next: 'A5each' }, no: { next: 'A6' }, unsure: { next: 'A6' } },
    { loop: 'A5each' },
  ),
  A6: {
    type: 'choose',
    answer: 'choice',
    prompt: 'A6',
    label: label('Nơi đang ở', 'Where now'),
    onNoAnswer: 'A7',
    options: {
      '1': { value: 'home', label: label('Ở nhà', 'At home'), next: 'A7' },
      '2': { value: 'central', label: label('Khu cách ly tập trung', 'Quarantine centre'), next: 'A7' },
      '3': { value: 'elsewhere', label: label('Nơi khác', 'Elsewhere'), next: 'A7' },
    },
  },
  A7: { type: 'say', prompt: 'A7', next: 'endCompleted' },
} as const satisfies Record<string, Step>;

const closings = {
  officer: { type: 'transfer', errand: 'askedForOfficer', prompt: 'OFFICER', next: 'endOfficer' },
  stop: { type: 'say', prompt: 'STOP', raise: [{ errand: 'refusedToAnswer' }], next: 'endRefused' },
  machine: { type: 'say', prompt: 'HT', next: 'endMachine' },
  /** Nobody pressed anything: it may be a mailbox, so the neutral message. */
  nobodyThere: { type: 'say', prompt: 'HT', next: 'endNoAnswer' },
  noAnswer: { type: 'say', prompt: 'BYE', next: 'endNoAnswer' },
  notIdentified: { type: 'say', prompt: 'BYE', next: 'endNotIdentified' },
  endCompleted: { type: 'end', outcome: 'completed' },
  endCallBack: { type: 'end', outcome: 'callBackLater' },
  endWrongNumber: { type: 'end', outcome: 'wrongNumber' },
  endUrgent: { type: 'end', outcome: 'urgent' },
  endOfficer: { type: 'end', outcome: 'officer' },
  endRefused: { type: 'end', outcome: 'refused' },
  endMachine: { type: 'end', outcome: 'machine' },
  endNoAnswer: { type: 'end', outcome: 'noUsableAnswer' },
  endNotIdentified: { type: 'end', outcome: 'identityFailed' },
} as const satisfies Record<string, Step>;

/**
 * The tracing call to a contact (F1, or with `level` F2 a contact of a contact): opening, identity gate, symptoms and their severity, been
 * outside, household, others met, where now, closing.
 */
export const f1Tracing: Dialogue = {
  code: 'f1-tracing',
  version: 1,
  language: 'vi',
  direction: 'outgoing',
  title: label('Truy vết F1, F2', 'Tracing of contacts'),
  first: 'M1',
  variables: {
    co_quan: { kind: 'text', required: true, example: 'Trung tâm Y tế Thiệu Hóa' },
    tram: { kind: 'text', required: true, example: 'Trạm Y tế xã Thiệu Ngọc' },
    so_goi_lai: { kind: 'phone', required: true, example: '0936036115' },
    xung: { kind: 'text', required: true, example: 'bà' },
    ten: { kind: 'name', required: true, example: 'Nguyễn Thị Ví Dụ' },
    nam_sinh: { kind: 'number', required: false, example: 1957 },
    tuoi: { kind: 'number', required: false, example: 64 },
    level: { kind: 'text', required: false, sensitive: true, example: 'F1' },
    ngay_tiep_xuc: { kind: 'date', required: false, sensitive: true, example: '2021-07-05' },
    mien_phi: { kind: 'flag', required: false, example: true },
    bien_phap: { kind: 'text', required: false, sensitive: true, example: 'cách ly tại nhà 14 ngày' },
    ngay_quyet_dinh: { kind: 'date', required: false, sensitive: true, example: '2021-07-09' },
  },
  prompts: f1Prompts,
  listen: { ms: 6000, elderMs: 9000, elderFromAge: 60 },
  noAnswer: { repeats: 2, endAfterInARow: 2, end: 'noAnswer' },
  commands: { officer: 'officer', stop: 'stop', machine: 'machine' },
  steps: { ...opening, ...health, ...tracing, ...closings },
};
