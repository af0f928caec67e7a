/** The tables of migrations/0005_matching.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, JsonWithDefault } from '../json.ts';

type Id = GeneratedAlways<number>;
type Outcome = 'stored' | 'merged' | 'unchanged' | 'rejected';

export type ImportDraftTable = {
  id: number;
  outbreak_id: number;
  unit_id: number;
  sha256: Buffer;
  file_name: string;
  /** Sealed; see secrets/listSecrets.ts. Empty once it was erased. */
  content: Buffer;
  /** The key that content is sealed with; null: in clear, as a release before sealing wrote it. */
  key_id: string | null;
  sheet_name: string | null;
  encoding: string | null;
  header: Json<unknown>;
  fingerprint: string;
  counts: Json<unknown>;
  other_sheets: JsonWithDefault<unknown>;
  created_by: number | null;
  created_at: Date;
  expires_at: Date;
  version: Generated<number>;
};
export type ImportDraftRowTable = {
  draft_id: number;
  row_number: number;
  unit_id: number;
  outcome: Outcome;
  person_id: number | null;
  problems: JsonWithDefault<unknown>;
  duplicates: JsonWithDefault<unknown>;
  cells: Json<unknown>;
};
export type ImportDecisionTable = {
  draft_id: number;
  row_number: number;
  unit_id: number;
  decision: 'new' | 'same' | 'leave';
  person_id: number | null;
};
export type ImportMappingTable = {
  unit_id: number;
  fingerprint: string;
  columns: Json<unknown>;
  used_at: Date;
  used_by: number | null;
};
export type PersonMergeTable = {
  id: Id;
  merged_id: number;
  survivor_id: number;
  unit_id: number;
  merged_unit_id: number;
  evidence: Json<unknown>;
  completed: Json<unknown>;
  merged_at: Date;
  merged_by: number | null;
  unmerged_at: Date | null;
  unmerged_by: number | null;
};
export type PersonMergeRowTable = {
  id: Id;
  merge_id: number;
  unit_id: number;
  table_name: string;
  row_key: Json<unknown>;
  was: Json<unknown>;
};
export type PersonDistinctTable = { a_id: number; b_id: number; decided_at: Date; decided_by: number | null };

export type MatchingTables = {
  import_draft: ImportDraftTable;
  import_draft_row: ImportDraftRowTable;
  import_decision: ImportDecisionTable;
  import_mapping: ImportMappingTable;
  person_merge: PersonMergeTable;
  person_merge_row: PersonMergeRowTable;
  person_distinct: PersonDistinctTable;
};
