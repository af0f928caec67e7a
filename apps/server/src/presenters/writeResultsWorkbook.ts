import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { missing } from '@truyvet/contract';
import type { Db, Tx } from '../db/connect.ts';
import { type InboxFilter, type InboxPage, readAlerts, readErrands } from '../db/inbox.ts';
import { readLatestAnswers, readOpenAlerts, readOpenErrands, readResults } from '../db/results.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { unitIdsBelow } from '../db/units.ts';
import { groupByPerson } from './groupByPerson.ts';
import { readSummary } from './readSummary.ts';
import type { WorkbookRow } from './resultColumns.ts';
import { buildResultsWorkbook } from './resultsWorkbook.ts';
import { tracingAnswersOf } from './tracingAnswers.ts';

/** What a workbook is about; without a unit, everything the scope sees. */
export type WorkbookRequest = { readonly unitId: number | null; readonly outbreakId: number; readonly now: Date };

const pageSize = 500;

/**
 * Writes the results workbook (.xlsx) to a file: to a neighbour first, renamed when whole, so that nobody finds half a workbook.
 * Throws `resource.missing` for a unit or outbreak that does not exist, and the file system's own errors.
 */
export async function writeResultsWorkbook(db: Db, scope: Scope, request: WorkbookRequest, path: string): Promise<void> {
  const part = `${path}.part`;
  try {
    const file = await open(part, 'w');
    await fillWorkbook(db, scope, request, file.createWriteStream());
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The results workbook in memory. */
export async function resultsWorkbookBytes(db: Db, scope: Scope, request: WorkbookRequest): Promise<Buffer> {
  const stream = new PassThrough();
  const [filled, bytes] = await Promise.allSettled([fillWorkbook(db, scope, request, stream), buffer(stream)]);
  if (filled.status === 'rejected') throw filled.reason;
  if (bytes.status === 'rejected') throw bytes.reason;
  return bytes.value;
}

/** Writes the workbook into a stream and ends it. Fails with the stream's error, if it has one. */
export async function fillWorkbook(db: Db, scope: Scope, request: WorkbookRequest, stream: Writable): Promise<void> {
  const written = finished(stream, { readable: false });
  try {
    await inScope(db, scope, async (tx) => {
      const building = build(tx, scope, request, stream);
      // The library waits for ever on a stream that has failed (a full disk): the stream's own end decides then.
      await Promise.race([building.then(() => written), written]);
    });
  } catch (error) {
    stream.destroy();
    await written.catch(() => null);
    throw error;
  }
}

async function build(tx: Tx, scope: Scope, request: WorkbookRequest, stream: Writable): Promise<void> {
  const summary = await readSummary(tx, { ...request, scope });
  if (!summary) throw missing('unitId');
  const unitId = request.unitId ?? undefined;
  const alerts = await collect((page) => readAlerts(tx, { state: 'all', unitId } satisfies InboxFilter, page));
  const errands = await collect((page) => readErrands(tx, { state: 'all', unitId } satisfies InboxFilter, page));
  await buildResultsWorkbook({ at: request.now, summary, rows: resultRows(tx, request), alerts, errands }, stream);
}

async function* resultRows(tx: Tx, { unitId, outbreakId }: WorkbookRequest): AsyncGenerator<WorkbookRow> {
  const filter = { outbreakId, units: unitId === null ? undefined : await unitIdsBelow(tx, [unitId]) };
  let afterPersonId = 0;
  for (;;) {
    const records = await readResults(tx, filter, { afterPersonId, limit: pageSize });
    const ids = records.map(({ personId }) => personId);
    const answers = groupByPerson(await readLatestAnswers(tx, outbreakId, ids));
    const alerts = groupByPerson(await readOpenAlerts(tx, ids));
    const errands = groupByPerson(await readOpenErrands(tx, ids));
    for (const record of records) {
      const { personId } = record;
      yield {
        record,
        answers: tracingAnswersOf(new Map(answers.get(personId)?.map(({ stepId, value }) => [stepId, value]))),
        alertCodes: (alerts.get(personId) ?? []).map(({ code }) => code),
        errandCodes: (errands.get(personId) ?? []).map(({ code }) => code),
      };
    }
    const last = records.at(-1);
    if (!last || records.length < pageSize) return;
    afterPersonId = last.personId;
  }
}

async function collect<T extends { readonly dueAt: Date; readonly id: number }>(
  read: (page: InboxPage) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await read({ limit: pageSize, ...(last && { after: { dueAt: last.dueAt, id: last.id } }) });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}
