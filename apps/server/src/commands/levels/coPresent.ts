import { Problem } from '@truyvet/contract';
import { always, dateOfDay, infectiousWindows, never } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { type CaseRecord, readCase } from '../../db/levels/cases.ts';
import { type CoPresentRow, readCoPresent } from '../../db/levels/coPresent.ts';
import { type CoTravellerRow, readCoTravellers } from '../../db/levels/coTravellers.ts';
import { readNames } from '../../db/levels/explain.ts';
import { insertExposureRows } from '../../db/levels/exposures.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import type { MovedPerson } from '../../db/levels/writeLevels.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { moveLevels } from './moveLevels.ts';
import { requireOutbreak } from './requireOutbreak.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date; readonly caseId: number };
/** Somebody whom the officer may see, at a place with the case. */
export type SeenThere = CoPresentRow & {
  readonly personId: number;
  readonly fullName: string;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
};

/**
 * Who was at a registered place while the case was there and infectious: proposed, not written down. Throws `resource.missing` when the case's
 * person is out of the scope, `case.noPerson` when nobody knows who the case is.
 */
export async function findCoPresent(db: Db, asking: Asking): Promise<{ items: SeenThere[]; others: number }> {
  const { scope, userId, now: at, caseId } = asking;
  return await inScope(db, scope, async (tx) => {
    const { record, personId, unitId } = await requirePerson(tx, caseId);
    const found = await coPresent(tx, record, personId);
    const details = { personId, what: 'coPresent', found: found.items.length };
    await appendAudit(tx, { at, userId, unitId, action: 'read', subject: 'case', subjectId: caseId, details });
    return found;
  });
}

/** Writes those check-ins down as contacts with the case. Ones that are not proposed (any more) are left out. Throws as `findCoPresent`. */
export async function confirmCoPresent(
  db: Db,
  asking: Asking & { readonly checkInIds: readonly number[] },
): Promise<{ readonly exposures: number; readonly moved: readonly MovedPerson[] }> {
  const { scope, userId, now: at, caseId } = asking;
  return await inScope(db, scope, async (tx) => {
    const { record, personId, unitId } = await requirePerson(tx, caseId);
    const { outbreakId } = record;
    await lockLevels(tx, outbreakId);
    const chosen = new Set(asking.checkInIds);
    const { items } = await coPresent(tx, record, personId);
    const rows = items.filter((item) => chosen.has(item.checkInId)).map((item) => contactOf(item, record));
    const added = await insertExposureRows(tx, rows, at);
    const details = { personId, what: 'coPresent', exposures: added.map(({ id }) => id) };
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'case', subjectId: caseId, details });
    const people = added.map(({ targetId }) => targetId);
    const moved = await moveLevels(tx, { outbreakId, people, because: 'coPresent', cause: { caseId }, at, userId });
    return { exposures: added.length, moved };
  });
}

/** Who arrived in the same vehicle as the case, on the same day: proposed, not written down. Throws as `findCoPresent`. */
export async function findCoTravellers(db: Db, asking: Asking): Promise<{ items: CoTravellerRow[]; others: number }> {
  const { scope, userId, now: at, caseId } = asking;
  return await inScope(db, scope, async (tx) => {
    const { record, personId, unitId } = await requirePerson(tx, caseId);
    const found = await coTravellers(tx, record, personId);
    const details = { personId, what: 'coTravellers', found: found.items.length };
    await appendAudit(tx, { at, userId, unitId, action: 'read', subject: 'case', subjectId: caseId, details });
    return found;
  });
}

