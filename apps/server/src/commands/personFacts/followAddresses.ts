import { followCommune } from '@truyvet/outbreak';
import type { Db, Tx } from '../../db/connect.ts';
import { type AddressRecord, readOutdatedAddresses, setToday } from '../../db/personFacts/addresses.ts';
import { holdFreePeople } from '../../db/personFacts/holdPeople.ts';
import { isKnownInUnit } from '../../db/personFacts/move.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { raiseUnitErrands } from '../../db/units/unitErrands.ts';
import { type IndexedTree, readUnitIndex, type StoredUnit } from '../../db/units/unitTree.ts';
import { localDate } from '../../localTime.ts';
import { askAboutAddress } from './addressErrand.ts';
import { moveNow } from './movePerson.ts';

export type FollowedAddresses = {
  readonly resolved: number;
  readonly ambiguous: number;
  readonly unknown: number;
  readonly unitErrands: number;
};
const atOnce = 500;

/**
 * Follows every living address whose commune has ended to the unit of today. Split communes leave an errand about the person, communes
 * without a known successor one about the unit. Safe to repeat: what was followed is not asked again until that unit ends, too; people whom another
 * transaction holds wait for the next run.
 */
export async function followAddresses(db: Db, now: Date): Promise<FollowedAddresses> {
  const counts = { resolved: 0, ambiguous: 0, unknown: 0 };
  const today = localDate(now);
  for (let afterId = 0, more = true; more; ) {
    await inScope(db, systemScope, async (tx) => {
      const batch = await readOutdatedAddresses(tx, { today, afterId, limit: atOnce });
      const { tree, index } = await readUnitIndex(tx);
      const byId = new Map(tree.map((unit) => [unit.id, unit]));
      const free = await holdFreePeople(
        tx,
        batch.map(({ personId }) => personId),
      );
      for (const address of batch.filter(({ personId }) => free.has(personId)))
        counts[await follow(tx, address, { byId, index, today, now })]++;
      afterId = batch.at(-1)?.id ?? afterId;
      more = batch.length === atOnce;
    });
  }
  const unitErrands = await inScope(db, systemScope, (tx) => raiseUnitErrands(tx, { today, at: now }));
  return { ...counts, unitErrands };
}

type Following = Pick<IndexedTree, 'index'> & {
  readonly byId: ReadonlyMap<number, StoredUnit>;
  readonly today: string;
  readonly now: Date;
};

async function follow(
  tx: Tx,
  address: AddressRecord,
  { byId, index, today, now }: Following,
): Promise<'resolved' | 'ambiguous' | 'unknown'> {
  const commune = byId.get(address.communeUnitId ?? 0);
  const found = commune ? followCommune(commune, address.hamlet, index, today) : [];
  const resolution = found.length === 1 ? 'resolved' : found.length === 0 ? 'unknown' : 'ambiguous';
  const [only] = resolution === 'resolved' ? found : [];
  await setToday(tx, address.id, { todayUnitId: only?.id ?? null, resolution, resolvedOn: today });
  // Of a commune that was split the officers of today see nobody until an address gives the person to them.
  const wasSplit = commune?.successors.some(({ part }) => part) ?? false;
  if (only && wasSplit && !(await isKnownInUnit(tx, address.personId, only.id))) {
    const move = { personId: address.personId, unitId: only.id, reason: 'address.today' };
    await moveNow(tx, { scope: systemScope, userId: null, now }, move);
  }
  if (resolution === 'ambiguous') {
    const text = [address.detail, address.group, address.hamlet, commune?.name].filter(Boolean).join(', ');
    await askAboutAddress(tx, address.personId, { text, units: found, at: now });
  }
  return resolution;
}
