/** The tables of migrations/0007_isolation.sql; see ../schema.ts for what a value is on this side. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, JsonWithDefault } from '../json.ts';

/** 'YYYY-MM-DD', a day in Viet Nam. */
type LocalDate = string;
type Id = GeneratedAlways<number>;

export type IsolationRuleTable = {
  id: Id;
  code: string;
  version: number;
  disease: string;
  jurisdiction: string;
  unit_id: number | null;
  category: 'F0' | 'F1' | 'F2' | 'F3' | 'returnee';
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  body: Json<unknown>;
  state: Generated<'draft' | 'in_force' | 'withdrawn'>;
  created_by: number | null;
  created_at: Date;
  published_by: number | null;
  published_at: Date | null;
};
export type IsolationAdviceTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  rule_code: string | null;
  rule_version: number | null;
  inputs: Json<unknown>;
  advice: Json<unknown>;
  advised_on: LocalDate;
  state: Generated<'proposed' | 'approved' | 'changed' | 'refused' | 'superseded'>;
  reason: string | null;
  created_by: number | null;
  created_at: Date;
  decided_by: number | null;
  decided_at: Date | null;
  version: Generated<number>;
};
export type IsolationOrderTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  advice_id: number;
  measure: 'hospital' | 'central' | 'home' | 'isolation' | 'homeMonitor' | 'selfMonitor';
  place_id: number | null;
  place: string | null;
  start_on: LocalDate;
  end_on: LocalDate;
  phases: Json<unknown>;
  phase: Generated<number>;
  spent: JsonWithDefault<unknown>;
  state: Generated<'active' | 'released' | 'cancelled'>;
  created_by: number | null;
  created_at: Date;
  version: Generated<number>;
};
export type IsolationReleaseTable = {
  id: Id;
  order_id: number;
  phase: number;
  unit_id: number;
  released_on: LocalDate;
  released_by: number | null;
  released_at: Date;
  note: string | null;
};
export type StatedIsolationTable = {
  id: Id;
  outbreak_id: number;
  person_id: number;
  unit_id: number;
  import_id: number | null;
  measure: IsolationOrderTable['measure'] | null;
  place: string | null;
  start_on: LocalDate | null;
  end_on: LocalDate | null;
  until_on: LocalDate | null;
  created_at: Date;
  withdrawn_at: Date | null;
  withdrawn_because: string | null;
  version: Generated<number>;
};
/** A view: only read. A person may have several rows. */
export type PersonIsolationView = {
  person_id: number;
  outbreak_id: number;
  isolated_on: LocalDate;
  isolated_until: LocalDate;
};
export type FollowUpClosingTable = {
  day_on: LocalDate;
  closed_at: Date;
  missed: number;
  lost: number;
  completed: number;
};

export type IsolationTables = {
  isolation_rule: IsolationRuleTable;
  isolation_advice: IsolationAdviceTable;
  isolation_order: IsolationOrderTable;
  isolation_release: IsolationReleaseTable;
  stated_isolation: StatedIsolationTable;
  person_isolation: PersonIsolationView;
  follow_up_closing: FollowUpClosingTable;
};
