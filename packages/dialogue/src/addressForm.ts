/** What is known of a person for addressing them. The birth year goes before the age. */
export type AddressInput = {
  readonly birthYear?: number | null;
  readonly age?: number | null;
  readonly sex?: 'male' | 'female' | null;
  readonly todayYear: number;
};

/** `guardian`: the person is under 18; the call and the gate are for the guardian on record, addressed by their own form. */
export type AddressForm = { readonly xung: 'ông' | 'bà' | 'anh' | 'chị' | 'quý vị'; readonly guardian: boolean };

/** From this age on `ông`, `bà`. */
const elderAge = 60;
const adultAge = 18;

/**
 * How a person is addressed: from 60 on ông or bà, from 18 on anh or chị, otherwise or without sex or age quý vị. A year alone gives the
 * age reached in that year.
 */
export function addressForm({ birthYear, age, sex, todayYear }: AddressInput): AddressForm {
  const years = birthYear ? todayYear - birthYear : (age ?? null);
  if (years !== null && years < adultAge) return { xung: 'quý vị', guardian: true };
  if (years === null || !sex) return { xung: 'quý vị', guardian: false };
  if (years >= elderAge) return { xung: sex === 'male' ? 'ông' : 'bà', guardian: false };
  return { xung: sex === 'male' ? 'anh' : 'chị', guardian: false };
}
