import { createHash } from 'node:crypto';
import { Problem } from '@truyvet/contract';
import { type ColumnProposal, type FieldCode, findHeader, type Header, proposeColumns } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { deleteExpiredDrafts, insertDraft, updateDraft } from '../../db/imports/drafts.ts';
import { type Fields, type Mapping, readMappings } from '../../db/imports/mappings.ts';
import { findImport, nextImportId } from '../../db/imports.ts';
import { inScope } from '../../db/scope.ts';
import { type ChosenSheet, chooseSheet } from '../../lists/chooseSheet.ts';
import type { OpenedList } from '../../lists/openedList.ts';
import { openListFile } from '../../lists/readListFile.ts';
import { localDate } from '../../localTime.ts';
import { type ImportRequest, placeOfList } from '../importList.ts';
import { fingerprintOf } from './fingerprint.ts';
import { judgeDraft } from './judgeDraft.ts';

/** How long a preview waits for its confirm. */
export const draftLifetimeMs = 24 * 3_600_000;

/**
 * Reads a list, proposes what its columns are and judges its rows, without storing more than the draft. An earlier draft of the same file makes room.
 * Gives the draft's id.
 *
 * @throws Problem as `importList`; `import.known` for a file that was imported before.
 */
export async function previewList(db: Db, request: Omit<ImportRequest, 'settled'>): Promise<number> {
  const { scope, unitId, outbreakId, fileName, bytes, userId, now: at } = request;
  const sha256 = createHash('sha256').update(bytes).digest();
  const { place, known, mappings } = await inScope(db, scope, async (tx) => {
    await deleteExpiredDrafts(tx, at);
    return {
      place: await placeOfList(tx, scope, unitId, outbreakId),
      known: await findImport(tx, outbreakId, unitId, sha256),
      mappings: await readMappings(tx, unitId),
    };
  });
  if (known !== null) throw new Problem('import.known', { file: fileName, id: known });
  const list = await (request.open ?? openListFile)(bytes, fileName);
  try {
    const read = proposeSheet(list, request, place.unitName, mappings);
    return await inScope(db, scope, async (tx) => {
      const id = await nextImportId(tx);
      await insertDraft(tx, {
        id,
        outbreakId,
        unitId,
        sha256,
        fileName,
        content: bytes,
        sheetName: read.sheetName,
        encoding: list.encoding,
        header: { row: read.header.row, columns: read.columns },
        fingerprint: fingerprintOf(read.header),
        otherSheets: read.chosen?.otherSheets ?? [],
        createdBy: userId,
        at,
        expiresAt: new Date(at.getTime() + draftLifetimeMs),
      });
      const trial = { request, draftId: id, sha256, disease: place.disease, list };
      const counts = read.chosen ? await judgeDraft(db, tx, { ...trial, chosen: read.chosen }) : null;
      await updateDraft(tx, id, { counts });
      const details = { fileName, ...counts };
      await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'importDraft', subjectId: id, details });
      return id;
    });
  } finally {
    list.close();
  }
}

type ProposedSheet = {
  readonly sheetName: string | null;
  readonly header: Header;
  readonly columns: readonly ColumnProposal[];
  /** Null while a name or a phone column is missing. */
  readonly chosen: ChosenSheet | null;
};

/** The sheet and its columns; headings that name no person or phone column are helped by what the cells hold. */
function proposeSheet(
  list: OpenedList,
  request: Omit<ImportRequest, 'settled'>,
  communeName: string,
  mappings: ReadonlyMap<string, Mapping>,
): ProposedSheet {
  const today = localDate(request.now);
  const remembered = (header: Header) => mappings.get(fingerprintOf(header))?.fields ?? null;
  const sheet = list.sheets.find(({ hidden, rows }) => !hidden && findHeader(rows).header !== null);
  const { header = null } = sheet ? findHeader(sheet.rows) : {};
  const columns = sheet && header ? proposeColumns(sheet.rows, header, { today, remembered: remembered(header) }) : [];
  const fields = columns.map(({ field }) => field);
  const options = { today, communeName, ...(request.defaultLevel !== undefined && { defaultLevel: request.defaultLevel }) };
  const remember = (one: Header): Fields | null => remembered(one) ?? (header && one.row === header.row ? fields : null);
  try {
    const chosen = chooseSheet(list, request.fileName, { ...options, remember });
    const own = proposeColumns(chosen.head, chosen.plan.header, { today, remembered: remembered(chosen.plan.header) });
    return {
      sheetName: chosen.sheetName,
      header: chosen.plan.header,
      columns: header === chosen.plan.header ? columns : own,
      chosen,
    };
  } catch (error) {
    const unread = error instanceof Problem && (error.code === 'list.noPhoneColumn' || error.code === 'list.noNameColumn');
    if (!unread || !sheet || !header) throw error;
    return { sheetName: sheet.name === '' ? null : sheet.name, header, columns, chosen: null };
  }
}

/** The columns of a header as an officer wants them read. Throws `import.columns` unless they make a list. */
export function settledColumns(
  columns: readonly ColumnProposal[],
  changes: ReadonlyArray<{ readonly index: number; readonly field: FieldCode | null }>,
): ColumnProposal[] {
  const wanted = new Map(changes.map(({ index, field }) => [index, field]));
  if (changes.some(({ index }) => !columns.some((column) => column.index === index))) throw new Problem('import.columns');
  const settled = columns.map((column): ColumnProposal => {
    const field = wanted.get(column.index);
    if (field === undefined) return column;
    return { ...column, field, confidence: field === null ? 0 : 1, reasons: [] };
  });
  const given = settled.flatMap(({ field }) => (field === null || field === 'phone' ? [] : [field]));
  const changed = new Set(changes.flatMap(({ field }) => field ?? []));
  if (given.some((field, i) => changed.has(field) && given.indexOf(field) !== i)) throw new Problem('import.columns');
  return settled;
}

/** Whether columns make a list that can be judged. */
export const readable = (columns: readonly ColumnProposal[]): boolean =>
  columns.some(({ field }) => field === 'fullName') && columns.some(({ field }) => field === 'phone');
