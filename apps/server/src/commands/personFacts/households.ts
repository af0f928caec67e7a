import { type HouseholdChange, type NewHousehold, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  codeTaken,
  type HouseholdRecord,
  type HouseholdRow,
  insertHousehold,
  leaveHeadship,
  nextCode,
  readHousehold,
  updateHousehold,
} from '../../db/households.ts';
import { insertEdits } from '../../db/personFacts/edits.ts';
import { lockPerson } from '../../db/personFacts/facts.ts';
import { requireUnit } from '../../db/registers/parts.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { unknownReference } from './changePerson.ts';

export type Behalf = { readonly scope: Scope; readonly userId: number; readonly now: Date };

/** Makes a household with its members. @throws Problem `household.codeTaken`, `household.otherUnit`, `resource.missing` */
export async function createHousehold(db: Db, behalf: Behalf, wanted: NewHousehold): Promise<HouseholdRecord> {
  return await inScope(db, behalf.scope, async (tx) => {
    const { unitId, name, hamlet, address, headPersonId } = wanted;
    await requireUnit(tx, unitId, 'unitId');
    if (wanted.code !== undefined && (await codeTaken(tx, unitId, wanted.code))) {
      throw new Problem('household.codeTaken', { code: wanted.code });
    }
    const members = new Map(wanted.memberIds.map((personId, at) => [personId, `memberIds.${at}`]));
    if (headPersonId !== null) members.set(headPersonId, 'headPersonId');
    // Before the household names its head: who is nowhere is refused like who is not to be seen.
    for (const [personId, field] of members) await lockPerson(tx, personId, field);
    const code = wanted.code ?? (await nextCode(tx, unitId));
    const id = await insertHousehold(tx, unitId, { code, name, hamlet, address, headPersonId }, behalf.now);
    for (const [personId, field] of members) await moveInto(tx, behalf, await must(tx, id), personId, field);
    await audit(tx, behalf, 'create', { id, unitId }, { code, members: members.size });
    return await must(tx, id);
  });
}

/** Changes a household. Its head must be one of its members. */
export async function changeHousehold(
  db: Db,
  behalf: Behalf,
  { id, seen, change }: { readonly id: number; readonly seen: number; readonly change: HouseholdChange },
): Promise<HouseholdRecord> {
  return await inScope(db, behalf.scope, async (tx) => {
    await lockVersion(tx, 'household', id, seen);
    const { unitId } = await must(tx, id);
    const { code, headPersonId } = change;
    if (code !== undefined && (await codeTaken(tx, unitId, code, id))) throw new Problem('household.codeTaken', { code });
    if (headPersonId !== undefined && headPersonId !== null) await requireMember(tx, id, headPersonId);
    const fields = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<HouseholdRow>;
    await updateHousehold(tx, id, seen + 1, fields);
    await audit(tx, behalf, 'change', { id, unitId }, { fields: Object.keys(fields) });
    return await must(tx, id);
  });
}

/** Takes a person into a household, out of the one before. */
export async function addMember(db: Db, behalf: Behalf, householdId: number, personId: number): Promise<HouseholdRecord> {
  return await inScope(db, behalf.scope, async (tx) => {
    const household = await must(tx, householdId);
    await moveInto(tx, behalf, household, personId, 'personId');
    await audit(tx, behalf, 'change', { id: householdId, unitId: household.unitId }, { added: personId });
    return await must(tx, householdId);
  });
}

/** Takes a person out of a household. */
export async function removeMember(db: Db, behalf: Behalf, householdId: number, personId: number): Promise<HouseholdRecord> {
  return await inScope(db, behalf.scope, async (tx) => {
    const household = await must(tx, householdId);
    await requireMember(tx, householdId, personId);
    await setHousehold(tx, behalf, personId, null);
    await audit(tx, behalf, 'change', { id: householdId, unitId: household.unitId }, { removed: personId });
    return await must(tx, householdId);
  });
}

async function moveInto(tx: Tx, behalf: Behalf, household: HouseholdRecord, personId: number, field: string): Promise<void> {
  const person = await lockPerson(tx, personId, field);
  if (person.unitId !== household.unitId) throw new Problem('household.otherUnit', { unit: household.unitName });
  await setHousehold(tx, behalf, personId, household.id);
}

/** Writes the person's household with its history; the household left behind loses its head if that was the person. */
async function setHousehold(tx: Tx, { userId, now }: Behalf, personId: number, householdId: number | null): Promise<void> {
  const person = await lockPerson(tx, personId);
  if (person.householdId === householdId) return;
  const version = person.version + 1;
  await tx.updateTable('person').set({ household_id: householdId, version }).where('id', '=', personId).execute();
  if (person.householdId !== null) await leaveHeadship(tx, person.householdId, personId);
  const edit = { field: 'householdId', before: person.householdId, after: householdId };
  await insertEdits(tx, [edit], { personId, version, userId, at: now, reason: null });
}

async function requireMember(tx: Tx, householdId: number, personId: number): Promise<void> {
  const member = await tx
    .selectFrom('person')
    .select('id')
    .where('id', '=', personId)
    .where('household_id', '=', householdId)
    .executeTakeFirst();
  if (!member) {
    throw unknownReference('headPersonId', { vi: 'phải là người trong hộ', en: 'must be one of the household' });
  }
}

async function must(tx: Tx, id: number): Promise<HouseholdRecord> {
  const found = await readHousehold(tx, id);
  if (!found) throw new Problem('resource.missing');
  return found;
}

async function audit(
  tx: Tx,
  { userId, now }: Behalf,
  action: string,
  { id, unitId }: { readonly id: number; readonly unitId: number },
  details: unknown,
): Promise<void> {
  await appendAudit(tx, { at: now, userId, unitId, action, subject: 'household', subjectId: id, details });
}
