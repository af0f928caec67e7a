import { expect, test } from 'vitest';
import { createOrderedWrites } from './orderedWrites.ts';

test('writes happen in the order they were asked for, though a later one is faster', async () => {
  const done: number[] = [];
  const writes = createOrderedWrites(() => undefined);
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const add = (ms: number) =>
    writes.add(async () => {
      await wait(ms);
      done.push(ms);
    });
  await Promise.all([add(30), add(1), add(10)]);
  expect(done).toEqual([30, 1, 10]);
});

test('after a failure nothing more is written, and it is told once, also when nobody waits', async () => {
  const told: unknown[] = [];
  const writes = createOrderedWrites((error) => told.push(error));
  const broken = new Error('disk full');
  writes.add(() => Promise.reject(broken)).catch(() => undefined);
  let written = false;
  const later = writes.add(async () => {
    written = true;
  });
  await expect(later).rejects.toBe(broken);
  await writes.settled();
  expect([told, written]).toEqual([[broken], false]);
});
