import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batch } from './batch.ts';

let posted: string[][];
let batch: Batch<string>;

beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  batch = new Batch<string>(
    (items) => posted.push(items),
    (item) => item.startsWith('late'),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is said in one turn leaves together, in order', async () => {
  batch.add('a');
  await Promise.resolve();
  batch.add('late b');
  batch.add('c');
  expect(posted).toEqual([]);
  vi.advanceTimersByTime(0);
  expect(posted).toEqual([['a', 'late b', 'c']]);
});

test('what may wait leaves with the next that may not, or alone after 10 ms', () => {
  batch.add('late a');
  vi.advanceTimersByTime(6);
  expect(posted).toEqual([]);
  batch.add('b');
  vi.advanceTimersByTime(1);
  expect(posted).toEqual([['late a', 'b']]);
  batch.add('late c');
  vi.advanceTimersByTime(20);
  expect(posted).toEqual([['late a', 'b'], ['late c']]);
  vi.advanceTimersByTime(100);
  expect(posted).toHaveLength(2);
});

test('what was taken back is not said, and then the rest may wait', () => {
  batch.add('a');
  batch.add('b');
  expect(batch.takeBack((item) => item < 'c')).toEqual(['a', 'b']);
  batch.add('late c');
  vi.advanceTimersByTime(5);
  expect(posted).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(posted).toEqual([['late c']]);
});
