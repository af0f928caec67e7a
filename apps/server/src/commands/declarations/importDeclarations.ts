import { createHash } from 'node:crypto';
import { type DeclarationFields, type DeclarationsImported, Problem, problemText, type symptomCodes } from '@truyvet/contract';
import {
  type Cell,
  type Column,
  cellText,
  type FieldCode,
  findHeader,
  fold,
  readBirth,
  readContactDate,
} from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inScope } from '../../db/scope.ts';
import { readListFile } from '../../lists/readListFile.ts';
import { localDate } from '../../localTime.ts';
import type { Actor } from '../registers/entryRules.ts';
import { recordDeclaration } from './recordDeclaration.ts';

export type DeclarationFile = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly fileName: string;
  readonly bytes: Uint8Array;
};

/**
 * Takes declarations out of a workbook or CSV whose headings are those of the health declaration forms (see `importFields`). Each row is stored or
 * handed back with its reason; a row that was imported before (the same words) is not stored again. Throws the Problems of reading a file and
 * `declaration.noSource`.
 */
export async function importDeclarations(db: Db, actor: Actor, file: DeclarationFile): Promise<DeclarationsImported> {
  const { sheets } = await readListFile(file.bytes, file.fileName);
  const found = sheets
    .map((sheet) => ({ sheet, search: findHeader(sheet.rows) }))
    .find(({ search }) => hasName(search.ok ? search.header.columns : search.header?.columns));
  const header = found?.search.header;
  if (!found || !header) throw new Problem('declaration.noSource', { file: file.fileName });
  const today = localDate(actor.now);
  const result = { rows: 0, stored: 0, seenBefore: 0, rejected: [] as DeclarationsImported['rejected'] };
  for (let index = header.lastRow; index < found.sheet.rows.length; index++) {
    const cells = found.sheet.rows[index] ?? [];
    const fields = fieldsOf(cells, header.columns, today);
    if (fields === null) continue;
    result.rows += 1;
    const submissionKey = `row-${createHash('sha256')
      .update(`${file.unitId}|${JSON.stringify(fields)}`)
      .digest('hex')
      .slice(0, 40)}`;
    const request = {
      scope: actor.scope,
      userId: actor.userId,
      now: actor.now,
      unitId: file.unitId,
      outbreakId: file.outbreakId,
    };
    const sourceRef = `${file.fileName}#${index + 1}`;
    try {
      const done = await recordDeclaration(db, { ...request, channel: 'import', fields, submissionKey, sourceRef });
      result[done.seenBefore ? 'seenBefore' : 'stored'] += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const reason = { vi: problemText(error.code, error.details, 'vi'), en: problemText(error.code, error.details, 'en') };
      result.rejected.push({ row: index + 1, reason });
    }
  }
  if (result.rows === 0) throw new Problem('declaration.noSource', { file: file.fileName });
  const { rejected, ...counts } = result;
  const details = { fileName: file.fileName, ...counts, rejected: rejected.length };
  const entry = { at: actor.now, userId: actor.userId, unitId: file.unitId, subject: 'declarations', subjectId: file.unitId };
  await inScope(db, actor.scope, (tx) => appendAudit(tx, { ...entry, action: 'import', details }));
  return result;
}

const hasName = (columns: readonly Column[] | undefined): boolean => columns?.some(({ field }) => field === 'fullName') ?? false;

const symptomColumns = [
  ['fever', 'fever'],
  ['cough', 'cough'],
  ['soreThroat', 'soreThroat'],
  ['dyspnoea', 'shortOfBreath'],
] as const satisfies ReadonlyArray<readonly [FieldCode, (typeof symptomCodes)[number]]>;

/** A row's words; null for one without a name. What cannot be read as a date is left out, never guessed. */
function fieldsOf(cells: readonly Cell[], columns: readonly Column[], today: string): DeclarationFields | null {
  const cellOf = (field: FieldCode): Cell => {
    const column = columns.find((one) => one.field === field);
    return column === undefined ? null : (cells[column.index] ?? null);
  };
  const text = (field: FieldCode, longest = 200) => cellText(cellOf(field)).slice(0, longest) || null;
  const fullName = text('fullName', 80);
  if (fullName === null) return null;
  const isAge = columns.some(({ field, age }) => field === 'birth' && age);
  const { birth } = readBirth(cellOf('birth'), today, isAge);
  const day = (field: FieldCode) => readContactDate(cellOf(field), today).on;
  return {
    fullName,
    birthYear: birth?.year ?? null,
    birthDate: birth?.precision === 'day' ? birth.date : null,
    sex: sexOf(text('sex')),
    phone: text('phone', 20),
    declaredBy: text('reporter', 80),
    hamlet: text('hamlet', 80),
    address: text('address'),
    from: text('epiDetail') ?? text('epiFactor') ?? text('province'),
    leftOn: day('departDate'),
    arrivedOn: day('arriveDate'),
    vehicle: text('vehicle'),
    companions: null,
    reason: null,
    places: null,
    symptoms: symptomColumns.filter(([field]) => saysYes(text(field))).map(([, code]) => code),
    metCase: null,
    metCaseText: null,
    note: null,
  };
}

function sexOf(text: string | null): 'male' | 'female' | null {
  const word = fold(text ?? '');
  return word === 'nam' ? 'male' : word === 'nu' ? 'female' : null;
}

const saysYes = (text: string | null): boolean => /^(?:x|co|1|yes|true|v)$/u.test(fold(text ?? ''));
