import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inScope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';

const test = useTestDatabase();

it('survives a connection that is lost in the middle of a transaction', async () => {
  const cut = inScope(test.db, systemScope, async (tx) => {
    await sql`set local idle_in_transaction_session_timeout = 50`.execute(tx);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await sql`select 1`.execute(tx);
  });
  await expect(cut).rejects.toBeTruthy();
  expect((await sql<{ one: number }>`select 1 as one`.execute(test.db)).rows).toEqual([{ one: 1 }]);
});
