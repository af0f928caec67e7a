import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { type AddressRecord, closeAddressErrand, readAddress, setToday } from '../../db/personFacts/addresses.ts';
import { insertEdits } from '../../db/personFacts/edits.ts';
import { inScope } from '../../db/scope.ts';
import { readUnitIndex } from '../../db/units/unitTree.ts';
import { localDate } from '../../localTime.ts';
import type { Behalf } from './households.ts';

/**
 * An officer says in which unit of today an address lies; the errand about it is done. Where the units are known that the place may have
 * gone to, it must be one of them; else any commune of today.
 *
 * @throws Problem `resource.missing`, `address.notAnOption`
 */
export async function chooseToday(
  db: Db,
  { scope, userId, now }: Behalf,
  { personId, addressId, unitId }: { readonly personId: number; readonly addressId: number; readonly unitId: number },
): Promise<AddressRecord> {
  return await inScope(db, scope, async (tx) => {
    const address = await readAddress(tx, personId, addressId);
    const person = await tx.selectFrom('person').select(['unit_id', 'version']).where('id', '=', personId).executeTakeFirst();
    if (!address || !person) throw new Problem('resource.missing');
    const today = localDate(now);
    const { tree, index } = await readUnitIndex(tx);
    const chosen = tree.find(({ id }) => id === unitId);
    const commune = tree.find(({ id }) => id === address.communeUnitId);
    const options = commune ? index.followed(commune, today) : [];
    const isOption = options.length === 0 ? chosen?.kind === 'commune' && index.at(chosen.code, today) === chosen : undefined;
    if (!chosen || !(isOption ?? options.some((unit) => unit === chosen))) throw new Problem('address.notAnOption', { unitId });
    await setToday(tx, addressId, { todayUnitId: unitId, resolution: 'chosen', resolvedOn: today });
    await closeAddressErrand(tx, personId, { userId, result: `${chosen.name} (${chosen.code})`, at: now });
    const edit = { field: `address.${address.kind}.today`, before: address.todayUnitId, after: unitId };
    await insertEdits(tx, [edit], { personId, version: person.version, userId, at: now, reason: null });
    const details = { addressId, todayUnitId: unitId };
    const entry = { at: now, userId, unitId: person.unit_id, action: 'change', subject: 'person', subjectId: personId, details };
    await appendAudit(tx, entry);
    return { ...address, todayUnitId: unitId, resolution: 'chosen', resolvedOn: today, version: address.version + 1 };
  });
}
