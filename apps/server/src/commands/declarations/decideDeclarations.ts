import { type DeclarationDecision, type DeclarationsDecided, type DeclarationsDecision, missing } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import type { Db, Tx } from '../../db/connect.ts';
import { type DeclarationRecord, readDeclarations } from '../../db/declarations/declarations.ts';
import { closeUnmatched } from '../../db/declarations/effects.ts';
import { inScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import type { Actor } from '../registers/entryRules.ts';
import { settle } from './decideDeclaration.ts';

/**
 * Decides many declarations in the same way, for one reason, in one transaction: those that a returnees' list brought, say. Each is logged by itself.
 * Those that the decision does not fit are left as they are. Throws `resource.missing`, `resource.changed`, `declaration.decided`: then none is decided.
 */
export async function decideDeclarations(
  db: Db,
  actor: Actor,
  { declarations, decision, reason }: DeclarationsDecision,
): Promise<DeclarationsDecided> {
  return await inScope(db, actor.scope, async (tx) => {
    const left: DeclarationsDecided['left'] = [];
    const added = new Map<string, number>();
    const records = await locked(tx, declarations);
    for (const record of records) {
      const fitting = decisionFor(record, decision, reason, added.get(samePerson(record)));
      if (fitting === null) {
        left.push({ id: record.id, code: record.code, candidates: record.candidates.length });
        continue;
      }
      const personId = await settle(tx, actor, record, fitting, { reason, together: records.length });
      if (fitting.decision === 'new' && personId !== null) added.set(samePerson(record), personId);
    }
    const units = [...new Set(records.map(({ unit }) => unit.id))].sort((a, b) => a - b);
    for (const unitId of units) await closeUnmatched(tx, { unitId, at: actor.now, userId: actor.userId });
    return { decided: records.length - left.length, left };
  });
}

/** The declarations as they were seen, locked in the order of their ids, so that two officers do not wait for each other in a circle. */
async function locked(tx: Tx, seen: DeclarationsDecision['declarations']): Promise<DeclarationRecord[]> {
  const ordered = seen.map((one, at) => ({ ...one, field: `declarations.${at}.id` })).sort((a, b) => a.id - b.id);
  for (const { id, version, field } of ordered) await lockVersion(tx, 'declaration', id, version, field);
  const ids = ordered.map(({ id }) => id);
  const records = await readDeclarations(tx, { ids, state: 'all' }, { afterId: 0, limit: ids.length });
  if (records.length < new Set(ids).size) throw missing('declarations');
  return records;
}

/** What is decided of one; null where it has to be looked at by itself. `twin`: somebody added for another of these, who says the same of themselves. */
function decisionFor(
  { match, candidates }: DeclarationRecord,
  decision: DeclarationsDecision['decision'],
  reason: string,
  twin: number | undefined,
): DeclarationDecision | null {
  const [only, ...others] = candidates;
  switch (decision) {
    case 'reject':
      return { decision: 'reject', reason };
    case 'candidate':
      return only && others.length === 0 ? { decision: 'person', personId: only.person.personId } : null;
    case 'new':
      if (match === 'proposed') return null;
      return twin === undefined ? { decision: 'new' } : { decision: 'person', personId: twin };
  }
}

/** Somebody who declared twice: the same name, number and birth. Without a number nobody is the same as another. */
const samePerson = ({ id, fullName, e164, birthDate, birthYear }: DeclarationRecord): string =>
  e164 === null ? `alone ${id}` : [nameKey(fullName), e164, birthDate ?? birthYear].join('|');
