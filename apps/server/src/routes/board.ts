import { Readable } from 'node:stream';
import { type BoardEvent, boardSnapshot, paths } from '@truyvet/contract';
import { appendAudit } from '../db/audit.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { DialogueWordBook } from '../presenters/dialogueWords.ts';
import { type Api, actorOf, route } from './api.ts';
import { BoardFeed, readSnapshot } from './boardFeed.ts';
import type { ApiPorts } from './ports.ts';
import { findActor } from './signIn.ts';

/** Comment lines keep proxies from closing a quiet stream, and show a reader who is gone. */
const heartbeatMs = 15_000;
/** A reader that is so far behind is cut off; it comes back and gets a snapshot. */
const backlogBytes = 4 * 1024 * 1024;

export function boardRoutes(api: Api, ports: ApiPorts): void {
  const source = { ports, words: new DialogueWordBook() };
  const feeds = new Map<string, BoardFeed>();
  const streams = new Set<Readable>();
  const feedOf = (scope: Scope): BoardFeed => {
    const key = `${scope.health !== false} ${scope.kind === 'all' ? 'all' : scope.unitIds.join(',')}`;
    const feed = feeds.get(key) ?? new BoardFeed(source, scope);
    feeds.set(key, feed);
    return feed;
  };

  api.get(
    paths.boardSnapshot,
    route('board.read', 'board', 'The calls under way', { response: { 200: boardSnapshot } }),
    async (request) => {
      return await readSnapshot(source, actorOf(request).scope);
    },
  );

  api.get(
    paths.board,
    route('board.read', 'board', 'The calls under way, as a stream of events (text/event-stream)', {
      sends: 'text/event-stream',
    }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const entry = { at: ports.clock.now(), userId, unitId: null, action: 'watch', subject: 'board' };
      await inScope(ports.db, scope, (tx) => appendAudit(tx, entry));
      const stream = new Readable({ read: () => {} });
      const leave = await feedOf(scope).join((event) => {
        if (stream.readableLength > backlogBytes) stream.destroy();
        else stream.push(eventText(event));
      });
      streams.add(stream);
      // A session that ended, or an account that was disabled, ends the stream too.
      const heartbeat = setInterval(() => {
        stream.push(': \n\n');
        findActor(ports, request).catch(() => stream.push(null));
      }, heartbeatMs);
      stream.once('close', () => {
        clearInterval(heartbeat);
        leave();
        streams.delete(stream);
      });
      return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }).send(stream);
    },
  );

  api.addHook('preClose', async () => {
    for (const stream of streams) stream.destroy();
  });
}

const eventText = ({ kind, data }: BoardEvent): string => `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
