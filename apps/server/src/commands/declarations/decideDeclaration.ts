import { type DeclarationDecision, Problem } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type DeclarationRecord, readDeclarations, settleDeclaration } from '../../db/declarations/declarations.ts';
import { closeUnmatched, insertDeclaredPerson } from '../../db/declarations/effects.ts';
import { readOriginProvince } from '../../db/declarations/origin.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { type Actor, personUnit } from '../registers/entryRules.ts';
import { applyDeclaration } from './applyDeclaration.ts';

/**
 * An officer says whom a declaration is about: a stored person, somebody new, or nobody. It counts for the person from then on.
 * Throws `resource.missing`, `resource.changed`, `declaration.decided`.
 */
export async function decideDeclaration(
  db: Db,
  actor: Actor,
  id: number,
  seen: number,
  decision: DeclarationDecision,
): Promise<DeclarationRecord> {
  return await inScope(db, actor.scope, async (tx) => {
    await lockVersion(tx, 'declaration', id, seen);
    const reason = decision.decision === 'reject' ? { reason: decision.reason } : {};
    const before = await readOne(tx, id);
    await settle(tx, actor, before, decision, reason);
    // Last of all: whoever waits for the unit's errand holds nothing that we want.
    await closeUnmatched(tx, { unitId: before.unit.id, at: actor.now, userId: actor.userId });
    return await readOne(tx, id);
  });
}

/**
 * Decides a declaration that is locked; `details` go into the audit log. Gives the person it is about, null for nobody. Throws `declaration.decided`,
 * `resource.missing` for a person who is not there.
 */
export async function settle(
  tx: Tx,
  actor: Actor,
  before: DeclarationRecord,
  decision: DeclarationDecision,
  details: Readonly<Record<string, unknown>>,
): Promise<number | null> {
  const { id } = before;
  if (before.match !== 'proposed' && before.match !== 'none') throw new Problem('declaration.decided');
  const { userId, now } = actor;
  const personId = await personOf(tx, before, decision, now);
  const journeyId = personId === null ? null : await apply(tx, personId, before, actor);
  const match = decision.decision === 'person' ? 'confirmed' : decision.decision === 'new' ? 'created' : 'rejected';
  await settleDeclaration(tx, id, { match, personId, journeyId, at: now, userId });
  const entry = { at: now, userId, unitId: before.unit.id, subject: 'declaration', subjectId: id };
  await appendAudit(tx, { ...entry, action: 'decide', details: { match, personId, ...details } });
  return personId;
}

async function personOf(tx: Tx, given: DeclarationRecord, decision: DeclarationDecision, at: Date): Promise<number | null> {
  switch (decision.decision) {
    case 'person':
      await personUnit(tx, decision.personId);
      return decision.personId;
    case 'new':
      return await insertDeclaredPerson(tx, { ...given, unitId: given.unit.id, nameKey: nameKey(given.fullName), at });
    case 'reject':
      return null;
  }
}

async function apply(tx: Tx, personId: number, given: DeclarationRecord, actor: Actor): Promise<number | null> {
  const day = localDate(given.createdAt);
  const fromUnitId = given.fromUnit?.id ?? (given.fromText === null ? null : await readOriginProvince(tx, given.fromText, day));
  const symptoms = Array.isArray(given.symptoms) ? given.symptoms.map(String) : [];
  return await applyDeclaration(tx, personId, { ...given, fromUnitId, symptoms }, actor);
}

async function readOne(tx: Tx, id: number): Promise<DeclarationRecord> {
  const [record] = await readDeclarations(tx, { id, state: 'all' }, { afterId: 0, limit: 1 });
  if (!record) throw new Problem('resource.missing');
  return record;
}
