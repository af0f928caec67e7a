import type { NewAddress } from '@truyvet/contract';
import { type ResolvedAddress, resolveAddress } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type AddressRecord, insertAddress, type NewAddressRow, readAddress } from '../../db/personFacts/addresses.ts';
import { insertEdits } from '../../db/personFacts/edits.ts';
import { lockPerson } from '../../db/personFacts/facts.ts';
import { inScope } from '../../db/scope.ts';
import { readUnitIndex, readUnitLine, type StoredUnit } from '../../db/units/unitTree.ts';
import { localDate } from '../../localTime.ts';
import { askAboutAddress } from './addressErrand.ts';
import type { Behalf } from './households.ts';

/**
 * Adds an address as it is written: read into levels and units of its time, and followed to today. What cannot be followed to one unit
 * becomes an errand. A new living address ends the one before, and is what lists show of the person from then on.
 *
 * @throws Problem `resource.missing`, `person.merged`
 */
export async function addAddress(db: Db, behalf: Behalf, personId: number, wanted: NewAddress): Promise<AddressRecord> {
  const { scope, userId, now } = behalf;
  return await inScope(db, scope, async (tx) => {
    const person = await lockPerson(tx, personId);
    const today = localDate(now);
    const validFrom = wanted.validFrom ?? (wanted.kind === 'living' ? today : null);
    const { index } = await readUnitIndex(tx);
    const within = await readUnitLine(tx, person.unitId);
    const found = resolveAddress(wanted.text, index, { on: validFrom ?? today, today, within });
    const row = rowOf(wanted, validFrom, found, today);
    const id = await insertAddress(tx, personId, row, now);
    if (wanted.kind === 'living') await showOnPerson(tx, personId, row);
    if (found.status !== 'resolved') await askAboutAddress(tx, personId, { text: wanted.text, units: found.today, at: now });
    const edit = { field: `address.${wanted.kind}`, before: null, after: wanted.text };
    const version = wanted.kind === 'living' ? person.version + 1 : person.version;
    await insertEdits(tx, [edit], { personId, version, userId, at: now, reason: null });
    const details = { kind: wanted.kind, addressId: id };
    const entry = { at: now, userId, unitId: person.unitId, action: 'change', subject: 'person', subjectId: personId, details };
    await appendAudit(tx, entry);
    const record = await readAddress(tx, personId, id);
    if (!record) throw new Error(`address ${id} vanished`);
    return record;
  });
}

function rowOf(
  { kind, text }: NewAddress,
  validFrom: string | null,
  found: ResolvedAddress<StoredUnit>,
  today: string,
): NewAddressRow {
  const idOf = (unit: StoredUnit | null | undefined) => unit?.id ?? null;
  // In doubt about the unit itself none is claimed; in doubt only about its successor, the old one stands.
  const certain =
    found.status === 'resolved' || found.doubt === 'split' || found.doubt === 'noSuccessor' || found.doubt === 'tooCoarse';
  const { province, district, commune, hamlet } = found.units;
  const [only] = found.status === 'resolved' ? found.today : [];
  return {
    kind,
    written: found.meant.length > 0 ? found.written : { ...nothingWritten, detail: text },
    unitIds: certain
      ? { province: idOf(province), district: idOf(district), commune: idOf(commune), hamlet: idOf(hamlet) }
      : { province: null, district: null, commune: null, hamlet: null },
    precision: found.precision,
    outcome: { todayUnitId: idOf(only), resolution: found.status, resolvedOn: today },
    validFrom,
  };
}

const nothingWritten = { province: null, district: null, commune: null, hamlet: null, group: null, detail: null } as const;

/** Lists, calls and searches read the living address from the person. */
async function showOnPerson(tx: Tx, personId: number, { written }: NewAddressRow): Promise<void> {
  await tx
    .updateTable('person')
    .set((eb) => ({ hamlet: written.hamlet, address: written.detail, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute();
}