/** Writes those journeys down as contacts with the case. Throws as `findCoPresent`. */
export async function confirmCoTravellers(
  db: Db,
  asking: Asking & { readonly journeyIds: readonly number[] },
): Promise<{ readonly exposures: number; readonly moved: readonly MovedPerson[] }> {
  const { scope, userId, now: at, caseId } = asking;
  return await inScope(db, scope, async (tx) => {
    const { record, personId, unitId } = await requirePerson(tx, caseId);
    const { outbreakId, id: sourceCaseId } = record;
    await lockLevels(tx, outbreakId);
    const chosen = new Set(asking.journeyIds);
    const { items } = await coTravellers(tx, record, personId);
    const rows = items
      .filter((item) => chosen.has(item.journeyId))
      .map(({ unitId: ownUnitId, personId: targetId, day, vehicle }) => ({
        ...{ outbreakId, unitId: ownUnitId, targetId, sourcePersonId: null, sourceCaseId, sourceText: null },
        ...{ firstContactOn: day, lastContactOn: day, setting: vehicle.slice(0, 200), closeness: 'unknown' as const },
        ...{ certainty: 'likely' as const, learntFrom: 'officer' as const },
      }));
    const added = await insertExposureRows(tx, rows, at);
    const details = { personId, what: 'coTravellers', exposures: added.map(({ id }) => id) };
    await appendAudit(tx, { at, userId, unitId, action: 'change', subject: 'case', subjectId: caseId, details });
    const people = added.map(({ targetId }) => targetId);
    const moved = await moveLevels(tx, { outbreakId, people, because: 'coPresent', cause: { caseId }, at, userId });
    return { exposures: added.length, moved };
  });
}

async function coTravellers(tx: Tx, record: CaseRecord, personId: number): Promise<{ items: CoTravellerRow[]; others: number }> {
  const which = { outbreakId: record.outbreakId, caseId: record.id, personId };
  const rows = await asSystem(tx, () => readCoTravellers(tx, which));
  const names = await readNames(
    tx,
    rows.map((row) => row.personId),
  );
  const items = rows.filter((row) => names.has(row.personId));
  return { items, others: rows.length - items.length };
}

function contactOf(item: SeenThere, { id, outbreakId }: CaseRecord) {
  return {
    outbreakId,
    unitId: item.unitId,
    targetId: item.personId,
    sourcePersonId: null,
    sourceCaseId: id,
    sourceText: null,
    firstContactOn: item.day,
    lastContactOn: item.day,
    setting: item.placeKind,
    closeness: 'unknown',
    certainty: 'likely',
    learntFrom: 'checkIn',
    placeId: item.placeId,
    overlapMinutes: item.overlapMinutes,
  } as const;
}

async function requirePerson(tx: Tx, caseId: number): Promise<{ record: CaseRecord; personId: number; unitId: number }> {
  const record = await readCase(tx, caseId);
  if (!record) throw new Problem('resource.missing');
  const { personId } = record;
  if (personId === null) throw new Problem('case.noPerson', { code: record.code });
  return { record, personId, unitId: await unitOfPerson(tx, personId) };
}

async function coPresent(tx: Tx, record: CaseRecord, personId: number): Promise<{ items: SeenThere[]; others: number }> {
  const profile = await requireOutbreak(tx, record.outbreakId);
  const windows = infectiousWindows(record, [], profile);
  const from = Math.min(...windows.map((window) => window.from), never);
  const until = Math.max(...windows.map((window) => window.until), always);
  if (from > until) return { items: [], others: 0 };
  const which = { outbreakId: record.outbreakId, caseId: record.id, personId, from: dayStart(from), until: dayStart(until + 1) };
  const rows = await asSystem(tx, () => readCoPresent(tx, which));
  const names = await readNames(
    tx,
    rows.flatMap((row) => row.personId ?? []),
  );
  const items = rows.flatMap((row) => {
    const { personId: id, fullName, unitId, unitCode, unitName } = row;
    if (id === null || fullName === null || unitId === null || unitCode === null || unitName === null || !names.has(id))
      return [];
    return [{ ...row, personId: id, fullName, unitId, unitCode, unitName }];
  });
  return { items, others: rows.length - items.length };
}

/** Where a local day begins; null for days without an end. */
function dayStart(day: number): Date | null {
  const date = dateOfDay(day);
  return date === null ? null : new Date(`${date}T00:00:00+07:00`);
}
