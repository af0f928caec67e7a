import { type Bilingual, fieldLabels, type PersonChange, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { leaveHeadship, readHousehold } from '../../db/households.ts';
import { type FieldEdit, insertEdits } from '../../db/personFacts/edits.ts';
import {
  type FactsRecord,
  identityTaken,
  lockPerson,
  readFacts,
  replacePhones,
  updateFacts,
} from '../../db/personFacts/facts.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { hashNationalId } from '../../db/secrets/personNumbers.ts';
import { lockVersion } from '../../db/versions.ts';
import { columnsOf } from './factColumns.ts';
import { differences } from './factEdits.ts';
import { readChange, type WantedFacts } from './readChange.ts';

export type ChangePersonRequest = {
  readonly scope: Scope;
  readonly userId: number;
  readonly personId: number;
  /** The version that the officer saw. */
  readonly seen: number;
  readonly change: PersonChange;
  /** Identity and insurance numbers may be changed by who may see them. */
  readonly mayChangeNumbers: boolean;
  readonly now: Date;
};

/**
 * Corrects a person. Only what differs is written, with what it was before; nothing different, nothing written. Numbers to call that wait
 * follow the corrected phones.
 *
 * @throws Problem `resource.missing`, `resource.changed`, `person.merged`, `auth.forbidden`, `person.fieldInvalid`, `person.identityTaken`
 */
export async function changePerson(db: Db, request: ChangePersonRequest): Promise<FactsRecord> {
  const { scope, userId, personId, seen, change, now } = request;
  const asksForNumbers = change.nationalId !== undefined || change.insuranceNumber !== undefined;
  if (asksForNumbers && !request.mayChangeNumbers) throw new Problem('auth.forbidden');
  const wanted = readChange(change);
  return await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'person', personId, seen);
    await lockPerson(tx, personId);
    const before = await mustRead(tx, personId);
    const edits = differences(before, wanted);
    if (edits.length === 0) return before;
    await requireSound(tx, before, wanted, edits);
    const version = seen + 1;
    await updateFacts(tx, personId, version, columnsOf(tx, wanted, edits));
    if (wanted.phones && edits.some(({ field }) => field === 'phones')) await replacePhones(tx, personId, wanted.phones);
    if (before.householdId !== null && edits.some(({ field }) => field === 'householdId')) {
      await leaveHeadship(tx, before.householdId, personId);
    }
    await insertEdits(tx, edits, { personId, version, userId, at: now, reason: change.reason ?? null });
    const details = { fields: edits.map(({ field }) => field), version };
    const entry = { at: now, userId, unitId: before.unitId, action: 'change', subject: 'person', subjectId: personId, details };
    await appendAudit(tx, entry);
    return await mustRead(tx, personId);
  });
}

async function mustRead(tx: Tx, personId: number): Promise<FactsRecord> {
  const facts = await readFacts(tx, personId);
  if (!facts) throw new Problem('resource.missing');
  return facts;
}

export const unknownReference = (field: string, detail: Bilingual = { vi: 'không tìm thấy', en: 'there is none' }): Problem =>
  new Problem('person.fieldInvalid', {
    field,
    name: fieldLabels[field] ?? field,
    detail,
  });

/** What only the database can say: a number borne by somebody else, a household or workplace that is not there. */
async function requireSound(tx: Tx, before: FactsRecord, wanted: WantedFacts, edits: readonly FieldEdit[]): Promise<void> {
  const changes = (field: string) => edits.some((edit) => edit.field === field);
  if (changes('nationalId') && wanted.nationalId) {
    const hash = hashNationalId(tx, wanted.nationalId);
    if (await identityTaken(tx, before.unitId, before.id, hash)) throw new Problem('person.identityTaken');
  }
  if (changes('householdId') && wanted.householdId) {
    const household = await readHousehold(tx, wanted.householdId);
    if (!household) throw unknownReference('householdId');
    if (household.unitId !== before.unitId) throw new Problem('household.otherUnit', { unit: household.unitName });
  }
  if (changes('workplaceId') && wanted.workplaceId) {
    const place = await tx.selectFrom('place').select('id').where('id', '=', wanted.workplaceId).executeTakeFirst();
    if (!place) throw unknownReference('workplaceId');
  }
}
