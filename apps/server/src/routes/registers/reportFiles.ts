import { idParams, missing, paths, registerParams, registerWorkbookQuery, reportQuery } from '@truyvet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reportFrame, settingsOf, withSpoken } from '../../commands/registers/settings.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { outbreakOf } from '../../db/outbreaks.ts';
import { readUnitPart } from '../../db/registers/parts.ts';
import { inScope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import { authorize } from '../../policies/can.ts';
import { readDayReport } from '../../presenters/registers/readReports.ts';
import { dayWorkbook } from '../../reports/dayWorkbook.ts';
import { leaflet } from '../../reports/leaflet.ts';
import { loudspeakerDocument, loudspeakerText } from '../../reports/loudspeaker.ts';
import { registerWorkbook } from '../../reports/registerWorkbook.ts';
import { type ReturneesAsked, returneeCover, returneeList } from '../../reports/returneeFiles.ts';
import { type Api, actorOf, route } from '../api.ts';
import { attachment, docxType, xlsxType } from '../attachment.ts';
import type { ApiPorts } from '../ports.ts';

/** Reports as files: each leaves an audit row `export`. */
export function reportFileRoutes(api: Api, ports: ApiPorts): void {
  const { db, clock } = ports;

  api.get(
    paths.reportsReturneesWorkbook,
    route('reports.export', 'reports', 'The list of returnees in the prescribed form', { querystring: reportQuery }),
    async (request, reply) => {
      const done = await returneesFile(ports, request, request.query, returneeList);
      return reply.headers(attachment(xlsxType, `nguoi-ve-tu-vung-dich-${done.day}.xlsx`)).send(done.bytes);
    },
  );

  api.get(
    paths.reportsReturneesLetter,
    route('reports.export', 'reports', 'The letter that goes with the list', { querystring: reportQuery }),
    async (request, reply) => {
      const done = await returneesFile(ports, request, request.query, returneeCover);
      return reply.headers(attachment(docxType, `cong-van-nguoi-ve-${done.day}.docx`)).send(done.bytes);
    },
  );

  api.get(
    paths.reportsDayWorkbook,
    route('reports.export', 'reports', 'The day’s figures by commune as a workbook', { querystring: reportQuery }),
    async (request, reply) => {
      const actor = actorOf(request);
      const { unitId, day } = request.query;
      authorize(actor, { kind: 'exportUnit', unitId });
      const now = clock.now();
      const report = await inScope(db, actor.scope, async (tx) => {
        const { id: outbreakId } = await outbreakOf(tx, request.query.outbreakId);
        await noteExport(tx, { userId: actor.userId, at: now, unitId, subject: 'dayReport' });
        return await readDayReport(tx, { unitId, outbreakId, day, now });
      });
      const bytes = await dayWorkbook(report, report.unit.name, now);
      return reply.headers(attachment(xlsxType, `so-lieu-ngay-${report.day}.xlsx`)).send(bytes);
    },
  );

  const workbook = { params: registerParams, querystring: registerWorkbookQuery };
  api.get(
    paths.registerWorkbook(':register'),
    route('reports.export', 'registers', 'A register as a workbook', workbook),
    async (request, reply) => {
      const actor = actorOf(request);
      const { unitId } = request.query;
      const { register } = request.params;
      authorize(actor, { kind: 'exportUnit', unitId });
      const at = clock.now();
      const bytes = await inScope(db, actor.scope, async (tx) => {
        const { id: outbreakId } = await outbreakOf(tx, request.query.outbreakId);
        const unit = await unitOf(tx, unitId, 'unitId');
        const since = request.query.since ?? (await reportFrame(tx, unitId, undefined, at)).returneesSince;
        await noteExport(tx, { userId: actor.userId, at, unitId, subject: 'register', details: { register } });
        return await registerWorkbook(tx, { register, unitId, outbreakId, since, organisation: unit.name, at });
      });
      return reply.headers(attachment(xlsxType, `so-${register}-${localDate(at)}.xlsx`)).send(bytes);
    },
  );
}

/** What a unit hands to its people: the text for the loudspeakers and a leaflet. */
export function noticeRoutes(api: Api, { db, clock, spoken }: ApiPorts): void {
  const settingsFor = (request: FastifyRequest, unitId: number) =>
    inScope(db, actorOf(request).scope, async (tx) => ({
      unit: await unitOf(tx, unitId),
      settings: withSpoken(await settingsOf(tx, unitId), spoken),
    }));
  const schema = { params: idParams };
  const sendDocument = (reply: FastifyReply, name: string, bytes: Buffer) =>
    reply.headers(attachment(docxType, name)).send(bytes);

  api.get(
    paths.unitLoudspeaker(':id'),
    route('signedIn', 'units', 'What the loudspeakers say, as text', { sends: 'text/plain', ...schema }),
    async (request, reply) => {
      const { unit, settings } = await settingsFor(request, request.params.id);
      return reply.type('text/plain; charset=utf-8').send(`${loudspeakerText(settings, unit.name).join('\n')}\n`);
    },
  );
  api.get(
    paths.unitLoudspeakerDocument(':id'),
    route('signedIn', 'units', 'What the loudspeakers say, as a letter', schema),
    async (request, reply) => {
      const { unit, settings } = await settingsFor(request, request.params.id);
      const bytes = await loudspeakerDocument(settings, unit.name, localDate(clock.now()));
      return sendDocument(reply, `loi-phat-thanh-${unit.code}.docx`, bytes);
    },
  );
  api.get(
    paths.unitLeaflet(':id'),
    route('signedIn', 'units', 'A leaflet for households (A5)', schema),
    async (request, reply) => {
      const { unit, settings } = await settingsFor(request, request.params.id);
      return sendDocument(reply, `to-roi-${unit.code}.docx`, await leaflet(settings, unit));
    },
  );
}

async function returneesFile(
  { db, clock }: ApiPorts,
  request: FastifyRequest,
  query: { readonly unitId: number; readonly outbreakId?: number | undefined; readonly day?: string | undefined },
  make: (tx: Tx, asked: ReturneesAsked) => Promise<{ readonly day: string; readonly bytes: Buffer }>,
) {
  const actor = actorOf(request);
  const { unitId, day } = query;
  authorize(actor, { kind: 'exportUnit', unitId });
  const now = clock.now();
  const identity = actor.permissions.has('identity.read');
  return await inScope(db, actor.scope, async (tx) => {
    const { id: outbreakId, name: outbreakName } = await outbreakOf(tx, query.outbreakId);
    await noteExport(tx, {
      userId: actor.userId,
      at: now,
      unitId,
      subject: 'returneesReport',
      details: { day: day ?? null, identity },
    });
    return await make(tx, { unitId, outbreakId, outbreakName, day, now, identity });
  });
}

/** `field`: where a query names it. */
async function unitOf(tx: Tx, unitId: number, field?: string) {
  const unit = await readUnitPart(tx, unitId);
  if (!unit) throw missing(field);
  return unit;
}

type Exported = { userId: number; at: Date; unitId: number; subject: string; details?: object };

async function noteExport(tx: Tx, { subject, details, ...entry }: Exported): Promise<void> {
  await appendAudit(tx, { ...entry, action: 'export', subject, subjectId: entry.unitId, details });
}
