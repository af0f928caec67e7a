import { readBirth } from './birth.ts';
import { type Cell, cellText, isBlank } from './cell.ts';
import { readContactDate } from './contactDate.ts';
import type { FieldCode } from './data/importFields.ts';
import { type Header, withFields } from './findHeader.ts';
import { readLevel } from './fLevel.ts';
import { matchHeader } from './headers.ts';
import type { LocalDate } from './localDate.ts';
import { parseName } from './names.ts';
import { parseNationalId } from './nationalId.ts';
import { readPhoneCell } from './phoneCell.ts';
import { readSex } from './sex.ts';
import { fold } from './text.ts';

/** Why a column is taken for a field. `percent` of `cells` looked at can be read as it. */
export type ColumnReason =
  | { readonly code: 'remembered' | 'heading.exact' | 'heading.near' | 'heading.part' }
  | { readonly code: 'content' | 'content.against'; readonly percent: number; readonly cells: number };

export type ColumnProposal = {
  readonly index: number;
  readonly heading: string;
  readonly field: FieldCode | null;
  /** 0–1: how sure the proposal is; 0 for a column that is not read. Our own scale, for putting doubtful ones first. */
  readonly confidence: number;
  readonly reasons: readonly ColumnReason[];
};

/** What a cell of a field looks like, for fields that can be told by it. */
const looks: Partial<Record<FieldCode, (cell: Cell, today: LocalDate) => boolean>> = {
  phone: (cell) => readPhoneCell(cell, null).phones.length > 0,
  birth: (cell, today) => readBirth(cell, today).birth !== null,
  nationalId: (cell) => parseNationalId(cell) !== null,
  sex: (cell) => readSex(cellText(cell)) !== null,
  fLevel: (cell) => readLevel(cellText(cell)) !== null,
  lastContactDate: (cell, today) => readContactDate(cell, today).on !== null,
  fullName: (cell) => typeof cell === 'string' && parseName(cell) !== null && cellText(cell).includes(' '),
};

/** Family names that some nine of ten people bear. */
const families = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly trinh dinh mai ha luu cao luong truong tong quach'.split(
    ' ',
  ),
);
/** Fields without which nobody can be called: looked for by content where no heading names them. */
const sought = ['fullName', 'phone', 'birth'] as const;
const cellsLookedAt = 50;
const leastCells = 3;
const leastShare = 0.8;

/**
 * Proposes what each column of a list is, with the reasons: how the sender's columns were read before, else what the heading says and whether the
 * cells below agree, else the cells alone.
 *
 * @param head the first rows of the sheet, header included
 * @param remembered fields by column as somebody confirmed them earlier
 */
export function proposeColumns(
  head: ReadonlyArray<readonly Cell[]>,
  header: Header,
  options: { readonly today: LocalDate; readonly remembered?: ReadonlyArray<FieldCode | null> | null },
): ColumnProposal[] {
  const { today, remembered = null } = options;
  const below = head.slice(header.lastRow);
  const known = remembered === null ? header : withFields(header, remembered);
  const given = new Set(known.columns.flatMap(({ field }) => field ?? []));
  const missing = sought.filter((field) => !given.has(field));
  return known.columns.map(({ index, header: heading, field }) => {
    if (field !== null)
      return proposal(index, heading, field, reasonsFor(field, heading, contentOf(below, index, field, today), remembered));
    const found = remembered === null ? missing.find((one) => isSurely(one, below, index, today)) : undefined;
    if (found === undefined) return { index, heading, field: null, confidence: 0, reasons: [] };
    missing.splice(missing.indexOf(found), 1);
    const { share, cells } = contentOf(below, index, found, today);
    return proposal(index, heading, found, [{ code: 'content', percent: Math.round(share * 100), cells }]);
  });
}

type Content = { readonly share: number; readonly cells: number };

function contentOf(below: ReadonlyArray<readonly Cell[]>, index: number, field: FieldCode, today: LocalDate): Content {
  const cells = below.flatMap((row) => (isBlank(row[index]) ? [] : [row[index] ?? null])).slice(0, cellsLookedAt);
  const looksRight = looks[field];
  if (looksRight === undefined || cells.length === 0) return { share: 1, cells: 0 };
  return { share: cells.filter((cell) => looksRight(cell, today)).length / cells.length, cells: cells.length };
}

/** Names look like hamlets: most of them must begin with a usual family name. */
function isSurely(field: FieldCode, below: ReadonlyArray<readonly Cell[]>, index: number, today: LocalDate): boolean {
  const { share, cells } = contentOf(below, index, field, today);
  if (cells < leastCells || share < leastShare) return false;
  if (field !== 'fullName') return true;
  const firsts = below.flatMap((row) => (isBlank(row[index]) ? [] : [fold(cellText(row[index])).split(' ', 1)[0] ?? '']));
  return firsts.filter((word) => families.has(word)).length >= firsts.length / 2;
}

function reasonsFor(field: FieldCode, heading: string, { share, cells }: Content, remembered: unknown): ColumnReason[] {
  const score = matchHeader(heading).find((one) => one.field === field)?.score ?? 0;
  const named = score >= 0.95 ? 'heading.exact' : score >= 0.85 ? 'heading.near' : 'heading.part';
  const percent = Math.round(share * 100);
  return [
    ...(remembered === null ? [] : [{ code: 'remembered' } as const]),
    ...(score > 0 ? [{ code: named } as const] : []),
    ...(cells === 0 ? [] : [{ code: share >= 0.5 ? 'content' : 'content.against', percent, cells } as const]),
  ];
}

const trust: Record<ColumnReason['code'], number> = {
  remembered: 0.98,
  'heading.exact': 0.95,
  'heading.near': 0.85,
  'heading.part': 0.7,
  content: 0.6,
  'content.against': 0.3,
};

/** The strongest reason, less what the cells say against it. */
function proposal(index: number, heading: string, field: FieldCode, reasons: readonly ColumnReason[]): ColumnProposal {
  const strongest = Math.max(0, ...reasons.map(({ code }) => trust[code]));
  const content = reasons.find((reason) => 'percent' in reason);
  const share = content && 'percent' in content ? content.percent / 100 : 1;
  return { index, heading, field, confidence: Math.round(strongest * (0.4 + 0.6 * share) * 100) / 100, reasons };
}

const sentences: Record<ColumnReason['code'], { readonly vi: string; readonly en: string }> = {
  remembered: { vi: 'Lần trước đơn vị này đã xác nhận như vậy.', en: 'This sender’s list was confirmed so before.' },
  'heading.exact': { vi: 'Tiêu đề cột ghi như vậy.', en: 'The heading says so.' },
  'heading.near': { vi: 'Tiêu đề cột gần giống.', en: 'The heading is nearly that.' },
  'heading.part': { vi: 'Tiêu đề cột có chứa các chữ đó.', en: 'The heading contains it.' },
  content: { vi: '{percent} % của {cells} ô đã xem đọc được như vậy.', en: '{percent} % of {cells} cells can be read so.' },
  'content.against': {
    vi: 'Chỉ {percent} % của {cells} ô đã xem đọc được như vậy.',
    en: 'Only {percent} % of {cells} cells can be read so.',
  },
};

export function columnReasonText(reason: ColumnReason, locale: 'vi' | 'en'): string {
  const { percent, cells } = 'percent' in reason ? reason : { percent: 0, cells: 0 };
  return sentences[reason.code][locale].replace('{percent}', String(percent)).replace('{cells}', String(cells));
}
