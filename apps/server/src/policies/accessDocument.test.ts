import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPermissions, readRoles } from '../db/access/roles.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';

const test = useTestDatabase();
const file = join(import.meta.dirname, '../../../../docs/access.md');
const [begin, end] = ['<!-- roles -->\n', '<!-- /roles -->'];

async function tableOfRoles(): Promise<string> {
  const [roles, permissions] = await inScope(test.db, systemScope, async (tx) => [
    await readRoles(tx),
    await readPermissions(tx),
  ]);
  const head = ['permission', ...roles.map(({ code }) => code), 'nghĩa là', 'means'];
  const rows = permissions.map(({ code, vi, en }) => [
    `\`${code}\``,
    ...roles.map(({ permissions: given }) => (given.includes(code) ? '×' : '')),
    vi,
    en,
  ]);
  const names = ['', ...roles.map(({ vi }) => vi), '', ''];
  return [head, head.map(() => '---'), names, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** To write it anew: TRUYVET_WRITE_DOCS=1 npx vitest run apps/server/src/policies/accessDocument.test.ts */
it('docs/access.md shows the roles and permissions as they are', async () => {
  const text = readFileSync(file, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const current = `${before}${begin}${await tableOfRoles()}\n${end}${rest.split(end)[1] ?? ''}`;
  if (process.env['TRUYVET_WRITE_DOCS'] === '1') writeFileSync(file, current);
  expect(readFileSync(file, 'utf8')).toBe(current);
});
