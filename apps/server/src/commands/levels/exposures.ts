import { missing, Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { readCase } from '../../db/levels/cases.ts';
import {
  type ExposureFacts,
  type ExposureRow,
  insertExposureRows,
  type NewExposureRow,
  readExposureRow,
  setNegated,
  updateExposureFacts,
} from '../../db/levels/exposures.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };
export type ExposureOutcome = { readonly exposure: ExposureRow; readonly moved: readonly MovedPerson[] };

/**
 * Writes a contact down. Source and target must be people whom the officer may see; a case may be named by anybody who knows it. Throws
 * `resource.missing`, `exposure.source`, `exposure.dates`, `exposure.exists`.
 */
export async function addExposure(
  db: Db,
  request: Asking & { readonly exposure: Omit<NewExposureRow, 'unitId' | 'milestoneId' | 'placeId' | 'overlapMinutes'> },
): Promise<ExposureOutcome> {
  const { scope, userId, now: at, exposure } = request;
  requireDates(exposure, at);
  return await inScope(db, scope, async (tx) => {
    await requireOutbreak(tx, exposure.outbreakId);
    await lockLevels(tx, exposure.outbreakId);
    const unitId = await unitOfPerson(tx, exposure.targetId, 'targetPersonId');
    await requireSource(tx, exposure);
    const [inserted] = await insertExposureRows(tx, [{ ...exposure, unitId }], at);
    if (!inserted) throw new Problem('exposure.exists');
    const { sourcePersonId, sourceCaseId, targetId, outbreakId } = exposure;
    const details = { targetId, sourcePersonId, sourceCaseId, lastContactOn: exposure.lastContactOn };
    const { id } = inserted;
    await appendAudit(tx, { at, userId, unitId, action: 'create', subject: 'exposure', subjectId: id, details });
    const act = { outbreakId, people: [targetId], because: 'exposureAdded', cause: { exposureId: id }, at, userId } as const;
    const moved = await moveLevels(tx, act);
    return { exposure: await requireExposure(tx, id), moved };
  });
}

/** Exactly one source, not the person themselves, and one that the officer may see. */
async function requireSource(
  tx: Tx,
  exposure: Pick<NewExposureRow, 'outbreakId' | 'targetId' | 'sourcePersonId' | 'sourceCaseId' | 'sourceText'>,
) {
  const { outbreakId, targetId, sourcePersonId, sourceCaseId, sourceText } = exposure;
  const sources = [sourcePersonId, sourceCaseId, sourceText].filter((source) => source !== null);
  if (sources.length !== 1 || sourcePersonId === targetId) throw new Problem('exposure.source');
  if (sourcePersonId !== null) await unitOfPerson(tx, sourcePersonId, 'sourcePersonId');
  if (sourceCaseId === null) return;
  const record = await readCase(tx, sourceCaseId);
  if (!record || record.outbreakId !== outbreakId) throw missing('sourceCaseId');
  if (record.personId === targetId) throw new Problem('exposure.source');
}

/** Changes the days or the circumstances of a contact. Throws `resource.missing`, `resource.changed`, `exposure.dates`. */
export async function changeExposure(
  db: Db,
  request: Asking & { readonly exposureId: number; readonly seen: number; readonly changes: Partial<ExposureFacts> },
): Promise<ExposureOutcome> {
  const { now: at, exposureId, seen, changes } = request;
  return await change(db, request, 'exposureChanged', async (tx, before) => {
    const after = { ...before, ...changes };
    requireDates(after, at);
    await updateExposureFacts(tx, exposureId, after, seen + 1);
    return { before: factsOf(before), after: factsOf(after) };
  });
}

/** Notes that a contact did not happen or does not count (`because`), or takes that back (null). Throws `resource.missing`, `resource.changed`. */
export async function negateExposure(
  db: Db,
  request: Asking & { readonly exposureId: number; readonly seen: number; readonly because: string | null },
): Promise<ExposureOutcome> {
  const { now: at, exposureId, seen, because } = request;
  return await change(db, request, because === null ? 'exposureRestored' : 'exposureNegated', async (tx) => {
    await setNegated(tx, exposureId, because === null ? null : { at, because }, seen + 1);
    return { negated: because };
  });
}

async function change(
  db: Db,
  { scope, userId, now: at, exposureId, seen }: Asking & { readonly exposureId: number; readonly seen: number },
  because: 'exposureChanged' | 'exposureNegated' | 'exposureRestored',
  apply: (tx: Tx, before: ExposureRow) => Promise<unknown>,
): Promise<ExposureOutcome> {
  return await inScope(db, scope, async (tx) => {
    const found = await requireExposure(tx, exposureId);
    const { outbreakId, targetId, unitId } = found;
    await lockLevels(tx, outbreakId);
    await lockVersion(tx, 'exposure', exposureId, seen);
    const details = await apply(tx, await requireExposure(tx, exposureId));
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'exposure', subjectId: exposureId, details });
    const moved = await moveLevels(tx, { outbreakId, people: [targetId], because, cause: { exposureId }, at, userId });
    return { exposure: await requireExposure(tx, exposureId), moved };
  });
}

async function requireExposure(tx: Tx, id: number): Promise<ExposureRow> {
  const row = await readExposureRow(tx, id);
  if (!row) throw new Problem('resource.missing');
  return row;
}

function requireDates(
  { firstContactOn, lastContactOn }: Pick<ExposureFacts, 'firstContactOn' | 'lastContactOn'>,
  at: Date,
): void {
  const today = localDate(at);
  const future = Object.entries({ firstContactOn, lastContactOn }).find(([, day]) => day !== null && day > today);
  if (future) throw new Problem('exposure.dates', { field: future[0] });
  if (firstContactOn !== null && lastContactOn !== null && lastContactOn < firstContactOn) throw new Problem('exposure.dates');
}

function factsOf({ firstContactOn, lastContactOn, setting, closeness, certainty }: ExposureFacts): ExposureFacts {
  return { firstContactOn, lastContactOn, setting, closeness, certainty };
}
