/** The tables of migrations/0008_registers.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, JsonWithDefault } from '../json.ts';

type LocalDate = string;
type Id = GeneratedAlways<number>;
type Version = Generated<number>;

export const registerNames = ['f0', 'f1', 'f2', 'returnees', 'away', 'households'] as const;
export type RegisterName = (typeof registerNames)[number];
export type DeclarationChannel = 'web' | 'phone' | 'import' | 'officer';
export type DeclarationMatch = 'certain' | 'proposed' | 'none' | 'confirmed' | 'created' | 'rejected';

export type HouseholdReviewTable = {
  id: Id;
  household_id: number;
  unit_id: number;
  reviewed_on: LocalDate;
  team: string;
  reviewed_by: number | null;
  people_home: number | null;
  people_away: number | null;
  findings: string | null;
  created_at: Date;
  version: Version;
};
export type RegisterChangeTable = {
  id: Id;
  register: RegisterName;
  outbreak_id: number | null;
  unit_id: number;
  subject_id: number;
  kind: 'changed' | 'closed' | 'reopened';
  fields: Generated<string[]>;
  at: Date;
  user_id: number | null;
};
export type RegisterReportTable = {
  unit_id: number;
  outbreak_id: number;
  register: RegisterName;
  report_day: LocalDate;
  new_count: number;
  changed_count: number;
  closed_count: number;
  total_count: number;
  note: string | null;
  reported_at: Date;
  reported_by: number | null;
  version: Version;
};
export type UnitSettingTable = {
  unit_id: number;
  key: string;
  value: Json<unknown>;
  changed_at: Date;
  changed_by: number | null;
  version: Version;
};
export type UnitSettingVersionTable = { unit_id: number; version: number };
export type DeclarationTable = {
  id: Id;
  code: string;
  submission_key: string | null;
  outbreak_id: number;
  unit_id: number;
  channel: DeclarationChannel;
  source_ref: string | null;
  full_name: string;
  name_key: string;
  birth_year: number | null;
  birth_date: LocalDate | null;
  sex: 'male' | 'female' | null;
  e164: string | null;
  declared_by: string | null;
  hamlet: string | null;
  address: string | null;
  from_unit_id: number | null;
  from_text: string | null;
  left_on: LocalDate | null;
  arrived_on: LocalDate | null;
  vehicle: string | null;
  companions: string | null;
  reason: string | null;
  places: string | null;
  symptoms: JsonWithDefault<unknown>;
  met_case: 'yes' | 'no' | 'unsure' | null;
  met_case_text: string | null;
  note: string | null;
  person_id: number | null;
  match: Generated<DeclarationMatch>;
  journey_id: number | null;
  created_at: Date;
  created_by: number | null;
  decided_at: Date | null;
  decided_by: number | null;
  version: Version;
};
export type DeclarationCandidateTable = { declaration_id: number; person_id: number; unit_id: number; reasons: string[] };

export type RegisterTables = {
  household_review: HouseholdReviewTable;
  register_change: RegisterChangeTable;
  register_report: RegisterReportTable;
  unit_setting: UnitSettingTable;
  unit_setting_version: UnitSettingVersionTable;
  declaration: DeclarationTable;
  declaration_candidate: DeclarationCandidateTable;
};
