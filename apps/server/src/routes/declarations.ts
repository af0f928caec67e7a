import {
  type DeclarationFields,
  type Declared,
  declaration,
  declarationDecision,
  declarationImportQuery,
  declarationPage,
  declarationQuery,
  declarationsDecided,
  declarationsDecision,
  declarationsImported,
  declarationTaken,
  declared,
  idParams,
  newDeclaration,
  Problem,
  paths,
  takenDeclaration,
} from '@truyvet/contract';
import { z } from 'zod';
import { decideDeclaration } from '../commands/declarations/decideDeclaration.ts';
import { decideDeclarations } from '../commands/declarations/decideDeclarations.ts';
import { importDeclarations } from '../commands/declarations/importDeclarations.ts';
import { recordDeclaration } from '../commands/declarations/recordDeclaration.ts';
import { hotlineOf, settingsOf } from '../commands/registers/settings.ts';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { readDeclarations } from '../db/declarations/declarations.ts';
import { outbreakOf } from '../db/outbreaks.ts';
import { requireUnit } from '../db/registers/parts.ts';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { unitIdAt } from '../db/units.ts';
import { localDate } from '../localTime.ts';
import { authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { declarationAdvice } from '../presenters/declarationAdvice.ts';
import { presentDeclaration } from '../presenters/registers/entries.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import { uploadedFile } from './imports.ts';
import type { ApiPorts } from './ports.ts';
import { publicLimit } from './publicLimit.ts';
import { behalfOf } from './registers/entries.ts';

const tag = 'declarations';
const position = z.object({ id: z.number().int() });

/** Anybody may declare. The answer is the same whoever is or is not known. */
export function publicDeclarationRoute(api: Api, ports: ApiPorts): void {
  const limit = publicLimit(api);
  const schema = { body: newDeclaration, response: { 201: declared } };
  const options = { ...route('open', tag, 'A citizen’s health declaration', schema), onRequest: limit };
  api.post(paths.declarations, options, async (request, reply) => {
    return reply.code(201).send(await takeDeclaration(ports, request.body));
  });
}

/** A declaration of the web form. Throws `declaration.*`. */
export async function takeDeclaration(
  ports: Pick<ApiPorts, 'db' | 'clock' | 'spoken'>,
  body: z.output<typeof newDeclaration>,
): Promise<Declared> {
  const { db, clock } = ports;
  const now = clock.now();
  const { unitCode, submissionKey, ...fields } = body;
  const { unitId, outbreakId } = await inScope(db, systemScope, async (tx) => ({
    unitId: await unitIdAt(tx, unitCode, localDate(now)),
    outbreakId: (await outbreakOf(tx, undefined)).id,
  }));
  if (unitId === undefined) throw new Problem('declaration.unit');
  const request = { scope: systemScope, unitId, outbreakId, channel: 'web', fields, sourceRef: null, userId: null, now } as const;
  const { code, severe } = await recordDeclaration(db, { ...request, submissionKey: submissionKey ?? null });
  return { code, severe, advice: await adviceFor(ports, unitId, severe, fields) };
}

/** What is said depends on what was declared alone, never on who is known. */
async function adviceFor(
  { db, spoken }: Pick<ApiPorts, 'db' | 'spoken'>,
  unitId: number,
  severe: boolean,
  { symptoms, metCase, from }: Pick<DeclarationFields, 'symptoms' | 'metCase' | 'from'>,
) {
  const settings = await inScope(db, systemScope, (tx) => settingsOf(tx, unitId));
  const atRisk = metCase === 'yes' || from !== null;
  return declarationAdvice({ severe, symptoms, atRisk, hotline: hotlineOf(settings, spoken) });
}

export function declarationRoutes(api: Api, ports: ApiPorts): void {
  const { db, clock } = ports;
  const list = { querystring: declarationQuery, response: { 200: declarationPage } };
  api.get(paths.declarations, route('registers.read', tag, 'Declarations, oldest first', list), async (request) => {
    const { unitId, state, file, cursor, limit } = request.query;
    const page = { afterId: decodeCursor(cursor, position)?.id ?? 0, limit: limit + 1 };
    const actor = actorOf(request);
    const records = await inScope(db, actor.scope, async (tx) => {
      const entry = { at: clock.now(), userId: actor.userId, unitId: unitId ?? null };
      await appendAudit(tx, { ...entry, action: 'read', subject: 'register', subjectId: 'declarations' });
      return await readDeclarations(tx, { unitId, state, file }, page);
    });
    return pageOfRows(records, limit, presentDeclaration, ({ id }) => ({ id }));
  });

  const one = { params: idParams, response: { 200: declaration } };
  api.get(paths.declaration(':id'), route('registers.read', tag, 'One declaration', one), async (request, reply) => {
    const { scope, userId } = actorOf(request);
    const record = await readOne(db, scope, request.params.id);
    const entry = { at: clock.now(), userId, unitId: record.unit.id, subject: 'declaration', subjectId: record.id };
    await inScope(db, scope, (tx) => appendAudit(tx, { ...entry, action: 'read' }));
    sendVersion(reply, record.version);
    return presentDeclaration(record);
  });

  const decide = { versioned: true, params: idParams, body: declarationDecision, response: { 200: declaration } };
  api.post(
    paths.declarationDecide(':id'),
    route('declarations.write', tag, 'Says whom a declaration is about', decide),
    async (request, reply) => {
      const actor = behalfOf(request, ports);
      const { id } = request.params;
      const seen = seenVersion(request);
      const record = await withCurrent(
        () => decideDeclaration(db, actor, id, seen, request.body),
        async () => presentDeclaration(await readOne(db, actor.scope, id)),
      );
      sendVersion(reply, record.version);
      return presentDeclaration(record);
    },
  );

  const together = { versionsInBody: true, body: declarationsDecision, response: { 200: declarationsDecided } };
  api.post(
    paths.declarationsDecide,
    route('declarations.write', tag, 'Decides many declarations in the same way', together),
    async (request) => await decideDeclarations(db, behalfOf(request, ports), request.body),
  );

  const taken = { body: takenDeclaration, response: { 201: declarationTaken } };
  api.post(
    paths.declarationTaken,
    route('declarations.write', tag, 'Writes down what somebody declares by telephone or at the desk', taken),
    async (request, reply) => {
      const actor = behalfOf(request, ports);
      const { unitId, outbreakId: asked, channel, sourceRef, ...fields } = request.body;
      authorize(actorOf(request), { kind: 'takeDeclarations', unitId });
      const outbreakId = await outbreakAt(db, actor.scope, { unitId, outbreakId: asked });
      const made = await recordDeclaration(db, { ...actor, unitId, outbreakId, channel, fields, submissionKey: null, sourceRef });
      const record = await readOne(db, actor.scope, made.id);
      sendVersion(reply, record.version);
      const { severe } = made;
      const advice = await adviceFor(ports, unitId, severe, fields);
      return reply.code(201).send({ declaration: presentDeclaration(record), severe, advice });
    },
  );

  const bring = { takesFile: true, querystring: declarationImportQuery, response: { 200: declarationsImported } };
  api.post(
    paths.declarationImport,
    route('declarations.write', tag, 'Imports declarations (multipart, one file)', bring),
    async (request) => {
      const actor = behalfOf(request, ports);
      const { unitId } = request.query;
      authorize(actorOf(request), { kind: 'takeDeclarations', unitId });
      const outbreakId = await outbreakAt(db, actor.scope, request.query);
      return await importDeclarations(db, actor, { unitId, outbreakId, ...(await uploadedFile(request)) });
    },
  );
}

/** The outbreak that declarations taken in a unit belong to. Throws `resource.missing` with the field that names what is not there. */
async function outbreakAt(
  db: Db,
  scope: Scope,
  { unitId, outbreakId }: { readonly unitId: number; readonly outbreakId?: number | undefined },
): Promise<number> {
  return await inScope(db, scope, async (tx) => {
    await requireUnit(tx, unitId, 'unitId');
    return (await outbreakOf(tx, outbreakId)).id;
  });
}

async function readOne(db: Db, scope: Scope, id: number) {
  const [record] = await inScope(db, scope, (tx) => readDeclarations(tx, { id, state: 'all' }, { afterId: 0, limit: 1 }));
  if (!record) throw new Problem('resource.missing');
  return record;
}
