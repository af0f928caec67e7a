import { distinctBody, duplicateList, idParams, mergeBody, mergeResult, paths, unmergeResult } from '@truyvet/contract';
import { z } from 'zod';
import { findDuplicates, markDistinct } from '../commands/matching/duplicates.ts';
import { mergePeople, unmergePerson } from '../commands/matching/mergePeople.ts';
import { presentDuplicate } from '../presenters/importDrafts.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

/** Duplicates, merges and their undoing: see packages/contract/src/duplicates.ts. */
export function mergeRoutes(api: Api, { db, clock, board, commands }: ApiPorts): void {
  api.get(
    paths.personDuplicates(':id'),
    route('people.read', 'people', 'Who may be the same person', { params: idParams, response: { 200: duplicateList } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const found = await findDuplicates(db, { scope, personId: request.params.id, userId, now: clock.now() });
      return { items: found.map(({ person, score, evidence }) => presentDuplicate(person, score, evidence)) };
    },
  );

  api.post(
    paths.personMerge(':id'),
    route('people.merge', 'people', 'Makes another record part of this one', {
      params: idParams,
      body: mergeBody,
      response: { 200: mergeResult },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { mergedId } = request.body;
      const merged = await mergePeople(db, { scope, survivorId: request.params.id, mergedId, userId, now: clock.now() });
      board.changed();
      commands.campaignsChanged();
      return merged;
    },
  );

  api.post(
    paths.personUnmerge(':id'),
    route('people.merge', 'people', 'Lets a merged record stand for itself again', {
      params: idParams,
      response: { 200: unmergeResult },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const unmerged = await unmergePerson(db, { scope, personId: request.params.id, userId, now: clock.now() });
      board.changed();
      commands.campaignsChanged();
      return unmerged;
    },
  );

  const schema = { params: idParams, body: distinctBody, response: { 204: z.null() } };
  const mark = (method: 'put' | 'delete', distinct: boolean, summary: string) =>
    api[method](paths.personDistinct(':id'), route('people.merge', 'people', summary, schema), async (request, reply) => {
      const { scope, userId } = actorOf(request);
      await markDistinct(db, { scope, personId: request.params.id, userId, now: clock.now() }, request.body.otherId, distinct);
      return reply.code(204).send(null);
    });
  mark('put', true, 'Remembers that two records are two people');
  mark('delete', false, 'Takes that back');
}
