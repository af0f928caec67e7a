import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inScope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { ArrayHash } from './arrayHash.ts';

const test = useTestDatabase();

it('is what PostgreSQL computes of the same numbers', async () => {
  const number = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -(2 ** 31), max: 2 ** 32 }),
    fc.constantFrom(0, -1, 2 ** 30, -(2 ** 30)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(number), { minLength: 1, maxLength: 30 }), async (arrays) => {
      const texts = arrays.map((numbers) => `{${numbers.join(',')}}`);
      const { rows } = await inScope(test.db, systemScope, (tx) =>
        sql<{
          hash: string;
        }>`select hash_array_extended(t.numbers::bigint[], 0)::text as hash from unnest(${texts}::text[]) with ordinality as t(numbers, place)
          order by place`.execute(tx),
      );
      const hashes = arrays.map((numbers) => {
        const { high, low } = new ArrayHash().of(numbers);
        return String((BigInt(high) << 32n) + BigInt(low >>> 0));
      });
      expect(hashes).toEqual(rows.map(({ hash }) => hash));
    }),
    { numRuns: 30 },
  );
});
