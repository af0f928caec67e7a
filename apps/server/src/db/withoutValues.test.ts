import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildPerson } from './testRows.ts';
import { withoutValues } from './withoutValues.ts';

const test = useTestDatabase();
const failureOf = async (statement: ReturnType<typeof sql>): Promise<Error> => {
  try {
    await inScope(test.db, systemScope, (tx) => statement.execute(tx));
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not fail');
};

describe('an error of the database', () => {
  it('is logged without what was written, and with what failed', async () => {
    const { id } = await buildPerson(test.db);
    const failures = [
      await failureOf(sql`select '038085001234x'::bigint`),
      await failureOf(sql`select ${JSON.stringify({ cells: ['Nguyễn Bí Mật', '\ud800'] })}::jsonb`),
      await failureOf(sql`update person set national_id = '038085001234', full_name = 'Nguyễn Bí Mật' where id = ${id}`),
    ];
    expect(failures.some((error) => JSON.stringify(error).includes('Bí Mật'))).toBe(true);
    for (const error of failures) {
      const logged = JSON.stringify(withoutValues(error));
      expect(logged).not.toMatch(/Bí Mật|038085001234/);
      expect(logged).toMatch(/"code":"2[23]/);
    }
    expect(withoutValues(failures[2])).toMatchObject({ table: 'person', constraint: 'person_numbers_sealed' });
  });

  it('of another kind is logged as it is', () => {
    const error = new Error('gone');
    expect(withoutValues(error)).toBe(error);
  });
});
