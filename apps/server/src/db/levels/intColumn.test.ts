import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseColumn } from './intColumn.ts';

it('reads an array as PostgreSQL writes it', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeInteger().filter((value) => !Object.is(value, -0))), (numbers) => {
      expect([...parseColumn(`{${numbers.join(',')}}`)]).toEqual(numbers);
    }),
  );
  expect([...parseColumn(null)]).toEqual([]);
});
