import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inScope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildOutbreak } from '../testRows.ts';
import { lockLevels } from './levelLock.ts';

const test = useTestDatabase();

it('lets one transaction at a time change levels, and tells whoever waited in vain', async () => {
  const [one, other] = [await buildOutbreak(test.db), await buildOutbreak(test.db)];
  await inScope(test.db, systemScope, async (first) => {
    await lockLevels(first, one.id);
    await lockLevels(first, one.id);
    const second = (outbreakId: number) =>
      inScope(test.db, systemScope, async (tx) => {
        await sql`set local lock_timeout = 50`.execute(tx);
        await lockLevels(tx, outbreakId);
      });
    await second(other.id);
    await expect(second(one.id)).rejects.toMatchObject({ code: 'levels.busy' });
  });
});
