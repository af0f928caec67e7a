import { type DerivedPerson, dateOfDay, packWindows } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { kept } from '../keptPlans.ts';
import type { RegionReader, StoredLevel } from './readRegion.ts';

/** Someone whose level is another than before; null is no level. */
export type MovedPerson = {
  readonly personId: number;
  readonly unitId: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly viaExposureId: number | null;
};

type Written = StoredLevel & { readonly personId: number; readonly windows: string; readonly before: StoredLevel };

/** Keeps what was derived, where it differs from what was kept. Gives those whose level moved. */
export async function writeLevels(
  tx: Tx,
  outbreakId: number,
  derived: readonly DerivedPerson[],
  reader: Pick<RegionReader, 'stored' | 'undated'>,
  at: Date,
): Promise<MovedPerson[]> {
  const written = derived.flatMap((one) => writtenOf(one, reader) ?? []);
  await upsertLevels(
    tx,
    outbreakId,
    written.filter((one) => one.kept === 'level'),
    at,
  );
  await removeLevels(
    tx,
    outbreakId,
    written.filter((one) => one.before.kept === 'level' && one.kept !== 'level'),
  );
  await removeLapsed(
    tx,
    outbreakId,
    written.filter((one) => one.before.kept === 'lapsed' && one.kept !== 'lapsed'),
  );
  await upsertLapsed(
    tx,
    outbreakId,
    written.filter((one) => one.kept === 'lapsed'),
  );
  return written
    .filter((one) => one.level !== one.before.level)
    .map(({ personId, unitId, level, before, viaExposureId }) => ({
      personId,
      unitId,
      from: before.level,
      to: level,
      viaExposureId,
    }));
}

function writtenOf(
  { person, level, windows, windowsChanged }: DerivedPerson,
  { stored, undated }: Pick<RegionReader, 'stored' | 'undated'>,
): Written | null {
  const before = stored.get(person.id);
  if (before === undefined) return null;
  const via = level === null || level.via === 0 ? null : level.via;
  const now: StoredLevel = {
    unitId: before.unitId,
    kept: level !== null ? 'level' : windows.length > 0 ? 'lapsed' : null,
    level: level?.level ?? null,
    exposedOn:
      level === null || level.exposedOn === null || (via !== null && undated.has(via)) ? null : dateOfDay(level.exposedOn),
    lapsesOn: level === null || level.lapsesOn === null ? null : dateOfDay(level.lapsesOn),
    viaExposureId: via,
    decided: level !== null && level.level > 0 && via === null,
  };
  if (!windowsChanged && same(before, now)) return null;
  return { ...now, personId: person.id, windows: `{${packWindows(windows).join(',')}}`, before };
}

function same(a: StoredLevel, b: StoredLevel): boolean {
  return (
    a.kept === b.kept &&
    a.level === b.level &&
    a.exposedOn === b.exposedOn &&
    a.lapsesOn === b.lapsesOn &&
    a.viaExposureId === b.viaExposureId &&
    a.decided === b.decided
  );
}

const ids = (people: readonly Written[]) => people.map(({ personId }) => personId);

async function upsertLevels(tx: Tx, outbreakId: number, people: readonly Written[], at: Date): Promise<void> {
  if (people.length === 0) return;
  await sql`${kept}
    insert into person_level (outbreak_id, person_id, unit_id, level, exposed_on, via_exposure_id, lapses_on, decided, derived_at, windows)
    select ${outbreakId}::bigint, r.person_id, r.unit_id, r.level, r.exposed_on::date, r.via, r.lapses_on::date, r.decided, ${at}::timestamptz,
      r.windows::bigint[]
    from unnest(${ids(people)}::bigint[], ${people.map((one) => one.unitId)}::bigint[], ${people.map((one) => one.level)}::smallint[],
      ${people.map((one) => one.exposedOn)}::text[], ${people.map((one) => one.viaExposureId)}::bigint[],
      ${people.map((one) => one.lapsesOn)}::text[], ${people.map((one) => one.decided)}::boolean[], ${people.map((one) => one.windows)}::text[])
      as r(person_id, unit_id, level, exposed_on, via, lapses_on, decided, windows)
    on conflict (outbreak_id, person_id) do update
      set unit_id = excluded.unit_id, level = excluded.level, exposed_on = excluded.exposed_on, via_exposure_id = excluded.via_exposure_id,
        lapses_on = excluded.lapses_on, decided = excluded.decided, derived_at = excluded.derived_at, windows = excluded.windows`.execute(
    tx,
  );
}

async function removeLevels(tx: Tx, outbreakId: number, people: readonly Written[]): Promise<void> {
  if (people.length === 0) return;
  await sql`${kept}delete from person_level where outbreak_id = ${outbreakId} and person_id = any(${ids(people)}::bigint[])`.execute(
    tx,
  );
}

async function removeLapsed(tx: Tx, outbreakId: number, people: readonly Written[]): Promise<void> {
  if (people.length === 0) return;
  await sql`${kept}delete from lapsed_level where outbreak_id = ${outbreakId} and person_id = any(${ids(people)}::bigint[])`.execute(
    tx,
  );
}

async function upsertLapsed(tx: Tx, outbreakId: number, people: readonly Written[]): Promise<void> {
  if (people.length === 0) return;
  await sql`${kept}
    insert into lapsed_level (outbreak_id, person_id, unit_id, windows)
    select ${outbreakId}::bigint, r.person_id, r.unit_id, r.windows::bigint[]
    from unnest(${ids(people)}::bigint[], ${people.map((one) => one.unitId)}::bigint[], ${people.map((one) => one.windows)}::text[])
      as r(person_id, unit_id, windows)
    on conflict (outbreak_id, person_id) do update set unit_id = excluded.unit_id, windows = excluded.windows`.execute(tx);
}

export type ChangeCause = {
  readonly outbreakId: number;
  readonly because: string;
  /** What it was: `sampleId`, `caseId`, `exposureId`, `importId`… */
  readonly cause: Readonly<Record<string, number | string>>;
  readonly at: Date;
  readonly userId: number | null;
};

/** Keeps who moved, and because of what. */
export async function insertLevelChanges(tx: Tx, moved: readonly MovedPerson[], act: ChangeCause): Promise<void> {
  if (moved.length === 0) return;
  await sql`${kept}
    insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, cause, via_exposure_id, changed_at, changed_by)
    select ${act.outbreakId}::bigint, r.person_id, r.unit_id, r.from_level, r.to_level, ${act.because}::text, ${json(act.cause)}::jsonb, r.via,
      ${act.at}::timestamptz, ${act.userId}::bigint
    from unnest(${moved.map((one) => one.personId)}::bigint[], ${moved.map((one) => one.unitId)}::bigint[],
      ${moved.map((one) => one.from)}::smallint[], ${moved.map((one) => one.to)}::smallint[], ${moved.map((one) => one.viaExposureId)}::bigint[])
      as r(person_id, unit_id, from_level, to_level, via)`.execute(tx);
}
