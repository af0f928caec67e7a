import { createHash } from 'node:crypto';
import { type DeclarationFields, type DeclarationsImported, Problem, problemText } from '@truyvet/contract';
import { findHeader, formerSymptomCodes } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inScope } from '../../db/scope.ts';
import { readListFile } from '../../lists/readListFile.ts';
import { localDate } from '../../localTime.ts';
import type { Actor } from '../registers/entryRules.ts';
import { declarationColumns, declarationOfRow } from './declarationColumns.ts';
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
  const [found] = sheets.flatMap(({ rows }) => {
    const { header } = findHeader(rows);
    const columns = header && declarationColumns(header.columns);
    return columns ? [{ rows, header, columns }] : [];
  });
  if (!found) throw new Problem('declaration.noSource', { file: file.fileName });
  const { rows, header, columns } = found;
  const today = localDate(actor.now);
  const result = { rows: 0, stored: 0, seenBefore: 0, rejected: [] as DeclarationsImported['rejected'] };
  for (let index = header.lastRow; index < rows.length; index++) {
    const fields = declarationOfRow(rows[index] ?? [], columns, today);
    if (fields === null) continue;
    result.rows += 1;
    const submissionKey = keyOf(file.unitId, fields);
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

/** Codes as they were when the first files came in: a row that is in the database since then has the key of those. */
const codesInKeys: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(formerSymptomCodes).map(([former, code]) => [code, former]),
);

/** The same words in the same unit are the same row. */
function keyOf(unitId: number, fields: DeclarationFields): string {
  const symptoms = fields.symptoms.map((code) => codesInKeys[code] ?? code);
  const words = JSON.stringify({ ...fields, symptoms });
  return `row-${createHash('sha256').update(`${unitId}|${words}`).digest('hex').slice(0, 40)}`;
}
