import { idParams, Problem, paths, personPage } from '@truyvet/contract';
import { z } from 'zod';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { alertsFor, errandsFor } from '../db/inbox.ts';
import { exposuresOf, followUpOf, openPerson, personById, phonesOf, statedIsolationsOf } from '../db/people.ts';
import { answersOf, attemptsOf, latestTaskOf, readRecordingSound, recordingsOf } from '../db/peopleCalls.ts';
import { inScope } from '../db/scope.ts';
import { askTogether } from '../db/together.ts';
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
      const { scope, userId, permissions } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const read = await readParts(tx, words, request.params.id);
        // Shown to whom orders are shown.
        const parts = permissions.has('orders.read') ? read : { ...read, statedIsolations: [] };
        const { id, unitId } = parts.person;
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'person', subjectId: id });
        return presentPerson(parts);
      });
    },
  );

  const params = z.object({ id: z.string().min(1).max(200) });
  api.get(
    paths.recording(':id'),
    route('health.read', 'people', 'What a person said, as sound', { sends: 'audio/wav', params }),
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
  const all = { state: 'all', personId } as const;
  const { people, followUps, tasks, ...parts } = await askTogether(tx, {
    people: personById(personId),
    phones: phonesOf(personId),
    exposures: exposuresOf(personId),
    followUps: followUpOf(personId),
    statedIsolations: statedIsolationsOf(personId),
    tasks: latestTaskOf(personId),
    attempts: attemptsOf(personId),
    answers: answersOf(personId),
    recordings: recordingsOf(personId),
    alerts: alertsFor(all, { limit: 500 }),
    errands: errandsFor(all, { limit: 500 }),
  });
  const [stored] = people;
  if (!stored) throw new Problem('resource.missing');
  if (stored.mergedIntoId !== null) throw new Problem('person.merged', { into: stored.mergedIntoId });
  const versions = parts.answers.map(({ dialogueVersionId }) => dialogueVersionId);
  return {
    ...parts,
    person: openPerson(tx, stored),
    followUp: followUps[0],
    task: tasks[0],
    words: await words.read(tx, versions),
  };
}
