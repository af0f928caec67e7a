import { randomUUID } from 'node:crypto';
import { Problem, type ProblemBody, toProblemBody } from '@truyvet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { environmentProblem } from '../environmentProblem.ts';
import type { Api } from './api.ts';

/** Every failure leaves as `application/problem+json`; what is not a refusal of ours is logged under a code that the user is given. */
export function answerFailures(api: Api): void {
  api.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error);
    if (problem.code === 'server.failed') {
      request.log.error({ err: error, id: problem.details['id'], route: request.routeOptions.url }, 'request failed');
    }
    return refuse(reply, problem);
  });
}

/** Sends a refusal. */
export function refuse(reply: FastifyReply, problem: Problem): FastifyReply {
  const body: ProblemBody = toProblemBody(problem.code, problem.details, problem.current);
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body);
}

/** What an unknown address under /api gets. */
export const refuseUnknown = (_: FastifyRequest, reply: FastifyReply): FastifyReply =>
  refuse(reply, new Problem('resource.missing'));

/** The refusal that stands for any error. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const environment = environmentProblem(error);
  if (environment) return environment;
  if (hasZodFastifySchemaValidationErrors(error))
    return new Problem('request.invalid', { detail: invalidFields(error.validation) });
  const { code, statusCode } = httpErrorOf(error);
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return new Problem('file.missing');
  if (statusCode >= 400 && statusCode < 500) return new Problem('request.invalid', { detail: code });
  return new Problem('server.failed', { id: randomUUID().slice(0, 8) }, { cause: error });
}

function invalidFields(issues: readonly { readonly instancePath: string; readonly message?: string | undefined }[]): string {
  return issues.map(({ instancePath, message }) => `${instancePath.slice(1).replaceAll('/', '.')}: ${message ?? ''}`).join('; ');
}

function httpErrorOf(error: unknown): { code: string; statusCode: number } {
  if (typeof error !== 'object' || error === null) return { code: '', statusCode: 500 };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return { code: typeof code === 'string' ? code : 'HTTP', statusCode: typeof statusCode === 'number' ? statusCode : 500 };
}
