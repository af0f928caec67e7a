import type { Tx } from '../../db/connect.ts';
import { type CaseRecord, insertCase, readCaseOfPerson, updateCase } from '../../db/levels/cases.ts';
import { firstPositiveOn } from '../../db/levels/samples.ts';

export type Turned = { readonly record: CaseRecord | null; readonly became: 'case' | 'noCase' | null };

/**
 * Brings a person's case in line with their samples: a positive one makes a case, the correction of the last positive one takes it back if
 * nothing but a sample had made it.
 */
export async function caseOfSamples(
  tx: Tx,
  { outbreakId, personId, unitId, at }: { outbreakId: number; personId: number; unitId: number; at: Date },
): Promise<Turned> {
  const first = await firstPositiveOn(tx, outbreakId, personId);
  const known = await readCaseOfPerson(tx, outbreakId, personId);
  if (first === null) return await withoutSample(tx, known);
  if (known === undefined) {
    const facts = { ...unknownDates, status: 'confirmed', firstPositiveOn: first, confirmedAt: at, basis: 'sample' } as const;
    const code = `F0-${personId}`;
    return { record: await insertCase(tx, { ...facts, outbreakId, personId, unitId, code, at }), became: 'case' };
  }
  const confirmed = known.status === 'confirmed';
  // A list or an officer may know of an earlier sample that is not kept here.
  const stated = confirmed && known.basis !== 'sample' ? known.firstPositiveOn : null;
  const firstPositive = stated !== null && stated < first ? stated : first;
  if (confirmed && known.firstPositiveOn === firstPositive) return { record: known, became: null };
  const basis = confirmed ? known.basis : 'sample';
  const facts = {
    ...known,
    status: 'confirmed',
    basis,
    firstPositiveOn: firstPositive,
    confirmedAt: known.confirmedAt ?? at,
  } as const;
  return { record: await updateCase(tx, known.id, facts), became: confirmed ? null : 'case' };
}

async function withoutSample(tx: Tx, known: CaseRecord | undefined): Promise<Turned> {
  if (known === undefined) return { record: null, became: null };
  if (known.status !== 'confirmed' || known.basis !== 'sample') return { record: known, became: null };
  const facts = { ...known, status: 'discarded', firstPositiveOn: null } as const;
  return { record: await updateCase(tx, known.id, facts), became: 'noCase' };
}

const unknownDates = { onsetOn: null, isolatedOn: null, outcome: null } as const;
