/** The tables of migrations/0006_levels.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonWithDefault } from '../json.ts';

/** 'YYYY-MM-DD', a day in Viet Nam. */
type LocalDate = string;
type Id = GeneratedAlways<number>;

export type LapsedLevelTable = { outbreak_id: number; person_id: number; unit_id: number; windows: number[] };
export type LevelOverrideTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  /** Null: no level. */
  level: number | null;
  exposed_on: LocalDate;
  because: string;
  decided_by: number | null;
  decided_at: Date;
  withdrawn_by: number | null;
  withdrawn_at: Date | null;
  withdrawn_because: string | null;
};
export type LevelChangeTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  from_level: number | null;
  to_level: number | null;
  because: string;
  cause: JsonWithDefault<unknown>;
  via_exposure_id: number | null;
  changed_at: Date;
  changed_by: number | null;
};

/** What 0006 adds to tables of earlier migrations. */
export type CaseBasis = 'list' | 'sample' | 'officer';
export type CaseColumns = { basis: Generated<CaseBasis>; recorded_at: Date | null };
export type PersonLevelColumns = { decided: Generated<boolean>; windows: Generated<number[]> };
export type ExposureColumns = { place_id: number | null; overlap_minutes: number | null; errand_id: number | null };

export type LevelTables = {
  lapsed_level: LapsedLevelTable;
  level_override: LevelOverrideTable;
  level_change: LevelChangeTable;
};
