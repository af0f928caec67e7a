import {
  idParams,
  importBodyQuery,
  importDetail,
  importPage,
  importRowPage,
  importRowQuery,
  maxListBytes,
  Problem,
  pageQuery,
  paths,
} from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { type ImportRecord, readImportRows, readImports } from '../db/importLists.ts';
import { outbreakOf } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentImport, presentImportDetail, presentImportRow } from '../presenters/importLists.ts';
import { rejectedWorkbook } from '../presenters/rejectedWorkbook.ts';
import { type Api, actorOf, route } from './api.ts';
import { attachment, xlsxType } from './attachment.ts';
import type { ApiPorts } from './ports.ts';
import { soundText } from './soundText.ts';

const listPosition = z.object({ id: z.number().int() });
const rowPosition = z.object({ rowNumber: z.number().int() });
const rowsShown = 200;

export function importRoutes(api: Api, { db, clock, commands, board }: ApiPorts): void {
  api.post(
    paths.imports,
    route('imports.write', 'imports', 'Imports a list (multipart, one file)', {
      takesFile: true,
      querystring: importBodyQuery,
      response: { 201: importDetail },
    }),
    async (request, reply) => {
      const { scope, ...actor } = actorOf(request);
      const { unitId } = request.query;
      authorize({ scope, ...actor }, { kind: 'importList', unitId });
      const outbreak = await inScope(db, scope, (tx) => outbreakOf(tx, request.query.outbreakId));
      const file = await uploadedFile(request);
      const done = await commands.importList({
        scope,
        unitId,
        outbreakId: outbreak.id,
        userId: actor.userId,
        now: clock.now(),
        ...file,
      });
      board.changed();
      return reply.code(201).send(await inScope(db, scope, (tx) => readImportDetail(tx, done.importId, done.seenBefore)));
    },
  );

  api.get(
    paths.imports,
    route('imports.read', 'imports', 'Imported lists, newest first', { querystring: pageQuery, response: { 200: importPage } }),
    async (request) => {
      const { cursor, limit } = request.query;
      const beforeId = decodeCursor(cursor, listPosition)?.id;
      const records = await inScope(db, actorOf(request).scope, (tx) => readImports(tx, { beforeId, limit: limit + 1 }));
      return pageOfRows(records, limit, presentImport, ({ id }) => ({ id }));
    },
  );

  api.get(
    paths.import(':id'),
    route('imports.read', 'imports', 'One list with the rows that need a look', {
      params: idParams,
      response: { 200: importDetail },
    }),
    async (request) => {
      return await inScope(db, actorOf(request).scope, (tx) => readImportDetail(tx, request.params.id, false));
    },
  );

  const rows = { params: idParams, querystring: importRowQuery, response: { 200: importRowPage } };
  api.get(paths.importRows(':id'), route('imports.read', 'imports', 'The rows of a list', rows), async (request) => {
    const { cursor, limit, outcome } = request.query;
    const afterRow = decodeCursor(cursor, rowPosition)?.rowNumber ?? 0;
    const rows = await inScope(db, actorOf(request).scope, async (tx) => {
      await importOf(tx, request.params.id);
      return await readImportRows(tx, request.params.id, { afterRow, limit: limit + 1, outcome });
    });
    return pageOfRows(rows, limit, presentImportRow, ({ rowNumber }) => ({ rowNumber }));
  });

  api.get(
    paths.importRejected(':id'),
    route('imports.read', 'imports', 'The rows handed back, as a workbook', { params: idParams }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { id } = request.params;
      const at = clock.now();
      const bytes = await inScope(db, scope, async (tx) => {
        const list = await readImportDetail(tx, id, false);
        await appendAudit(tx, { at, userId, unitId: list.unit.id, action: 'export', subject: 'import', subjectId: id });
        return await rejectedWorkbook(list, rejectedRows(tx, id), at);
      });
      return reply.headers(attachment(xlsxType, `dong-tra-lai-${id}.xlsx`)).send(bytes);
    },
  );
}

/** The one file of a multipart request. Throws `file.missing`, `file.tooLarge`. */
export async function uploadedFile(request: FastifyRequest): Promise<{ fileName: string; bytes: Buffer }> {
  const part = await request.file();
  if (!part) throw new Problem('file.missing');
  const fileName = soundText(part.filename.normalize('NFC').slice(0, 200));
  try {
    return { fileName, bytes: await part.toBuffer() };
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    throw new Problem('file.tooLarge', { file: fileName, limitMb: maxListBytes / megabyte }, { cause: error });
  }
}

const megabyte = 1024 * 1024;
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

async function importOf(tx: Tx, id: number): Promise<ImportRecord> {
  const [record] = await readImports(tx, { id, limit: 1 });
  if (!record) throw new Problem('resource.missing');
  return record;
}

/** One list with the rows that need a look. */
export async function readImportDetail(tx: Tx, id: number, seenBefore: boolean) {
  const record = await importOf(tx, id);
  const rejected = await readImportRows(tx, id, { afterRow: 0, limit: rowsShown, outcome: 'rejected' });
  const warned = await readImportRows(tx, id, { afterRow: 0, limit: rowsShown, outcome: 'warned' });
  return presentImportDetail(record, { rejected, warned }, seenBefore);
}

async function* rejectedRows(tx: Tx, id: number) {
  let afterRow = 0;
  for (;;) {
    const rows = await readImportRows(tx, id, { afterRow, limit: 500, outcome: 'rejected' });
    yield* rows.map(presentImportRow);
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    afterRow = last.rowNumber;
  }
}
