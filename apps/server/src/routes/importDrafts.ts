import {
  idParams,
  importBodyQuery,
  importDetail,
  importDraft,
  importDraftChange,
  importDraftRowPage,
  importDraftRowQuery,
  Problem,
  paths,
} from '@truyvet/contract';
import { z } from 'zod';
import { changeDraft } from '../commands/imports/changeDraft.ts';
import { confirmDraft } from '../commands/imports/confirmDraft.ts';
import { previewList } from '../commands/imports/previewList.ts';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { type DraftRecord, deleteDraft, readDraft, readDraftRows } from '../db/imports/drafts.ts';
import { readBriefs } from '../db/matching/candidates.ts';
import { outbreakOf } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { lockVersion } from '../db/versions.ts';
import { authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentDraft, presentDraftRow, storedDuplicates } from '../presenters/importDrafts.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import { readImportDetail, uploadedFile } from './imports.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ rowNumber: z.number().int() });

/** Previews of lists: see packages/contract/src/importDrafts.ts. */
export function importDraftRoutes(api: Api, { db, clock, board, openList }: ApiPorts): void {
  const open = openList && { open: openList };
  api.post(
    paths.importPreview,
    route('imports.write', 'imports', 'Reads a list and says what importing it would do (multipart, one file)', {
      takesFile: true,
      querystring: importBodyQuery,
      response: { 201: importDraft },
    }),
    async (request, reply) => {
      const actor = actorOf(request);
      const { scope, userId } = actor;
      const { unitId } = request.query;
      authorize(actor, { kind: 'importList', unitId });
      const outbreak = await inScope(db, scope, (tx) => outbreakOf(tx, request.query.outbreakId));
      const file = await uploadedFile(request);
      const id = await previewList(db, { scope, unitId, outbreakId: outbreak.id, userId, now: clock.now(), ...file, ...open });
      const draft = await inScope(db, scope, (tx) => draftOf(tx, id));
      sendVersion(reply, draft.version);
      return reply.code(201).send(presentDraft(draft));
    },
  );

  api.get(
    paths.importDraft(':id'),
    route('imports.write', 'imports', 'A preview', { params: idParams, response: { 200: importDraft } }),
    async (request, reply) => {
      const draft = await inScope(db, actorOf(request).scope, (tx) => draftOf(tx, request.params.id));
      sendVersion(reply, draft.version);
      return presentDraft(draft);
    },
  );

  api.get(
    paths.importDraftRows(':id'),
    route('imports.write', 'imports', 'The rows of a preview, with the people they may be', {
      params: idParams,
      querystring: importDraftRowQuery,
      response: { 200: importDraftRowPage },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { cursor, limit, show } = request.query;
      const afterRow = decodeCursor(cursor, position)?.rowNumber ?? 0;
      return await inScope(db, scope, async (tx) => {
        const { id, unitId } = await draftOf(tx, request.params.id);
        const rows = await readDraftRows(tx, id, { afterRow, limit: limit + 1, show });
        const ids = rows.flatMap(({ duplicates }) => storedDuplicates.parse(duplicates).map(({ personId }) => personId));
        const people = await readBriefs(tx, ids);
        if (people.size > 0) {
          const details = { people: [...people.keys()] };
          await appendAudit(tx, {
            at: clock.now(),
            userId,
            unitId,
            action: 'read',
            subject: 'importDraft',
            subjectId: id,
            details,
          });
        }
        return pageOfRows(
          rows,
          limit,
          (row) => presentDraftRow(row, people),
          ({ rowNumber }) => ({ rowNumber }),
        );
      });
    },
  );

  api.patch(
    paths.importDraft(':id'),
    route('imports.write', 'imports', 'Changes how columns are read, or decides about rows', {
      versioned: true,
      params: idParams,
      body: importDraftChange,
      response: { 200: importDraft },
    }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { id } = request.params;
      const seen = seenVersion(request);
      const current = async () => presentDraft(await inScope(db, scope, (tx) => draftOf(tx, id)));
      const change = { scope, id, seen, change: request.body, userId, now: clock.now(), ...open };
      await withCurrent(() => changeDraft(db, change), current);
      sendVersion(reply, seen + 1);
      return await current();
    },
  );

  api.post(
    paths.importConfirm(':id'),
    route('imports.write', 'imports', 'Stores a preview', { versioned: true, params: idParams, response: { 201: importDetail } }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { id } = request.params;
      const seen = seenVersion(request);
      const current = async () => presentDraft(await inScope(db, scope, (tx) => draftOf(tx, id)));
      const done = await withCurrent(() => confirmDraft(db, { scope, id, seen, userId, now: clock.now(), ...open }), current);
      board.changed();
      return reply.code(201).send(await inScope(db, scope, (tx) => readImportDetail(tx, done.importId, done.seenBefore)));
    },
  );

  api.delete(
    paths.importDraft(':id'),
    route('imports.write', 'imports', 'Drops a preview', { params: idParams, response: { 204: z.null() } }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { id } = request.params;
      await inScope(db, scope, async (tx) => {
        const { unitId, version } = await draftOf(tx, id);
        await lockVersion(tx, 'import_draft', id, version);
        await deleteDraft(tx, id);
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'delete', subject: 'importDraft', subjectId: id });
      });
      return reply.code(204).send(null);
    },
  );
}

async function draftOf(tx: Tx, id: number): Promise<DraftRecord> {
  const draft = await readDraft(tx, id);
  if (!draft) throw new Problem('resource.missing');
  return draft;
}
