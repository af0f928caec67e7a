import swagger from '@fastify/swagger';
import { problemBody, problems } from '@truyvet/contract';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RoutePermission } from '../policies/can.ts';
import type { Api } from './api.ts';

/** A route as it was declared. */
export type DeclaredRoute = {
  readonly method: string;
  /** With parameters as `:id`. */
  readonly url: string;
  readonly permission: RoutePermission | undefined;
  readonly summary: string | undefined;
  readonly tags: readonly string[];
  /** Left out of the description: not of the API. */
  readonly hidden: boolean;
  /** Schemas of what it asks for, as declared. */
  readonly querystring: unknown;
  readonly body: unknown;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, in the order declared. */
    declaredRoutes: readonly DeclaredRoute[];
  }
}

const permissionField = 'x-permission' as const;
const problemRef = '#/components/schemas/Problem';

/**
 * Describes the API from the routes' own schemas (OpenAPI 3.1), each with its permission and the refusals it can answer with, and keeps the
 * list of routes. Before any route is added.
 */
export function describeApi(api: Api): void {
  const declared: DeclaredRoute[] = [];
  api.decorate('declaredRoutes', declared);
  api.addHook('onRoute', ({ method, url, config, schema }) => {
    for (const one of [method].flat().filter((name) => name !== 'HEAD')) {
      const { summary, hide } = schema ?? {};
      const tags = schema?.tags ?? [];
      declared.push({
        method: one,
        url,
        permission: config?.permission,
        summary,
        tags,
        hidden: hide === true,
        querystring: schema?.querystring,
        body: schema?.body,
      });
    }
  });
  api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Truy Vết',
        version: '1',
        description:
          'Changes carry the header `x-truyvet: 1`. What has a version is sent with it as ETag, and changed with If-Match. A POST may carry an `Idempotency-Key`. ' +
          'Lists are pages: `nextCursor` is the `cursor` of the next. Refusals are `application/problem+json` with a stable code and a sentence in Vietnamese and English.',
      },
      components: {
        schemas: { Problem: problemSchema() },
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'truyvet_session' } },
      },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given);
      const permission = given.route.config?.permission;
      return { url, schema: permission === undefined ? schema : { ...schema, [permissionField]: permission } };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the API is described in OpenAPI only');
      addRefusals(document.openapiObject.paths ?? {});
      return document.openapiObject;
    },
  });
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Operation = { responses?: object; security?: object[]; [permissionField]?: string };

/** Adds to each operation what it can refuse with, and whether it needs a session. */
function addRefusals(paths: Readonly<Record<string, unknown>>): void {
  for (const [path, item] of Object.entries(paths)) {
    for (const method of methods) {
      const operation = (item as Readonly<Record<string, Operation | undefined>>)[method];
      if (!operation) continue;
      const permission = operation[permissionField] ?? '';
      operation.responses = { ...operation.responses, ...refusals(method, path, permission) };
      operation.security = permission === 'open' ? [] : [{ session: [] }];
    }
  }
}

/** What a route can refuse with, by its shape. The codes themselves are in the schema's catalogue. */
function refusals(method: (typeof methods)[number], path: string, permission: string): Record<string, object> {
  const changes = method !== 'get';
  const statuses = {
    400: true,
    401: permission !== 'open',
    403: permission !== 'open' && permission !== 'signedIn',
    404: path.includes('{'),
    409: changes,
    412: method === 'patch' || method === 'delete',
    422: changes,
    428: method === 'patch' || method === 'delete',
    429: true,
    500: true,
  };
  return Object.fromEntries(
    Object.entries(statuses)
      .filter(([, possible]) => possible)
      .map(([status]) => [status, refusal(Number(status))]),
  );
}

function refusal(status: number): object {
  const codes = Object.entries(problems).flatMap(([code, entry]) => (entry.status === status ? [code] : []));
  return {
    description: codes.join(', '),
    content: { 'application/problem+json': { schema: { $ref: problemRef } } },
  };
}

function problemSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(problemBody);
  const properties = { ...schema.properties, code: { type: 'string', enum: Object.keys(problems) } };
  return { ...schema, properties };
}
