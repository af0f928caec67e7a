import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildApi } from './testApi.ts';

type Operation = {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly 'x-permission'?: string;
  readonly security?: readonly object[];
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
});
