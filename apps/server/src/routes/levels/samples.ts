import { idParams, newSample, Problem, paths, sampleChange, sampleList, sampleOutcome } from '@truyvet/contract';
import { changeSample, recordSample, type SampleOutcome } from '../../commands/levels/recordSample.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { readCaseRow } from '../../db/levels/caseRows.ts';
import { readSample, readSamples } from '../../db/levels/samples.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { presentCase, presentSample } from '../../presenters/cases.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';
import { movedView } from './movedView.ts';

const tag = 'samples';

export function sampleRoutes(api: Api, { db, clock }: ApiPorts): void {
  const read = { params: idParams, response: { 200: sampleList } };
  api.get(paths.personSamples(':id'), route('health.read', tag, 'The samples of a person', read), async (request) => {
    const { scope, userId } = actorOf(request);
    const personId = request.params.id;
    return await inScope(db, scope, async (tx) => {
      const unitId = await unitOfPerson(tx, personId);
      const subject = { subject: 'person', subjectId: personId, details: { what: 'samples' } } as const;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', ...subject });
      return { items: (await readSamples(tx, personId)).map(presentSample) };
    });
  });

  const create = { params: idParams, body: newSample, response: { 201: sampleOutcome } };
  api.post(
    paths.personSamples(':id'),
    route('health.write', tag, 'Writes a sample down; a positive one makes a case and moves everyone behind', create),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { outbreakId, ...sample } = request.body;
      const asked = { scope, userId, now: clock.now(), personId: request.params.id, outbreakId, sample };
      const outcome = await recordSample(db, asked);
      sendVersion(reply, outcome.sample.version);
      return reply.code(201).send(await present(db, scope, outcome));
    },
  );

  const change = { versioned: true, params: idParams, body: sampleChange, response: { 200: sampleOutcome } };
  api.patch(
    paths.sample(':id'),
    route('health.write', tag, 'Changes a sample: its result came, or was corrected', change),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const sampleId = request.params.id;
      const asked = { scope, userId, now: clock.now(), sampleId, seen: seenVersion(request), changes: definedOf(request.body) };
      const outcome = await withCurrent(
        () => changeSample(db, asked),
        () => current(db, scope, sampleId),
      );
      sendVersion(reply, outcome.sample.version);
      return await present(db, scope, outcome);
    },
  );
}

async function current(db: Db, scope: Scope, sampleId: number) {
  const sample = await inScope(db, scope, (tx) => readSample(tx, sampleId));
  if (!sample) throw new Problem('resource.missing');
  return presentSample(sample);
}

async function present(db: Db, scope: Scope, { sample, record, moved }: SampleOutcome) {
  const row = record === null ? undefined : await inScope(db, scope, (tx) => readCaseRow(tx, record.id));
  return { sample: presentSample(sample), case: row ? presentCase(row) : null, moved: await movedView(db, scope, moved) };
}

/** What a change names; keys that were not sent are not there, so that they change nothing. */
export function definedOf<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
