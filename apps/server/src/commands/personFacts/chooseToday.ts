import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type AddressRecord, closeAddressErrand, readAddress, setToday } from '../../db/personFacts/addresses.ts';
import { insertEdits } from '../../db/personFacts/edits.ts';
import { lockPerson } from '../../db/personFacts/facts.ts';
import { isKnownInUnit } from '../../db/personFacts/move.ts';
import { inScope } from '../../db/scope.ts';
import { readUnitIndex } from '../../db/units/unitTree.ts';
import { localDate } from '../../localTime.ts';
import type { Behalf } from './households.ts';
import { moveNow } from './movePerson.ts';

/**
 * An officer says in which unit of today an address lies; the errand about it is done. Where the units are known that the place may have
 * gone to, it must be one of them; else any commune of today.
 *
 * @throws Problem `resource.missing`, `address.notAnOption`
 */
export async function chooseToday(
  db: Db,
  behalf: Behalf,
  { personId, addressId, unitId }: { readonly personId: number; readonly addressId: number; readonly unitId: number },
): Promise<AddressRecord> {
  const { scope, userId, now } = behalf;
  return await inScope(db, scope, async (tx) => {
    const address = await readAddress(tx, personId, addressId);
    const person = await lockPerson(tx, personId);
    if (!address) throw new Problem('resource.missing');
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
    if (address.kind === 'living') await followUnit(tx, behalf, { personId, unitId, unitOfPerson: person.unitId });
    const details = { addressId, todayUnitId: unitId };
    const entry = { at: now, userId, unitId: person.unitId, action: 'change', subject: 'person', subjectId: personId, details };
    await appendAudit(tx, entry);
    return { ...address, todayUnitId: unitId, resolution: 'chosen', resolvedOn: today, version: address.version + 1 };
  });
}

/** The unit that looks after the person has ended: the one of today takes over, where the officer may give people to it. */
async function followUnit(
  tx: Tx,
  behalf: Behalf,
  { personId, unitId, unitOfPerson }: { readonly personId: number; readonly unitId: number; readonly unitOfPerson: number },
): Promise<void> {
  const { scope, now } = behalf;
  if (scope.kind === 'units' && !scope.unitIds.includes(unitId)) return;
  const unit = await tx.selectFrom('unit').select('valid_to').where('id', '=', unitOfPerson).executeTakeFirst();
  const ended = unit?.valid_to !== undefined && unit.valid_to !== null && unit.valid_to < localDate(now);
  if (ended && !(await isKnownInUnit(tx, personId, unitId)))
    await moveNow(tx, behalf, { personId, unitId, reason: 'address.today' });
}
