import { randomUUID } from 'node:crypto';
import {
  type Bilingual,
  invalidField,
  invalidRequest,
  Problem,
  type ProblemBody,
  tooWideAdvice,
  toProblemBody,
} from '@truyvet/contract';
import type { FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { endedByLimit } from '../db/statementLimit.ts';
import { withoutValues } from '../db/withoutValues.ts';
import { environmentProblem } from '../environmentProblem.ts';
import type { Api } from './api.ts';

/** Every failure leaves as `application/problem+json`; what is not a refusal of ours is logged under a code that the user is given. */
export function answerFailures(api: Api): void {
  api.setErrorHandler((error, request, reply) => {
    const problem = tooWide(error, request) ?? asProblem(error);
    // Not again for everybody who asks while it is being counted.
    if (problem.code === 'question.tooWide' && problem.cause !== undefined) {
      request.log.warn({ err: withoutValues(error), route: request.routeOptions.url }, 'a question took too long');
    }
    if (problem.code === 'server.failed') {
      request.log.error(
        { err: withoutValues(error), id: problem.details['id'], route: request.routeOptions.url },
        'request failed',
      );
    }
    return refuse(reply, problem);
  });
}

/** Statuses that may say when to ask again (RFC 9110, 15.6.4; RFC 6585, 4). */
const comesBack = new Set([429, 503]);

/** Sends a refusal; one that names a time to wait says so in its header as well. */
export function refuse(reply: FastifyReply, problem: Problem): FastifyReply {
  const body: ProblemBody = toProblemBody(problem.code, problem.details, problem);
  const { seconds } = problem.details;
  if (typeof seconds === 'number' && comesBack.has(body.status)) reply.header('retry-after', String(seconds));
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body);
}

/** What an unknown address under /api gets. */
export const refuseUnknown = (_: FastifyRequest, reply: FastifyReply): FastifyReply =>
  refuse(reply, new Problem('resource.missing'));

/**
 * A statement ran into the limit of its connection. For a question that is no fault of the server's: it covers more than can be counted in that time.
 * A change that does is one.
 */
function tooWide(error: unknown, { method }: FastifyRequest): Problem | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || !endedByLimit(error)) return undefined;
  return new Problem('question.tooWide', tooWideAdvice.narrower, { cause: error });
}

/** The refusal that stands for any error. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const environment = environmentProblem(error);
  if (environment) return environment;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error.validation.map(issueOf), { cause: error });
  const { code, statusCode } = httpErrorOf(error);
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return new Problem('file.missing');
  if (code === 'FST_ERR_BAD_URL') return invalidField('address', badAddress, { cause: error });
  if (statusCode >= 400 && statusCode < 500) {
    const words = unreadable[code] ?? { vi: `không đọc được (${code})`, en: `cannot be read (${code})` };
    return invalidField('body', words, { cause: error });
  }
  return new Problem('server.failed', { id: randomUUID().slice(0, 8) }, { cause: error });
}

/** zod's own issue again, from the shape in which Fastify carries it. */
const issueOf = ({ keyword, instancePath, message, params }: FastifySchemaValidationError) => ({
  ...params,
  code: keyword,
  path: instancePath.split('/').slice(1),
  message,
});

const badAddress = { vi: 'viết sai, không phải là UTF-8', en: 'is not written in UTF-8' };

/** What Fastify says of a body that it cannot read. */
const unreadable: Readonly<Record<string, Bilingual>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { vi: 'không phải là JSON đúng', en: 'is not valid JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { vi: 'đang trống', en: 'is empty' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { vi: 'phải gửi dạng application/json', en: 'must be sent as application/json' },
  FST_ERR_CTP_BODY_TOO_LARGE: { vi: 'quá dài', en: 'is too long' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { vi: 'bị cắt cụt trên đường gửi', en: 'was cut short on its way' },
};

function httpErrorOf(error: unknown): { code: string; statusCode: number } {
  if (typeof error !== 'object' || error === null) return { code: '', statusCode: 500 };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return { code: typeof code === 'string' ? code : 'HTTP', statusCode: typeof statusCode === 'number' ? statusCode : 500 };
}
