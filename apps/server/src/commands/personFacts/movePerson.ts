import { missing, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { leaveHeadship } from '../../db/households.ts';
import { insertEdits } from '../../db/personFacts/edits.ts';
import { type FactsRecord, lockPerson, readFacts } from '../../db/personFacts/facts.ts';
import { isKnownInUnit, movePerson } from '../../db/personFacts/move.ts';
import { enterScope, inScope, systemScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import type { Behalf } from './households.ts';

/**
 * Gives a person to another commune or hamlet, with calls, follow-up, exposures and orders. Whoever asks must see both units, which the
 * caller has made sure of for the new one.
 *
 * @throws Problem `resource.missing`, `resource.changed`, `unit.unfit`, `person.identityTaken`
 */
export async function giveToUnit(
  db: Db,
  behalf: Behalf,
  { personId, seen, unitId, reason }: { personId: number; seen: number; unitId: number; reason: string | null },
): Promise<FactsRecord> {
  return await inScope(db, behalf.scope, async (tx) => {
    await lockVersion(tx, 'person', personId, seen);
    await moveNow(tx, behalf, { personId, unitId, reason });
    const record = await readFacts(tx, personId);
    if (!record) throw new Problem('resource.missing');
    return record;
  });
}

/** The move itself, in a transaction that is open, with its history and audit. */
export async function moveNow(
  tx: Tx,
  { scope, userId, now }: Omit<Behalf, 'userId'> & { readonly userId: number | null },
  { personId, unitId, reason }: { readonly personId: number; readonly unitId: number; readonly reason: string | null },
): Promise<void> {
  const person = await lockPerson(tx, personId);
  if (person.unitId === unitId) return;
  await requireFit(tx, unitId, localDate(now));
  if (await isKnownInUnit(tx, personId, unitId)) throw new Problem('person.identityTaken');
  if (person.householdId !== null) await leaveHeadship(tx, person.householdId, personId);
  await enterScope(tx, systemScope);
  await movePerson(tx, personId, unitId);
  await enterScope(tx, scope);
  const edit = { field: 'unitId', before: person.unitId, after: unitId };
  await insertEdits(tx, [edit], { personId, version: person.version + 1, userId, at: now, reason });
  const details = { from: person.unitId, to: unitId };
  for (const unit of [person.unitId, unitId]) {
    await appendAudit(tx, { at: now, userId, unitId: unit, action: 'move', subject: 'person', subjectId: personId, details });
  }
}

/** People belong to communes and hamlets that hold today. */
async function requireFit(tx: Tx, unitId: number, today: string): Promise<void> {
  const unit = await tx.selectFrom('unit').select(['kind', 'valid_to', 'name']).where('id', '=', unitId).executeTakeFirst();
  if (!unit) throw missing('unitId');
  const ended = unit.valid_to !== null && unit.valid_to < today;
  if (ended || (unit.kind !== 'commune' && unit.kind !== 'hamlet')) throw new Problem('unit.unfit', { unit: unit.name });
}
