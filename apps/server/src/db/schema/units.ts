/** The tables of 0004_units.sql: names and successors of units, addresses, what officers changed. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** 'YYYY-MM-DD', a day in Viet Nam. */
type LocalDate = string;
type Id = GeneratedAlways<number>;

export type AddressKind = 'living' | 'registered' | 'work' | 'origin';
export type AddressPrecision = 'exact' | 'group' | 'hamlet' | 'commune' | 'district' | 'province' | 'unknown';
export type AddressResolution = 'pending' | 'resolved' | 'chosen' | 'ambiguous' | 'unknown';

export type UnitAliasTable = { unit_id: number; alias: string; alias_key: string };
export type UnitSuccessorTable = { unit_id: number; successor_id: number; part: boolean };
export type AddressTable = {
  id: Id;
  person_id: number;
  kind: AddressKind;
  province_text: string | null;
  district_text: string | null;
  commune_text: string | null;
  hamlet: string | null;
  group_text: string | null;
  detail: string | null;
  province_unit_id: number | null;
  district_unit_id: number | null;
  commune_unit_id: number | null;
  hamlet_unit_id: number | null;
  precision: AddressPrecision;
  today_unit_id: number | null;
  resolution: Generated<AddressResolution>;
  resolved_on: LocalDate | null;
  valid_from: LocalDate | null;
  valid_to: LocalDate | null;
  created_at: Date;
  version: Generated<number>;
};
export type PersonEditTable = {
  id: Id;
  person_id: number;
  version: number;
  field: string;
  before: ColumnType<unknown, string | null, never>;
  after: ColumnType<unknown, string | null, never>;
  edited_by: number | null;
  edited_at: Date;
  reason: string | null;
};

export type UnitTables = {
  unit_alias: UnitAliasTable;
  unit_successor: UnitSuccessorTable;
  address: AddressTable;
  person_edit: PersonEditTable;
};
