/**
 * A client that does not know whether its POST arrived sends it again with the same `Idempotency-Key` (as the IETF's draft
 * draft-ietf-httpapi-idempotency-key-header has it): what was done is not done twice, and the first answer is given again. Kept a day, by user.
 */
import { invalidField, Problem } from '@truyvet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { claimKey, forgetKey, keepAnswer } from '../db/access/idempotency.ts';
import type { Api } from './api.ts';
import type { ApiPorts } from './ports.ts';

const keyHeader = 'idempotency-key';
const replayedHeader = 'idempotency-replayed';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this request took, until its answer is kept. */
    idempotencyKey: string | null;
  }
}

/** For every POST of this instance that carries a key; routes behind sign-in only. */
export function answerRepeats(api: Api, { db, clock }: ApiPorts): void {
  api.decorateRequest('idempotencyKey', null);

  api.addHook('preHandler', async (request, reply) => {
    const key = keyIn(request);
    const userId = request.actor?.userId;
    if (key === undefined || userId === undefined) return;
    const claim = await claimKey(db, { userId, key }, said(request), clock.now());
    switch (claim.kind) {
      case 'first':
        request.idempotencyKey = key;
        return;
      case 'again':
        return replay(reply, claim.answer);
      case 'underWay':
        throw new Problem('idempotency.underWay', { key });
      case 'otherRequest':
        throw new Problem('idempotency.otherRequest', { key });
    }
  });

  api.addHook('onSend', async (request, reply, payload) => {
    const { idempotencyKey: key, actor } = request;
    if (key === null || !actor) return payload;
    request.idempotencyKey = null;
    const mine = { userId: actor.userId, key };
    // A refusal changed nothing: the same key may be tried again once the reason is gone. So may a failure; its transaction was rolled back.
    if (reply.statusCode >= 300 || typeof payload !== 'string') await forgetKey(db, mine);
    else await keepAnswer(db, mine, { status: reply.statusCode, contentType: contentTypeOf(reply), body: payload });
    return payload;
  });
}

function keyIn(request: FastifyRequest): string | undefined {
  const key = request.headers[keyHeader];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(key))
    throw invalidField('Idempotency-Key', {
      vi: 'phải có từ 1 đến 100 ký tự, không dấu và không cách',
      en: 'must have 1 to 100 plain characters without blanks',
    });
  return key;
}

/** Method, address and body. A file upload is told apart by its length only: importing the same list twice changes nothing anyway. */
function said(request: FastifyRequest): string {
  const upload = request.body === undefined || request.body === null;
  const body = upload ? (request.headers['content-length'] ?? '') : JSON.stringify(request.body);
  return `${request.method} ${request.url}\n${body}`;
}

function replay(
  reply: FastifyReply,
  { status, contentType, body }: { status: number; contentType: string | null; body: string },
) {
  if (contentType !== null) reply.header('content-type', contentType);
  return reply
    .code(status)
    .header(replayedHeader, 'true')
    .serializer((text: string) => text)
    .send(body);
}

function contentTypeOf(reply: FastifyReply): string | null {
  const type = reply.getHeader('content-type');
  return typeof type === 'string' ? type : null;
}
