import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import {
  type CaseFacts,
  type CaseRecord,
  insertCase,
  readCase,
  readCaseByCode,
  readCaseOfPerson,
  targetsOfCases,
  updateCase,
} from '../../db/levels/cases.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import type { LevelCause } from './levelCause.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';
import { exposeSurroundings } from './surroundings.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };
export type CaseOutcome = { readonly record: CaseRecord; readonly moved: readonly MovedPerson[] };
export type StatedCase = Pick<CaseFacts, 'status' | 'onsetOn' | 'firstPositiveOn' | 'isolatedOn'>;

/**
 * Writes a case down: a person, or the code of one whom nobody here knows. Throws `resource.missing`, `case.ofPerson` when the person has one,
 * `case.exists` when the code is taken by another, `case.dates` for a day that has not come.
 */
export async function addCase(
  db: Db,
  request: Asking & {
    readonly outbreakId: number;
    readonly personId: number | null;
    readonly code: string | null;
    readonly facts: StatedCase;
  },
): Promise<CaseOutcome> {
  const { scope, userId, now: at, outbreakId, personId, facts } = request;
  requireDaysThatCame(facts, localDate(at));
  return await inScope(db, scope, async (tx) => {
    await requireOutbreak(tx, outbreakId);
    await lockLevels(tx, outbreakId);
    const unitId = personId === null ? null : await unitOfPerson(tx, personId, 'personId');
    if (personId !== null) await requireNoCase(tx, outbreakId, personId);
    const code = request.code ?? `F0-${personId}`;
    if (await readCaseByCode(tx, outbreakId, code)) throw new Problem('case.exists', { code });
    const confirmedAt = facts.status === 'confirmed' ? at : null;
    const stated = { ...facts, confirmedAt, outcome: null, basis: 'officer', outbreakId, personId, unitId, code, at } as const;
    const record = await insertCase(tx, stated);
    const details = { personId, code, status: record.status };
    await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'case', subjectId: record.id, details });
    return { record, moved: await moveBehind(tx, record, 'caseRecorded', { at, userId }) };
  });
}

/**
 * Changes a case: its dates, status, outcome, or (where only the code was known) who it is. Whoever changes one known by its code only needs no
 * unit; otherwise the person must be in the scope. Throws `resource.missing`, `resource.changed`, `case.ofPerson`, `case.dates`.
 */
export async function changeCase(
  db: Db,
  request: Asking & {
    readonly caseId: number;
    readonly seen: number;
    readonly changes: Partial<StatedCase & Pick<CaseFacts, 'outcome'>>;
    readonly personId?: number | undefined;
  },
): Promise<CaseOutcome> {
  const { scope, userId, now: at, caseId, seen, changes } = request;
  requireDaysThatCame(changes, localDate(at));
  return await inScope(db, scope, async (tx) => {
    const found = await readCase(tx, caseId);
    if (!found) throw new Problem('resource.missing');
    await lockLevels(tx, found.outbreakId);
    await lockVersion(tx, 'case_record', caseId, seen);
    const before = (await readCase(tx, caseId)) ?? found;
    const person = await personOf(tx, before, request.personId);
    const stated = changes.status !== undefined && changes.status !== before.status;
    const after = {
      ...before,
      ...changes,
      ...(stated && { basis: 'officer' as const }),
      ...(stated && changes.status === 'confirmed' && { confirmedAt: before.confirmedAt ?? at }),
    };
    const record = await updateCase(tx, caseId, after, person);
    const details = { personId: record.personId, before: factsOf(before), after: factsOf(record) };
    const unitId = record.unitId ?? null;
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'case', subjectId: caseId, details });
    return { record, moved: await moveBehind(tx, record, 'caseChanged', { at, userId }) };
  });
}

/** An onset mistyped into next year would put the infectious window there: everyone behind would silently be nobody's contact. */
function requireDaysThatCame({ onsetOn, firstPositiveOn, isolatedOn }: Partial<StatedCase>, today: string): void {
  for (const [field, day] of Object.entries({ onsetOn, firstPositiveOn, isolatedOn })) {
    if (day && day > today) throw new Problem('case.dates', { day, field });
  }
}

/** The person a case gets; undefined when it stays as it is. */
async function personOf(
  tx: Tx,
  before: CaseRecord,
  given: number | undefined,
): Promise<{ personId: number; unitId: number } | undefined> {
  if (before.personId !== null) {
    await unitOfPerson(tx, before.personId);
    if (given !== undefined && given !== before.personId) throw new Problem('case.ofPerson', { code: before.code });
    return undefined;
  }
  if (given === undefined) return undefined;
  const unitId = await unitOfPerson(tx, given, 'personId');
  await requireNoCase(tx, before.outbreakId, given);
  return { personId: given, unitId };
}

async function requireNoCase(tx: Tx, outbreakId: number, personId: number): Promise<void> {
  const known = await readCaseOfPerson(tx, outbreakId, personId);
  if (known) throw new Problem('case.ofPerson', { code: known.code });
}

/** Everyone behind a case: those who name its record, its household and colleagues, and the person themselves. */
async function moveBehind(
  tx: Tx,
  record: CaseRecord,
  because: LevelCause,
  { at, userId }: { at: Date; userId: number },
): Promise<readonly MovedPerson[]> {
  const { id, outbreakId, personId } = record;
  const near = record.status === 'confirmed' ? await exposeSurroundings(tx, outbreakId, [id], at) : [];
  const named = await asSystem(tx, () => targetsOfCases(tx, [id]));
  const people = [...(personId === null ? [] : [personId]), ...near, ...named];
  return await moveLevels(tx, { outbreakId, people, because, cause: { caseId: id }, at, userId });
}

function factsOf({ status, onsetOn, firstPositiveOn, isolatedOn, outcome, personId }: CaseRecord) {
  return { status, onsetOn, firstPositiveOn, isolatedOn, outcome, personId };
}
