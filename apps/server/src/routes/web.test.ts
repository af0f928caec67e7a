import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemBody } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { connect } from '../db/connect.ts';
import { buildApi } from './testApi.ts';

const folder = mkdtempSync(join(tmpdir(), 'truyvet-desk-'));
const webFolder = join(folder, 'dist');
mkdirSync(join(webFolder, 'assets'), { recursive: true });
writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Truy Vết</title>');
writeFileSync(join(webFolder, 'assets', 'app-1a2b.js'), 'export {};');
writeFileSync(join(folder, 'secret.txt'), 'secret');
// Nothing here asks the database.
const db = connect('postgres://nobody@127.0.0.1:1/nothing');
const { api } = buildApi(db, { webFolder });
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

describe('the desk’s files', () => {
  it('give every address that is not the API’s the same page, never kept without asking', async () => {
    for (const url of ['/', '/people/12', '/results?q=a']) {
      const response = await api.inject({ url });
      expect([url, response.statusCode, response.headers['cache-control']]).toEqual([url, 200, 'no-cache']);
      expect(response.body).toContain('<title>Truy Vết</title>');
      expect(response.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });

  it('are kept for a year when their name carries their hash', async () => {
    const response = await api.inject({ url: '/assets/app-1a2b.js' });
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it('are told from what is missing: no page in place of a script or an answer of the API', async () => {
    expect(codeOf(await api.inject({ url: '/assets/gone.js' }))).toBe('resource.missing');
    expect(codeOf(await api.inject({ url: '/api/gone' }))).toBe('resource.missing');
    expect(codeOf(await api.inject({ method: 'POST', url: '/people/12' }))).toBe('resource.missing');
  });

  it('end at their folder', async () => {
    for (const url of ['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt']) {
      expect((await api.inject({ url })).body).not.toContain('secret\n');
      expect((await api.inject({ url })).body).not.toBe('secret');
    }
  });
});

it('without a built desk there is only the API', async () => {
  const bare = buildApi(db, { webFolder: join(folder, 'nowhere') });
  expect(codeOf(await bare.api.inject({ url: '/' }))).toBe('resource.missing');
});
