import { mostResultsCounted, paths, resultPage, resultQuery, workbookQuery } from '@truyvet/contract';
import { readPeopleSearch } from '@truyvet/outbreak';
import { z } from 'zod';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { outbreakOf } from '../db/outbreaks.ts';
import type { ResultFilter } from '../db/resultFilter.ts';
import { countResults, readLatestAnswers, readOpenAlerts, readOpenErrands, readResults } from '../db/results.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { askedUnits } from '../db/search/askedUnits.ts';
import { findPeople } from '../db/search/searchPeople.ts';
import { authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { resultRowPresenter } from '../presenters/resultRows.ts';
import { resultsWorkbookBytes } from '../presenters/writeResultsWorkbook.ts';
import { type Api, actorOf, route } from './api.ts';
import { attachment, xlsxType } from './attachment.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ personId: z.number().int() });

export function resultRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.results,
    route('health.read', 'results', 'What became of everybody', { querystring: resultQuery, response: { 200: resultPage } }),
    async (request) => {
      const { query } = request;
      const after = decodeCursor(query.cursor, position);
      return await inScope(db, actorOf(request).scope, async (tx) => {
        const filter = await filterOf(tx, actorOf(request).scope, query);
        const records = await readResults(tx, filter, { afterPersonId: after?.personId ?? 0, limit: query.limit + 1 });
        const ids = records.map(({ personId }) => personId);
        const present = resultRowPresenter({
          answers: await readLatestAnswers(tx, filter.outbreakId, ids),
          alerts: await readOpenAlerts(tx, ids),
          errands: await readOpenErrands(tx, ids),
        });
        const page = pageOfRows(records, query.limit, present, ({ personId }) => ({ personId }));
        return { ...page, ...(await countResults(tx, filter, mostResultsCounted)) };
      });
    },
  );

  api.get(
    paths.resultsWorkbook,
    route('reports.export', 'results', 'The results of a unit as a workbook', { querystring: workbookQuery }),
    async (request, reply) => {
      const actor = actorOf(request);
      const { unitId } = request.query;
      authorize(actor, { kind: 'exportUnit', unitId });
      const now = clock.now();
      const outbreak = await inScope(db, actor.scope, (tx) => outbreakOf(tx, request.query.outbreakId));
      await inScope(db, actor.scope, (tx) =>
        appendAudit(tx, {
          at: now,
          userId: actor.userId,
          unitId,
          action: 'export',
          subject: 'results',
          subjectId: unitId,
          details: { outbreakId: outbreak.id },
        }),
      );
      const bytes = await resultsWorkbookBytes(db, actor.scope, { unitId, outbreakId: outbreak.id, now });
      return reply.headers(attachment(xlsxType, `ket-qua-${unitId}-${now.toISOString().slice(0, 10)}.xlsx`)).send(bytes);
    },
  );
}

/** So many people at most are found for `q`, those that fit best; their results are what is listed and counted. */
const mostFound = 1000;

async function filterOf(tx: Tx, scope: Scope, query: z.output<typeof resultQuery>): Promise<ResultFilter> {
  const { q, unitId, disposition, reach, symptoms, openAlert, openErrand } = query;
  const { id: outbreakId } = await outbreakOf(tx, query.outbreakId);
  const units = await askedUnits(tx, scope, unitId);
  const filter = { outbreakId, units, disposition, reach, symptoms, openAlert, openErrand };
  if (!q) return filter;
  const page = { after: undefined, limit: mostFound };
  const found = await findPeople(tx, readPeopleSearch(q), units, page);
  return { ...filter, personIds: found.map(({ id }) => id) };
}
