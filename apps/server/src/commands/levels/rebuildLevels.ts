import { Problem } from '@truyvet/contract';
import { dayNumber } from '@truyvet/outbreak';
import { z } from 'zod';
import type { Db, Tx } from '../../db/connect.ts';
import { allowLongStatements, lockLevels } from '../../db/levels/levelLock.ts';
import { readWhole } from '../../db/levels/readWhole.ts';
import { writeWhole } from '../../db/levels/writeWhole.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { localDate } from '../../localTime.ts';
import { requireOutbreak } from './requireOutbreak.ts';

export type Rebuilt = { readonly outbreak: string; readonly people: number; readonly contacts: number; readonly moved: number };

/** Derives all levels of an outbreak again. Throws `resource.missing` when there is no outbreak with that code. */
export async function rebuildLevels(db: Db, code: string, now: Date, userId: number | null = null): Promise<Rebuilt> {
  return await inScope(db, systemScope, async (tx) => {
    const outbreak = await tx.selectFrom('outbreak').select(['id', 'code']).where('code', '=', code).executeTakeFirst();
    if (!outbreak) throw new Problem('resource.missing');
    return await rebuild(tx, outbreak, now, { note: true, userId });
  });
}

/** As long as a rule of derivation is the same, what was derived stays good. Raised with the rule. */
const derivation = 1;
const derivedSetting = { key: 'levels.derived', shape: z.number().int() } as const;

/**
 * Derives the levels of a database that an earlier release has left, once. Every start calls it; after the first it only reads a setting.
 */
export async function ensureLevels(db: Db, now: Date): Promise<readonly Rebuilt[]> {
  return await inScope(db, systemScope, async (tx) => {
    if ((await readSetting(tx, derivedSetting.key, derivedSetting.shape)) === derivation) return [];
    const outbreaks = await tx.selectFrom('outbreak').select(['id', 'code']).orderBy('id').execute();
    const rebuilt: Rebuilt[] = [];
    for (const outbreak of outbreaks) rebuilt.push(await rebuild(tx, outbreak, now, { note: false, userId: null }));
    await writeSetting(tx, derivedSetting.key, derivation);
    return rebuilt;
  });
}

/** @param note keeps who moved; not where nobody had a level before */
async function rebuild(
  tx: Tx,
  outbreak: { readonly id: number; readonly code: string },
  at: Date,
  { note, userId }: { readonly note: boolean; readonly userId: number | null },
): Promise<Rebuilt> {
  const { id: outbreakId, code } = outbreak;
  await allowLongStatements(tx);
  await lockLevels(tx, outbreakId);
  const profile = await requireOutbreak(tx, outbreakId);
  const whole = await readWhole(tx, outbreakId, profile);
  const act = note ? ({ outbreakId, because: 'derivedAgain', cause: {}, at, userId } as const) : null;
  const moved = await writeWhole(tx, whole, profile, { outbreakId, today: dayNumber(localDate(at)), at, act });
  return { outbreak: code, people: whole.graph.nodeCount, contacts: whole.graph.edges.count, moved };
}
