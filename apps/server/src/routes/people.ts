import { idParams, Problem, paths, personPage } from '@truyvet/contract';
import { z } from 'zod';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { readAlerts, readErrands } from '../db/inbox.ts';
import { readExposures, readFollowUp, readPerson, readPhones } from '../db/people.ts';
import { readAnswers, readAttempts, readLatestTask, readRecordingSound, readRecordings } from '../db/peopleCalls.ts';
import { inScope } from '../db/scope.ts';
import { DialogueWordBook } from '../presenters/dialogueWords.ts';
import { type PersonParts, presentPerson } from '../presenters/personPage.ts';
import { alawToWav } from '../presenters/wav.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

export function personRoutes(api: Api, { db, clock }: ApiPorts): void {
  const words = new DialogueWordBook();
  api.get(
    paths.person(':id'),
    route('people.read', 'people', 'Everything known of one person', { params: idParams, response: { 200: personPage } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const parts = await readParts(tx, words, request.params.id);
        const { id, unitId } = parts.person;
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'person', subjectId: id });
        return presentPerson(parts);
      });
    },
  );

  const params = z.object({ id: z.string().min(1).max(200) });
  api.get(
    paths.recording(':id'),
    route('health.read', 'people', 'What a person said, as sound', { params }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const sound = await inScope(db, scope, async (tx) => {
        const found = await readRecordingSound(tx, request.params.id);
        if (!found) throw new Problem('resource.missing');
        const { unitId } = found;
        const subjectId = request.params.id;
        const details = { personId: found.personId };
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'listen', subject: 'recording', subjectId, details });
        return found.alaw;
      });
      return reply.header('content-type', 'audio/wav').send(alawToWav(sound));
    },
  );
}

async function readParts(tx: Tx, words: DialogueWordBook, personId: number): Promise<PersonParts> {
  const person = await readPerson(tx, personId);
  if (!person) throw new Problem('resource.missing');
  if (person.mergedIntoId !== null) throw new Problem('person.merged', { into: person.mergedIntoId });
  const answers = await readAnswers(tx, personId);
  const all = { state: 'all', personId } as const;
  return {
    person,
    phones: await readPhones(tx, personId),
    exposures: await readExposures(tx, personId),
    followUp: await readFollowUp(tx, personId),
    task: await readLatestTask(tx, personId),
    attempts: await readAttempts(tx, personId),
    answers,
    words: await words.read(
      tx,
      answers.map(({ dialogueVersionId }) => dialogueVersionId),
    ),
    recordings: await readRecordings(tx, personId),
    alerts: await readAlerts(tx, all, { limit: 500 }),
    errands: await readErrands(tx, all, { limit: 500 }),
  };
}
