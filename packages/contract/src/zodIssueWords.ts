import type { Bilingual } from './common.ts';
import type { FieldError } from './fieldError.ts';

/** What is read of an issue: zod's own, or one that came through Fastify. */
export type SchemaIssue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message?: string | undefined;
} & Readonly<Record<string, unknown>>;

type Told = Pick<FieldError, 'code' | 'message'>;
const told = (code: FieldError['code'], vi: string, en: string): Told => ({ code, message: { vi, en } });

/** What is wrong with a field, told without its name. Codes are those of zod 4. */
export function issueMessage(issue: SchemaIssue): Told {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue);
    case 'too_small':
      return ofSize(issue, 'tooSmall');
    case 'too_big':
      return ofSize(issue, 'tooBig');
    case 'invalid_format':
      return ofFormat(String(issue['format'] ?? ''));
    case 'invalid_value':
      return ofChoice(issue['values']);
    case 'unrecognized_keys':
      return told('unknown', 'không phải là mục được nhận ở đây', 'is not accepted here');
    case 'invalid_union':
      return told('choice', 'không thuộc dạng nào được nhận', 'is of no form that is accepted');
    case 'custom':
      return { code: 'unfit', message: customWords[issue.message ?? ''] ?? unfit };
    default:
      return { code: 'unfit', message: unfit };
  }
}

const unfit: Bilingual = { vi: 'không dùng được', en: 'cannot be used' };

/** Sentences of the schemas' own checks, by what they say there. */
export const customWords: Readonly<Record<string, Bilingual>> = {
  'before validFrom': { vi: 'không được trước ngày bắt đầu hiệu lực', en: 'is before the first day' },
  'the first phase has none before it': {
    vi: 'không dùng được ở giai đoạn đầu, vì trước nó không có giai đoạn nào',
    en: 'cannot be used in the first phase: there is none before it',
  },
  'ascending days within the phase': {
    vi: 'phải là các ngày tăng dần và nằm trong số ngày của giai đoạn',
    en: 'must be ascending days within the phase',
  },
  'year and date differ': { vi: 'không khớp với năm sinh', en: 'does not fit the year' },
  'the date does not fit the precision': {
    vi: 'không khớp với ngày sinh: có ngày thì độ chính xác là ngày hoặc tháng, không có ngày thì là năm hoặc tuổi',
    en: 'does not fit the date: with a date it is day or month, without one year or age',
  },
  'before leftOn': { vi: 'không được trước ngày rời đi', en: 'is before the day of leaving' },
  'unit or words needed': {
    vi: 'chưa có: xin chọn đơn vị hoặc ghi bằng chữ',
    en: 'is missing: choose a unit or write it in words',
  },
  'columns or decisions needed': {
    vi: 'phải có cách đọc cột hoặc quyết định cho các dòng',
    en: 'must say how columns are read or what is decided about rows',
  },
  'small letters, digits and hyphens': {
    vi: 'chỉ được có chữ thường không dấu, chữ số và dấu gạch nối, viết như sxh-2026',
    en: 'may have small letters without marks, digits and hyphens only, written as sxh-2026',
  },
  'a window ends after it begins': { vi: 'phải kết thúc sau khi bắt đầu', en: 'must end after it begins' },
};

const types: Readonly<Record<string, Bilingual>> = {
  string: { vi: 'phải là chữ', en: 'must be text' },
  number: { vi: 'phải là số', en: 'must be a number' },
  int: { vi: 'phải là số nguyên', en: 'must be a whole number' },
  boolean: { vi: 'phải là true hoặc false', en: 'must be true or false' },
  array: { vi: 'phải là một danh sách', en: 'must be a list' },
  object: { vi: 'phải là một nhóm thông tin', en: 'must be an object' },
  record: { vi: 'phải là một nhóm thông tin', en: 'must be an object' },
  null: { vi: 'phải để trống', en: 'must be null' },
};

function ofType(issue: SchemaIssue): Told {
  // zod tells a missing field from a wrong one in its sentence only.
  if (issue.message?.endsWith('received undefined')) return told('missing', 'chưa có', 'is missing');
  const words = types[String(issue['format'] ?? '')] ?? types[String(issue['expected'])] ?? unfit;
  return { code: 'type', message: words };
}

function ofSize(issue: SchemaIssue, code: 'tooSmall' | 'tooBig'): Told {
  const small = code === 'tooSmall';
  const limit = String(issue[small ? 'minimum' : 'maximum']);
  if (issue['origin'] === 'string') {
    if (small && limit === '1') return told(code, 'không được để trống', 'must not be empty');
    return small
      ? told(code, `quá ngắn, cần ít nhất ${limit} ký tự`, `is too short, at least ${limit} characters are needed`)
      : told(code, `quá dài, nhiều nhất ${limit} ký tự`, `is too long, at most ${limit} characters`);
  }
  if (issue['origin'] === 'array' || issue['origin'] === 'set')
    return small
      ? told(code, `cần ít nhất ${limit} mục`, `needs at least ${limit} items`)
      : told(code, `chỉ được nhiều nhất ${limit} mục`, `may have at most ${limit} items`);
  const inclusive = issue['inclusive'] !== false;
  if (small)
    return told(
      code,
      inclusive ? `phải từ ${limit} trở lên` : `phải lớn hơn ${limit}`,
      `must be ${inclusive ? 'at least' : 'more than'} ${limit}`,
    );
  return told(
    code,
    inclusive ? `phải từ ${limit} trở xuống` : `phải nhỏ hơn ${limit}`,
    `must be ${inclusive ? 'at most' : 'less than'} ${limit}`,
  );
}

function ofFormat(format: string): Told {
  if (format === 'date')
    return told('format', 'phải là một ngày có thật, viết như 2021-07-10', 'must be a real day, written as 2021-07-10');
  if (format === 'datetime')
    return told(
      'format',
      'phải là thời điểm viết như 2021-07-10T01:00:00Z',
      'must be an instant, written as 2021-07-10T01:00:00Z',
    );
  if (format === 'url') return told('format', 'phải là một địa chỉ web', 'must be a web address');
  return told('format', 'viết chưa đúng dạng', 'is not written as it should be');
}

/** How many choices a sentence lists. */
const choicesShown = 12;

function ofChoice(values: unknown): Told {
  const all = Array.isArray(values) ? values.map(String) : [];
  if (all.length === 0) return { code: 'choice', message: unfit };
  const list = `${all.slice(0, choicesShown).join(', ')}${all.length > choicesShown ? '…' : ''}`;
  return told('choice', `chỉ được là một trong: ${list}`, `must be one of: ${list}`);
}
