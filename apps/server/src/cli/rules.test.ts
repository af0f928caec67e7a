import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesVnCovid } from '@truyvet/outbreak';
import { describe, expect, it } from 'vitest';
import { readRuleFile } from './rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'truyvet-rules-'));
const write = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

describe('a file of rules', () => {
  it('may hold the rules of this release, and comes back as they are', async () => {
    const { rules } = await readRuleFile(write('own.json', { rules: rulesVnCovid }));
    expect(rules).toEqual(rulesVnCovid);
  });

  it.each([
    ['no JSON', 'F1 thì cách ly 21 ngày', 'JSON'],
    ['a misspelt field', { rules: [{ ...rulesVnCovid[2], vaild: 1 }] }, 'rules.0'],
    [
      'a test after the phase',
      { rules: [{ ...rulesVnCovid[2], phases: [{ measure: 'home', days: 7, base: 'arrival', testDays: [8] }] }] },
      'testDays',
    ],
    ['days that end before they begin', { rules: [{ ...rulesVnCovid[2], validTo: '2021-05-04' }] }, 'validTo'],
    ['nothing', { rules: [] }, 'rules'],
  ])('with %s is refused with the place', async (_, content, place) => {
    await expect(readRuleFile(write('wrong.json', content))).rejects.toMatchObject({
      code: 'rules.unreadable',
      details: { detail: { vi: expect.stringContaining(place) } },
    });
  });

  it('that is not there is said so', async () => {
    await expect(readRuleFile(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'rules.unreadable' });
  });
});
