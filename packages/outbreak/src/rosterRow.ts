import { type Birth, readBirth } from './birth.ts';
import { type Cell, cellText, isBlank } from './cell.ts';
import { readContactDate } from './contactDate.ts';
import type { FieldCode } from './data/importFields.ts';
import type { Column } from './findHeader.ts';
import { readLevel } from './fLevel.ts';
import { type ListedCase, readListedCase } from './listedCase.ts';
import { type ListedQuarantine, readListedQuarantine } from './listedQuarantine.ts';
import type { LocalDate } from './localDate.ts';
import { maskIdentityNumbers } from './maskNumbers.ts';
import { parseName } from './names.ts';
import { crossCheck, parseNationalId } from './nationalId.ts';
import { type ListedPhone, readPhoneCell } from './phoneCell.ts';
import { type RowProblem, rejects, rowProblem } from './rowProblems.ts';
import { readSex, type Sex } from './sex.ts';
import { readSourceCases } from './sourceCase.ts';
import { fold } from './text.ts';

/** A person as one list tells of them. Every value is normalised; what could not be read is a problem of its source row. */
export type RosterRow = {
  /** The row in the sheet, from 1; of several rows of one person, the first. */
  readonly rowNumber: number;
  /** All rows of this person, in order, each with its warnings. */
  readonly sources: readonly SourceRow[];
  readonly fullName: string;
  readonly nameKey: string;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  /** At least one, in the order of the list. */
  readonly phones: readonly ListedPhone[];
  readonly nationalId: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly occupation: string | null;
  /** Where they work or learn, in the list's words. */
  readonly workplace: string | null;
  /** What the list says, 0 for a case; the derived level may differ. */
  readonly statedLevel: number;
  /** The person's own case code, where the list has one. */
  readonly code: string | null;
  /** Of a case (F0). */
  readonly listedCase?: ListedCase;
  /** Of a contact (F1, F2…). */
  readonly quarantine?: ListedQuarantine;
  readonly contacts: readonly StatedContact[];
};

export type SourceRow = { readonly rowNumber: number; readonly cells: readonly Cell[]; readonly problems: readonly RowProblem[] };

/** One stated exposure: a person listed twice with two dates has two. */
export type StatedContact = {
  readonly sourceCode: string | null;
  readonly sourceText: string | null;
  readonly lastContactOn: LocalDate | null;
  readonly setting: string | null;
};

export type RowContext = {
  readonly today: LocalDate;
  /** The level of rows that state none (from the list's title, or chosen by who uploads). */
  readonly defaultLevel: number | null;
  /** The unit that hands the list in, to compare with a commune column. */
  readonly communeName: string | null;
};

export type RowReading =
  | { readonly ok: true; readonly row: RosterRow }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };

/** Reads one row. Every problem of the row is told at once, not just the first. */
export function readRow(cells: readonly Cell[], rowNumber: number, columns: readonly Column[], context: RowContext): RowReading {
  const broken = brokenCells(cells, columns);
  const at = (field: FieldCode): Cell => cells[columns.find((column) => column.field === field)?.index ?? -1] ?? null;
  const textAt = (field: FieldCode): string | null => cellText(at(field)) || null;
  /** Words are stored in clear: an identity number among them stays in the sealed row only. */
  const wordsAt = (field: FieldCode): string | null => maskIdentityNumbers(cellText(at(field))) || null;
  const name = readName(at('fullName'));
  const phones = readPhones(cells, columns);
  const birth = readBirthColumns(cells, columns, context.today);
  const level = readStatedLevel(at('fLevel'), context.defaultLevel);
  const contact = readContactDate(at('lastContactDate'), context.today);
  const headingOf = (field: FieldCode): string => columns.find((column) => column.field === field)?.header ?? field;
  const ownCase = level.level === 0 ? readListedCase({ at, headingOf }, context.today) : null;
  const kept = level.level === 0 ? null : readListedQuarantine({ at, wordsAt, headingOf }, context.today);
  const { sex, sexText } = readSexColumns(cells, columns, birth.sex);
  const id = isBlank(at('nationalId')) ? null : parseNationalId(at('nationalId'));
  const said = [
    ...name.problems,
    ...phones.problems,
    ...birth.problems,
    ...level.problems,
    ...(contact.problem ? [contact.problem] : []),
    ...(ownCase?.problems ?? []),
    ...(kept?.problems ?? []),
    ...(sexText !== null && sex === null ? [rowProblem('sex.unreadable', 'sex', { value: sexText })] : []),
    ...idProblems(textAt('nationalId'), id, birth.birth, sex),
    ...otherCommune(textAt('commune'), context.communeName),
  ];
  const problems = [...broken, ...said.filter((problem) => !broken.some((one) => one.field === problem.field))];
  if (problems.some(rejects) || name.name === null || level.level === null) return { ok: false, problems };
  const sources = readSourceCases(maskIdentityNumbers(cellText(at('sourceCase'))));
  const setting = wordsAt('contactCircumstance') ?? wordsAt('contactType');
  const row: RosterRow = {
    rowNumber,
    sources: [{ rowNumber, cells: trimmed(cells), problems }],
    fullName: name.name.full,
    nameKey: name.name.key,
    birth: birth.birth,
    sex,
    phones: phones.phones,
    nationalId: id?.number ?? null,
    hamlet: wordsAt('hamlet'),
    address: wordsAt('address'),
    occupation: saidOf(wordsAt('occupation')),
    workplace: saidOf(wordsAt('workplace')),
    statedLevel: level.level,
    code: textAt('code'),
    ...(ownCase !== null && { listedCase: ownCase.listed }),
    ...(kept?.quarantine && { quarantine: kept.quarantine }),
    contacts: sources.map(({ code, text }) => ({ sourceCode: code, sourceText: text, lastContactOn: contact.on, setting })),
  };
  return { ok: true, row };
}

