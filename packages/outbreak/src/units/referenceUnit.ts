import type { LocalDate } from '../localDate.ts';

export type UnitKind = 'country' | 'province' | 'district' | 'commune' | 'hamlet' | 'health';

/** A unit that took over on the day after another ended. */
export type Successor = {
  readonly code: string;
  /** Only a part of the old unit went there: a person's address has to decide. */
  readonly part: boolean;
};

/**
 * An administrative unit of a published tree. Codes were reused on 1 July 2025 (15835 was Thiệu Lý, is Thiệu Trung):
 * the key is (code, validFrom), and a folded name alone never identifies a unit (xã Đồng Tiến, phường Đông Tiến).
 */
export type ReferenceUnit = {
  readonly code: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly validFrom: LocalDate;
  /** The last day it holds; null while it does. */
  readonly validTo: LocalDate | null;
  readonly parentCode: string | null;
  /** Who took over; empty where not known or not ended. */
  readonly successors: readonly Successor[];
  /** Other names people write for it. */
  readonly aliases: readonly string[];
};

export const holdsOn = (unit: Pick<ReferenceUnit, 'validFrom' | 'validTo'>, on: LocalDate): boolean =>
  unit.validFrom <= on && (unit.validTo === null || on <= unit.validTo);

/** Successors from their codes: more than one means that each took a part. */
export const successorsOf = (codes: readonly string[]): Successor[] => codes.map((code) => ({ code, part: codes.length > 1 }));
