import { expect, test } from 'vitest';
import { environmentProblem } from './environmentProblem.ts';

test('a full disk is told as such, whether the file system or PostgreSQL met it', () => {
  for (const code of ['ENOSPC', 'EDQUOT', '53100']) {
    expect(environmentProblem(Object.assign(new Error('full'), { code }))?.code).toBe('disk.full');
  }
});

test('other failures are not explained away', () => {
  expect(environmentProblem(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBeUndefined();
  expect(environmentProblem('ENOSPC')).toBeUndefined();
});

test.each(['40P01', '55P03'])('%s (PostgreSQL) is rows that another change holds: to be tried again', (code) => {
  expect(environmentProblem(Object.assign(new Error('held'), { code }))?.code).toBe('database.busy');
});