/** Null for marks that stand for nothing, which people put into the cells of a column that they leave open. */
const saidOf = (words: string | null): string | null => (words === null || nothing.test(fold(words)) ? null : words);
const nothing = /^(?:\W*|x+|khong(?: ro| biet| co)?|chua ro|k)$/u;

/** A formula without a result or an error cell in a column that is read is told as such, not as "missing". */
function brokenCells(cells: readonly Cell[], columns: readonly Column[]): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const { index, field, header } of columns) {
    const cell = cells[index] ?? null;
    if (field === null || typeof cell !== 'object' || cell === null || cell.kind === 'date') continue;
    const code = cell.kind === 'formula' ? 'cell.formula' : 'cell.error';
    problems.push(rowProblem(code, field, { column: header, value: cellText(cell) }));
  }
  return problems;
}

function readName(cell: Cell) {
  if (isBlank(cell)) return { name: null, problems: [rowProblem('name.missing', 'fullName')] };
  const value = cellText(cell);
  const name = typeof cell === 'string' ? parseName(value) : null;
  return { name, problems: name === null ? [rowProblem('name.invalid', 'fullName', { value: value.slice(0, 80) })] : [] };
}

/** All phone columns together. A bad number beside a good one is a warning; alone it hands the row back. */
function readPhones(cells: readonly Cell[], columns: readonly Column[]): { phones: ListedPhone[]; problems: RowProblem[] } {
  const read = columns
    .filter((column) => column.field === 'phone')
    .map((column) => readPhoneCell(cells[column.index] ?? null, column.owner));
  const phones = read.flatMap((one) => one.phones);
  const problems = read.flatMap((one) => one.problems);
  if (phones.length > 0) {
    const told = problems.map((problem) => rowProblem('phone.ignored', 'phone', problem.details));
    return { phones: phones.filter((phone, i) => phones.findIndex((other) => other.e164 === phone.e164) === i), problems: told };
  }
  return { phones: [], problems: problems.length > 0 ? problems : [rowProblem('phone.missing', 'phone')] };
}

/** The birth column; or the two columns "Nam" and "Nữ" under it, where the filled one also gives the sex. */
function readBirthColumns(cells: readonly Cell[], columns: readonly Column[], today: LocalDate) {
  const births = columns.filter((column) => column.field === 'birth');
  const filled = births.find((column) => !isBlank(cells[column.index])) ?? births[0];
  const { birth, problem } = readBirth(filled === undefined ? null : (cells[filled.index] ?? null), today, filled?.age ?? false);
  return { birth, sex: birth === null ? null : (filled?.sex ?? null), problems: problem === null ? [] : [problem] };
}

/** The sex column; or the two columns "Nam" and "Nữ" under it, where one is ticked; or what the birth columns gave. */
function readSexColumns(
  cells: readonly Cell[],
  columns: readonly Column[],
  fromBirth: Sex | null,
): { sex: Sex | null; sexText: string | null } {
  const filled = columns.filter((column) => column.field === 'sex' && !isBlank(cells[column.index]));
  const [first] = filled;
  if (first === undefined) return { sex: fromBirth, sexText: null };
  const sexText = cellText(cells[first.index]);
  if (first.sex === null) return { sex: readSex(sexText) ?? fromBirth, sexText };
  return { sex: filled.length === 1 ? first.sex : fromBirth, sexText };
}

function readStatedLevel(cell: Cell, fallback: number | null): { level: number | null; problems: RowProblem[] } {
  const value = cellText(cell);
  const level = value === '' ? fallback : readLevel(value);
  if (level !== null) return { level, problems: [] };
  return {
    level,
    problems: [value === '' ? rowProblem('level.missing', 'fLevel') : rowProblem('level.unreadable', 'fLevel', { value })],
  };
}

function idProblems(
  value: string | null,
  id: ReturnType<typeof parseNationalId>,
  birth: Birth | null,
  sex: Sex | null,
): RowProblem[] {
  if (id !== null) return crossCheck(id, birth, sex);
  return value === null ? [] : [rowProblem('nationalId.unreadable', 'nationalId', { value })];
}

/** "Xã Thiệu Viên", "X. Thiệu Viên" and "THIỆU VIÊN" are one commune. */
function otherCommune(value: string | null, unit: string | null): RowProblem[] {
  if (value === null || unit === null || bareUnit(value) === bareUnit(unit)) return [];
  return [rowProblem('commune.other', 'commune', { value, unit })];
}

const bareUnit = (name: string): string => fold(name).replace(/^(?:xa|x|phuong|p|thi tran|tt)[.\s]+/u, '');

/** The cells without the blank ones at the end, as kept with an imported row. */
export function trimmed(cells: readonly Cell[]): readonly Cell[] {
  return cells.slice(0, cells.findLastIndex((cell) => !isBlank(cell)) + 1);
}
