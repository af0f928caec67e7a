/** The tables of migrations/0003_tracing.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { PersonLevelColumns } from './levels.ts';

/** 'YYYY-MM-DD', a day in Viet Nam. */
type LocalDate = string;
type Id = GeneratedAlways<number>;
type Version = Generated<number>;

export type PlaceKind = 'workplace' | 'school' | 'market' | 'health' | 'transport' | 'worship' | 'event' | 'other';
export type SampleKind = 'pcr' | 'antigen' | 'antibody' | 'other';
export type SampleResult = 'pending' | 'negative' | 'positive' | 'invalid';
export type AbsenceReason = 'work' | 'study' | 'treatment' | 'visit' | 'travel' | 'other';
export type AbsenceDestination = 'province' | 'country' | 'industrial_park' | 'factory' | 'other';
export type RiskGrade = 'low' | 'medium' | 'high' | 'very_high';

export type HouseholdTable = {
  id: Id;
  unit_id: number;
  code: string;
  head_person_id: number | null;
  hamlet: string | null;
  address: string | null;
  name: string | null;
  created_at: Date | null;
  version: Version;
};
export type PlaceTable = {
  id: Id;
  unit_id: number;
  kind: PlaceKind;
  name: string;
  name_key: string;
  hamlet: string | null;
  address: string | null;
  poster_code: string | null;
  created_at: Date;
  closed_at: Date | null;
  version: Version;
};
export type SampleTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  kind: SampleKind;
  planned_on: LocalDate | null;
  taken_on: LocalDate | null;
  sent_on: LocalDate | null;
  laboratory: string | null;
  result: Generated<SampleResult>;
  result_on: LocalDate | null;
  corrected_at: Date | null;
  created_at: Date;
  version: Version;
  order_id: number | null;
  rule_day: string | null;
};
export type MilestoneTable = {
  id: Id;
  outbreak_id: number;
  unit_id: number;
  place_id: number | null;
  name: string;
  starts_at: Date;
  ends_at: Date;
  source_case_id: number | null;
  created_at: Date;
  version: Version;
};
export type MilestoneVisitTable = {
  milestone_id: number;
  person_id: number;
  unit_id: number;
  from_at: Date | null;
  until_at: Date | null;
};
export type PersonLevelTable = PersonLevelColumns & {
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  level: number;
  exposed_on: LocalDate | null;
  via_exposure_id: number | null;
  lapses_on: LocalDate | null;
  derived_at: Date;
};
export type JourneyTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  from_unit_id: number | null;
  from_text: string | null;
  left_on: LocalDate | null;
  arrived_on: LocalDate | null;
  vehicle: string | null;
  companions: string | null;
  reason: string | null;
  created_at: Date;
  version: Version;
  closed_at: Date | null;
  closed_because: string | null;
};
export type RiskAreaTable = {
  id: Id;
  outbreak_id: number;
  unit_id: number;
  grade: RiskGrade;
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  document: string | null;
  version: Version;
};
export type AbsenceTable = {
  id: Id;
  person_id: number;
  unit_id: number;
  reason: AbsenceReason;
  destination: AbsenceDestination;
  place_unit_id: number | null;
  place_text: string | null;
  left_on: LocalDate | null;
  expected_back_on: LocalDate | null;
  returned_on: LocalDate | null;
  created_at: Date;
  version: Version;
  closed_at: Date | null;
  closed_because: string | null;
};
export type VaccinationTable = {
  person_id: number;
  unit_id: number;
  dose: number;
  given_on: LocalDate | null;
  vaccine: string | null;
};
export type CheckInTable = {
  id: Id;
  place_id: number;
  unit_id: number;
  person_id: number | null;
  e164: string | null;
  full_name: string | null;
  came_at: Date;
  left_at: Date | null;
};

export type TracingTables = {
  household: HouseholdTable;
  place: PlaceTable;
  sample: SampleTable;
  milestone: MilestoneTable;
  milestone_visit: MilestoneVisitTable;
  person_level: PersonLevelTable;
  journey: JourneyTable;
  risk_area: RiskAreaTable;
  absence: AbsenceTable;
  vaccination: VaccinationTable;
  check_in: CheckInTable;
};
