import type { Db } from '../../db/connect.ts';
import { readLapsed } from '../../db/levels/lapsed.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import { moveLevels } from './moveLevels.ts';

const batch = 2_000;

/** Lets levels whose last day is over lapse (or fall back to a farther one that still runs). Gives how many moved. */
export async function lapseLevels(db: Db, now: Date): Promise<number> {
  let moved = 0;
  for (;;) {
    const part = await inScope(db, systemScope, async (tx) => {
      const lapsed = await readLapsed(tx, localDate(now), batch);
      let count = 0;
      for (const outbreakId of new Set(lapsed.map((one) => one.outbreakId))) {
        const people = lapsed.filter((one) => one.outbreakId === outbreakId).map(({ personId }) => personId);
        count += (await moveLevels(tx, { outbreakId, people, because: 'lapsed', cause: {}, at: now, userId: null })).length;
      }
      return { count, full: lapsed.length === batch };
    });
    moved += part.count;
    if (!part.full || part.count === 0) return moved;
  }
}
