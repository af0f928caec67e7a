import type { Birth } from '../birth.ts';
import type { LocalDate } from '../localDate.ts';
import type { Sex } from '../sex.ts';

/** What does not fit together on a card; never a reason to refuse it. */
export type CardWarning =
  /** Digit 4 of the number says another sex than the card. */
  | 'nationalId.sexDiffers'
  /** Digits 4–6 of the number say another year. */
  | 'nationalId.yearDiffers'
  | 'nationalId.unreadable'
  | 'oldNumber.unreadable'
  | 'birth.unreadable'
  | 'sex.unreadable'
  | 'name.unreadable'
  | 'issued.unreadable'
  | 'validity.unreadable'
  /** The insurance is not valid on the day asked. */
  | 'validity.over'
  | 'insurance.unusual';

/** The fields of a card. What it does not carry, or what cannot be read, is null. */
export type CardFields = {
  readonly nationalId: string | null;
  /** The CMND (9 digits) that the CCCD replaced. */
  readonly oldNationalId: string | null;
  readonly insuranceNumber: string | null;
  readonly fullName: string | null;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  readonly address: string | null;
  readonly issuedOn: LocalDate | null;
  /** Where the insured is registered for treatment, as "38-200". */
  readonly clinic: string | null;
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
};
export type CardReading =
  | { readonly kind: 'cccd' | 'bhyt'; readonly fields: CardFields; readonly warnings: readonly CardWarning[] }
  | { readonly kind: 'unreadable'; readonly why: 'empty' | 'tooLong' | 'notACard' };

export const noFields: CardFields = {
  nationalId: null,
  oldNationalId: null,
  insuranceNumber: null,
  fullName: null,
  birth: null,
  sex: null,
  address: null,
  issuedOn: null,
  clinic: null,
  validFrom: null,
  validTo: null,
};
