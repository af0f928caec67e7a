import swagger from '@fastify/swagger';
import { problemBody, problems } from '@truyvet/contract';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RoutePermission } from '../policies/can.ts';
import type { Api } from './api.ts';
import { describeOperation, type Marks, type Operation } from './describeOperation.ts';

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
  readonly marks: Marks;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, in the order declared. */
    declaredRoutes: readonly DeclaredRoute[];
  }
}

/**
 * Describes the API from the routes' own schemas (OpenAPI 3.1), each with its name, its permission and the refusals it can answer with, and
 * keeps the list of routes. Before any route is added.
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
        marks: schema ?? {},
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
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the API is described in OpenAPI only');
      complete((document.openapiObject.paths ?? {}) as Paths, declared);
      return document.openapiObject;
    },
  });
}

type Paths = Readonly<Record<string, Record<string, Operation>>>;

function complete(paths: Paths, declared: readonly DeclaredRoute[]): void {
  for (const route of declared) {
    const item = paths[route.url.replace(/:(\w+)/g, '{$1}')];
    const method = route.method.toLowerCase();
    const operation = item?.[method];
    if (item && operation) item[method] = describeOperation(operation, route);
  }
}

function problemSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(problemBody);
  const properties = { ...schema.properties, code: { type: 'string', enum: Object.keys(problems) } };
  return { ...schema, properties };
}
