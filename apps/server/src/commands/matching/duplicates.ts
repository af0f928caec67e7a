import { missing, Problem } from '@truyvet/contract';
import { type Evidence, judge } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { type PersonBrief, readBriefs, readCandidates } from '../../db/matching/candidates.ts';
import { forgetDistinct, readDistinct, rememberDistinct } from '../../db/matching/distinct.ts';
import { inScope, type Scope } from '../../db/scope.ts';

export type FoundDuplicate = { readonly person: PersonBrief; readonly score: number; readonly evidence: readonly Evidence[] };

type Asked = { readonly scope: Scope; readonly personId: number; readonly userId: number | null; readonly now: Date };

const mostShown = 20;

/**
 * Who, of those the user may see, may be this person: most likely first, without those known to be somebody else. Throws `resource.missing`, and
 * `merge.already` for a record that is part of another.
 */
export async function findDuplicates(db: Db, { scope, personId, userId, now: at }: Asked): Promise<FoundDuplicate[]> {
  return await inScope(db, scope, async (tx) => {
    const merged = await tx.selectFrom('person').select('merged_into_id as into').where('id', '=', personId).executeTakeFirst();
    if (!merged) throw new Problem('resource.missing');
    if (merged.into !== null) throw new Problem('merge.already', { into: merged.into });
    const { person, others, sharers } = await readCandidates(tx, personId);
    if (!person) throw new Problem('resource.missing');
    const distinct = await readDistinct(tx, personId);
    const found = others
      .filter(({ id }) => !distinct.has(id))
      .map((other) => ({ person: other.brief, ...judge(person, other, { sharers: (e164) => sharers.get(e164) ?? 1 }) }))
      .filter(({ verdict }) => verdict !== 'different')
      .sort((a, b) => b.score - a.score || a.person.id - b.person.id)
      .slice(0, mostShown);
    const details = { duplicates: found.map((one) => one.person.id) };
    await appendAudit(tx, {
      at,
      userId,
      unitId: person.brief.unitId,
      action: 'read',
      subject: 'person',
      subjectId: personId,
      details,
    });
    return found;
  });
}

/** Remembers that these are two people, or takes it back. Throws `resource.missing`, `merge.same`. */
export async function markDistinct(
  db: Db,
  { scope, personId, userId, now: at }: Asked,
  otherId: number,
  distinct: boolean,
): Promise<void> {
  if (personId === otherId) throw new Problem('merge.same');
  await inScope(db, scope, async (tx) => {
    const people = await readBriefs(tx, [personId, otherId]);
    const person = people.get(personId);
    if (!person) throw missing();
    if (!people.has(otherId)) throw missing('otherId');
    const pair = { a: personId, b: otherId };
    if (distinct) await rememberDistinct(tx, [pair], at, userId);
    else await forgetDistinct(tx, pair);
    const details = { otherId, distinct };
    await appendAudit(tx, {
      at,
      userId,
      unitId: person.unitId,
      action: 'change',
      subject: 'person',
      subjectId: personId,
      details,
    });
  });
}
