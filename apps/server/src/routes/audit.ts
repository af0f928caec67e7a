import { auditPage, auditQuery, paths } from '@truyvet/contract';
import { z } from 'zod';
import { type AuditRecord, readAudit } from '../db/access/auditLists.ts';
import { appendAudit } from '../db/audit.ts';
import { inScope } from '../db/scope.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ id: z.number().int() });

export function auditRoutes(api: Api, { db, clock }: ApiPorts): void {
  const schema = { querystring: auditQuery, response: { 200: auditPage } };
  api.get(paths.audit, route('audit.read', 'audit', 'Who read and changed what, newest first', schema), async (request) => {
    const { cursor, limit, ...asked } = request.query;
    const { scope, userId } = actorOf(request);
    const beforeId = decodeCursor(cursor, position)?.id;
    return await inScope(db, scope, async (tx) => {
      const records = await readAudit(tx, { ...asked, beforeId, limit: limit + 1 });
      await appendAudit(tx, { at: clock.now(), userId, unitId: null, action: 'read', subject: 'audit', details: asked });
      return pageOfRows(records, limit, present, ({ id }) => ({ id }));
    });
  });
}

const present = ({ at, ...record }: AuditRecord) => ({ ...record, at: at.toISOString() });
