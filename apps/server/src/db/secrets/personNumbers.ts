/** Identity and insurance numbers of people: the one place where they become hashes and cipher texts, and numbers again. */
import type { Db, Tx } from '../connect.ts';
import { seesIdentity } from '../scope.ts';
import { hashOf, openText, type SealedKind, sealText } from './keyRing.ts';
import { keysOf } from './keysOfDatabase.ts';

type Numbers = { readonly nationalId?: string | null; readonly insuranceNumber?: string | null };

/** Columns to write for the numbers that are given; what is undefined is left alone. */
export type NumberColumns = {
  national_id?: string | null;
  national_id_sealed?: string | null;
  insurance_number?: string | null;
  insurance_number_sealed?: string | null;
};

export function numberColumns(tx: Tx | Db, { nationalId, insuranceNumber }: Numbers): NumberColumns {
  const columns: NumberColumns = {};
  if (nationalId !== undefined) {
    columns.national_id = nationalId && hashNationalId(tx, nationalId);
    columns.national_id_sealed = sealed(tx, 'nationalId', nationalId);
  }
  if (insuranceNumber !== undefined) {
    columns.insurance_number = insuranceNumber && hashInsuranceNumber(tx, insuranceNumber);
    columns.insurance_number_sealed = sealed(tx, 'insuranceNumber', insuranceNumber);
  }
  return columns;
}

/** What stands in `person.national_id` for a number: compare with this. */
export const hashNationalId = (tx: Tx | Db, number: string): string => hashOf(keysOf(tx), 'nationalId', number);

/** What stands in `person.insurance_number` for a number. */
export const hashInsuranceNumber = (tx: Tx | Db, number: string): string => hashOf(keysOf(tx), 'insuranceNumber', number);

/** The number behind `person.national_id_sealed`; null for a scope without identity numbers. */
export const openNationalId = (tx: Tx, text: string | null): string | null => opened(tx, 'nationalId', text);
/** The number behind `person.insurance_number_sealed`, likewise. */
export const openInsuranceNumber = (tx: Tx, text: string | null): string | null => opened(tx, 'insuranceNumber', text);

const sealed = (tx: Tx | Db, kind: SealedKind, number: string | null): string | null =>
  number === null ? null : sealText(keysOf(tx), kind, number);
const opened = (tx: Tx, kind: SealedKind, text: string | null): string | null =>
  text === null || !seesIdentity(tx) ? null : openText(keysOf(tx), kind, text);
