/**
 * The tables of migrations/*.sql as kysely types. What a value is on this side (see connect.ts): bigint → number,
 * date → 'YYYY-MM-DD', timestamptz → Date, bytea → Buffer, jsonb → the value (written through `json()`).
 */
import type { Role } from '@truyvet/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, JsonWithDefault } from './json.ts';
import type { AccessTables } from './schema/access.ts';
import type { IsolationTables } from './schema/isolation.ts';
import type { CaseColumns, ExposureColumns, LevelTables } from './schema/levels.ts';
import type { MatchingTables } from './schema/matching.ts';
import type { RegisterTables } from './schema/registers.ts';
import type { TracingTables } from './schema/tracing.ts';
import type { TriageTables } from './schema/triage.ts';
import type { UnitTables } from './schema/units.ts';

/** 'YYYY-MM-DD', a day in Viet Nam (Asia/Ho_Chi_Minh). */
export type LocalDate = string;
type Id = GeneratedAlways<number>;

export type UnitKind = 'country' | 'province' | 'district' | 'commune' | 'hamlet' | 'health';
export type UserRole = Role;
export type Locale = 'vi' | 'en';
export type BirthPrecision = 'day' | 'month' | 'year' | 'age';
export type Sex = 'male' | 'female';
export type PhoneState = 'unverified' | 'confirmed' | 'suspect' | 'wrong';
export type ImportOutcome = 'stored' | 'merged' | 'unchanged' | 'rejected';
export type CampaignState = 'running' | 'paused' | 'closed';
export type TaskState = 'due' | 'leased' | 'done' | 'givenUp';
export type AttemptState = 'committed' | 'ringing' | 'answered' | 'ended';
export type LearntFrom = 'list' | 'call' | 'officer' | 'milestone' | 'household' | 'workplace' | 'checkIn' | 'declaration';
export type AnswerGivenBy = 'key' | 'speech' | 'voice';

export type UnitTable = {
  id: Id;
  code: string;
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  name: string;
  kind: UnitKind;
  parent_id: number | null;
};

export type OutbreakTable = {
  id: Id;
  code: string;
  disease: string;
  name: string;
  started_on: LocalDate | null;
  legal_basis: Generated<string>;
};

export type AppUserTable = {
  id: Id;
  username: string;
  display_name: string;
  password_hash: string;
  role: UserRole;
  locale: Generated<Locale>;
  disabled: Generated<boolean>;
  created_at: Date;
  version: Generated<number>;
};
export type UserUnitTable = { user_id: number; unit_id: number };
export type UserSessionTable = { token_hash: Buffer; user_id: number; created_at: Date; expires_at: Date };

export type PersonTable = {
  id: Id;
  unit_id: number;
  full_name: string;
  /** full_name folded for matching. */
  name_key: string;
  birth_year: number | null;
  birth_date: LocalDate | null;
  birth_precision: BirthPrecision | null;
  sex: Sex | null;
  /** A keyed hash; the number itself is national_id_sealed. See secrets/personNumbers.ts. */
  national_id: string | null;
  national_id_sealed: string | null;
  hamlet: string | null;
  address: string | null;
  created_at: Date;
  version: Generated<number>;
  household_id: number | null;
  occupation: string | null;
  workplace_id: number | null;
  workplace_text: string | null;
  insurance_number: string | null;
  insurance_number_sealed: string | null;
  erased_at: Date | null;
  merged_into_id: number | null;
};
export type PersonPhoneTable = {
  person_id: number;
  e164: string;
  position: Generated<number>;
  owner_relation: string | null;
  state: Generated<PhoneState>;
};
export type CaseRecordTable = CaseColumns & {
  id: Id;
  outbreak_id: number;
  person_id: number | null;
  unit_id: number | null;
  code: string;
  status: Generated<'confirmed' | 'probable' | 'suspect' | 'discarded'>;
  onset_on: LocalDate | null;
  first_positive_on: LocalDate | null;
  isolated_on: LocalDate | null;
  confirmed_at: Date | null;
  outcome: 'ill' | 'recovered' | 'died' | null;
  version: Generated<number>;
};

export type ImportFileTable = {
  id: Id;
  outbreak_id: number;
  unit_id: number;
  sha256: Buffer;
  file_name: string;
  /** Sealed; see secrets/listSecrets.ts. Empty once it was erased. */
  content: Buffer;
  /** The key that content is sealed with; null: in clear, as a release before sealing wrote it. */
  key_id: string | null;
  sheet_name: string | null;
  header_row: number | null;
  columns: Json<unknown>;
  stored_rows: number;
  rejected_rows: number;
  unchanged_rows: number;
  uploaded_by: number | null;
  uploaded_at: Date;
  erased_at: Date | null;
};
export type ImportRowTable = {
  import_id: number;
  row_number: number;
  unit_id: number;
  outcome: ImportOutcome;
  person_id: number | null;
  problems: JsonWithDefault<unknown>;
  cells: Json<unknown>;
};

