import { type ProblemCode, problems } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildApi } from './testApi.ts';

type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly 'x-permission'?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { schema?: object }>> }>
  >;
};
const test = useTestDatabase();

async function described() {
  const { api } = buildApi(test.db);
  const document = (await api.inject({ url: '/api/openapi.json' })).json<{
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
  }>();
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
  const declared = api.declaredRoutes;
  await api.close();
  return { document, operations, declared };
}

/** Whether a JSON pointer (RFC 6901) leads somewhere in the document. */
function holds(document: object, reference: string): boolean {
  const [start, ...names] = reference.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = names.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], document);
  return start === '#' && found !== undefined;
}

describe('the description of the API', () => {
  it('says of every route what it does, where it belongs and whom it is permitted to', async () => {
    const { operations, document } = await described();
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(60);
    const bare = operations.filter(
      ({ operation: { summary, tags, 'x-permission': permission } }) => !summary || (tags ?? []).length !== 1 || !permission,
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('leaves out no route that is not hidden on purpose', async () => {
    const { operations, declared } = await described();
    const names = new Set(operations.map(({ name }) => name));
    const shown = declared.filter(({ hidden, url }) => !hidden && url.startsWith('/api/'));
    const missing = shown
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
    expect(declared.filter(({ hidden, url }) => hidden && url.startsWith('/api/')).map(({ url }) => url)).toEqual([]);
  });

  it('says how each succeeds and refuses, with problem details', async () => {
    const { operations, document } = await described();
    for (const { name, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect([name, statuses.some((status) => status.startsWith('2'))]).toEqual([name, true]);
      const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect([name, refusals.length >= 3]).toEqual([name, true]);
      const health = name === 'GET /health';
      for (const [status, { content }] of refusals) {
        if (health && status === '503') continue;
        expect([name, status, content?.['application/problem+json']?.schema]).toEqual([
          name,
          status,
          { $ref: '#/components/schemas/Problem' },
        ]);
      }
      if (operation['x-permission'] !== 'open')
        expect([name, operation.responses]).toEqual([name, expect.objectContaining({ 401: expect.anything() })]);
    }
    expect(document.components.schemas.Problem.properties.code.enum).toContain('resource.changed');
  });

  it('says with which codes each refuses, every one in the catalogue and of that status', async () => {
    const { operations } = await described();
    const wrong = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.responses)
        .filter(([, { content }]) => content?.['application/problem+json'] !== undefined)
        .filter(([status, { description }]) =>
          description.split(', ').some((code) => problems[code as ProblemCode]?.status !== Number(status)),
        )
        .map(([status]) => `${name} ${status}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names each operation once, in words made of its method and path', async () => {
    const { operations } = await described();
    const nameOf = new Map(operations.map(({ name, operation }) => [name, operation.operationId ?? '']));
    expect([...nameOf].filter(([, id]) => !/^(?:get|post|put|patch|delete)[A-Z][A-Za-z]+$/.test(id))).toEqual([]);
    expect(new Set(nameOf.values()).size).toBe(operations.length);
    expect(nameOf.get('POST /api/people/{id}/samples')).toBe('postPeopleByIdSamples');
    expect(nameOf.get('GET /api/results/workbook.xlsx')).toBe('getResultsWorkbookXlsx');
    expect(nameOf.get('DELETE /api/households/{id}/members/{personId}')).toBe('deleteHouseholdsByIdMembersByPersonId');
  });

  it('declares each parameter of a path once, required, and none that the path does not have', async () => {
    const { operations } = await described();
    for (const { name, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const expected = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect([name, inPath.map((parameter) => parameter.name).sort()]).toEqual([name, expected.sort()]);
      expect([name, inPath.every(({ required }) => required)]).toEqual([name, true]);
      const all = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
      expect([name, all.length]).toEqual([name, new Set(all).size]);
    }
  });

  it('asks of changes for the header of our own, and of files as multipart', async () => {
    const { operations } = await described();
    for (const { name, operation } of operations) {
      const headers = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header').map((one) => one.name);
      expect([name, headers.includes('x-truyvet')]).toEqual([name, /^(?!GET)\w+ \/api\//.test(name)]);
    }
    const taking = operations.filter(({ operation }) => operation.requestBody?.content['multipart/form-data'] !== undefined);
    expect(taking.map(({ name }) => name).sort()).toEqual([
      'POST /api/declarations/import',
      'POST /api/imports',
      'POST /api/imports/preview',
    ]);
  });

  it('leaves no answer without its kind, except those without a body', async () => {
    const { operations } = await described();
    const bare = operations.filter(({ operation }) =>
      Object.entries(operation.responses).some(([status, { content }]) => status !== '204' && content === undefined),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('refers to nothing that it does not hold', async () => {
    const { document } = await described();
    const found: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === '$ref' && typeof inner === 'string' && !holds(document, inner)) found.push(inner);
        visit(inner);
      }
    };
    visit(document);
    expect(found).toEqual([]);
  });
});