export type ExposureTable = ExposureColumns & {
  id: Id;
  outbreak_id: number;
  unit_id: number;
  target_person_id: number;
  source_case_id: number | null;
  source_person_id: number | null;
  source_text: string | null;
  stated_level: number | null;
  last_contact_on: LocalDate | null;
  setting: string | null;
  learnt_from: LearntFrom;
  import_id: number | null;
  created_at: Date;
  first_contact_on: LocalDate | null;
  closeness: 'close' | 'casual' | 'unknown' | null;
  certainty: 'certain' | 'likely' | 'unsure' | null;
  milestone_id: number | null;
  negated_at: Date | null;
  negated_because: string | null;
  version: Generated<number>;
};
export type FollowUpTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  original_start_on: LocalDate;
  start_on: LocalDate;
  end_on: LocalDate;
  state: Generated<'open' | 'completed' | 'lost' | 'becameCase'>;
  opened_on: LocalDate | null;
  rule: string | null;
  lost_on: LocalDate | null;
  version: Generated<number>;
};
export type FollowUpDayTable = {
  follow_up_id: number;
  unit_id: number;
  day_on: LocalDate;
  status: 'done' | 'missed';
  symptoms: ColumnType<unknown, string | null | undefined, string | null>;
  attempt_id: number | null;
  seen_by: 'call' | 'visit' | 'phone' | 'self' | null;
  recorded_by: number | null;
  note: string | null;
};

export type DialogueVersionTable = { id: Id; code: string; version: number; document: Json<unknown>; published_at: Date };
export type CampaignTable = {
  id: Id;
  outbreak_id: number;
  name: string;
  dialogue_version_id: number;
  policy: Json<unknown>;
  legal_basis: Generated<string>;
  state: Generated<CampaignState>;
  created_by: number | null;
  created_at: Date;
  version: Generated<number>;
};
export type CallTaskTable = {
  id: Id;
  campaign_id: number;
  person_id: number;
  unit_id: number;
  e164: string;
  variables: Json<unknown>;
  state: Generated<TaskState>;
  due_at: Date;
  leased_by: string | null;
  leased_until: Date | null;
  attempts_used: Generated<number>;
  faults_in_row: Generated<number>;
  disposition: string | null;
  closed_at: Date | null;
};
export type AttemptTable = {
  id: Id;
  task_id: number;
  person_id: number;
  unit_id: number;
  e164: string;
  trunk: string;
  engine: string;
  call_id: string;
  identifiers: Json<unknown>;
  state: Generated<AttemptState>;
  committed_at: Date;
  ringing_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  sip_status: number | null;
  q850_cause: number | null;
  disposition: string | null;
  consumed: boolean | null;
  identified: 'strong' | 'weak' | null;
  session: ColumnType<unknown, string | null | undefined, string | null>;
};
export type RecordingTable = {
  id: string;
  attempt_id: number;
  unit_id: number;
  name: string;
  /** Sealed with key_id; plain where that is null. */
  alaw: Buffer;
  key_id: string | null;
  duration_ms: number;
  recorded_at: Date;
};
export type AnswerTable = {
  id: Id;
  attempt_id: number;
  person_id: number;
  unit_id: number;
  dialogue_version_id: number;
  step_id: string;
  round: Generated<number>;
  value: Json<unknown>;
  given_by: AnswerGivenBy;
  keys: Generated<string>;
  confidence: Generated<number>;
  prompt_at_ms: number | null;
  answered_at: Date;
};
export type AlertTable = {
  id: Id;
  unit_id: number;
  person_id: number;
  attempt_id: number | null;
  code: string;
  raised_at: Date;
  due_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: number | null;
  level: Generated<number>;
  escalated_to: number | null;
  escalated_at: Date | null;
  next_step_at: Date | null;
  at_top: Generated<boolean>;
  note: string | null;
  version: Generated<number>;
};
export type ErrandTable = {
  id: Id;
  unit_id: number;
  /** Null for work about the unit itself or one of its lists. */
  person_id: number | null;
  attempt_id: number | null;
  code: string;
  round: Generated<number>;
  details: JsonWithDefault<unknown>;
  created_at: Date;
  due_at: Date;
  done_at: Date | null;
  done_by: number | null;
  result: string | null;
  owner_id: number | null;
  assigned_at: Date | null;
  assigned_by: number | null;
  outcome: string | null;
  version: Generated<number>;
};

export type SettingTable = { key: string; value: Json<unknown>; version: Generated<number> };
export type AuditLogTable = {
  id: Id;
  at: Date;
  user_id: number | null;
  unit_id: number | null;
  action: string;
  subject: string;
  subject_id: string | null;
  details: JsonWithDefault<unknown>;
  seal: ColumnType<number | null, never, number>;
  hash: ColumnType<Buffer | null, never, Buffer>;
};
/** Kept by migrate.ts. */
export type SchemaMigrationTable = { version: number; name: string; checksum: string; applied_at: Date };

/** Later migrations bring their tables along in files of schema/, one an area. */
export type Database = GroundTables &
  AccessTables &
  RegisterTables &
  LevelTables &
  TracingTables &
  TriageTables &
  IsolationTables &
  MatchingTables &
  UnitTables;

type GroundTables = {
  unit: UnitTable;
  outbreak: OutbreakTable;
  app_user: AppUserTable;
  user_unit: UserUnitTable;
  user_session: UserSessionTable;
  person: PersonTable;
  person_phone: PersonPhoneTable;
  case_record: CaseRecordTable;
  import_file: ImportFileTable;
  import_row: ImportRowTable;
  exposure: ExposureTable;
  follow_up: FollowUpTable;
  follow_up_day: FollowUpDayTable;
  dialogue_version: DialogueVersionTable;
  campaign: CampaignTable;
  call_task: CallTaskTable;
  attempt: AttemptTable;
  recording: RecordingTable;
  answer: AnswerTable;
  alert: AlertTable;
  errand: ErrandTable;
  setting: SettingTable;
  audit_log: AuditLogTable;
  schema_migration: SchemaMigrationTable;
};
