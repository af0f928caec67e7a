import type { Tx } from '../../db/connect.ts';
import type { FieldEdit } from '../../db/personFacts/edits.ts';
import type { FactColumns } from '../../db/personFacts/facts.ts';
import { numberColumns } from '../../db/secrets/personNumbers.ts';
import type { WantedFacts } from './readChange.ts';

/** The columns of `person` for the fields that differ. */
export function columnsOf(tx: Tx, wanted: WantedFacts, edits: readonly FieldEdit[]): FactColumns {
  const changed = new Set(edits.map(({ field }) => field));
  const { fullName, nameKey, birth, sex, nationalId, insuranceNumber, hamlet, address, occupation } = wanted;
  return {
    ...(changed.has('fullName') && fullName && nameKey && { full_name: fullName, name_key: nameKey }),
    ...(changed.has('birth') && {
      birth_year: birth?.year ?? null,
      birth_date: birth?.date ?? null,
      birth_precision: birth?.precision ?? null,
    }),
    ...(changed.has('sex') && { sex: sex ?? null }),
    ...(changed.has('nationalId') && numberColumns(tx, { nationalId: nationalId ?? null })),
    ...(changed.has('insuranceNumber') && numberColumns(tx, { insuranceNumber: insuranceNumber ?? null })),
    ...(changed.has('hamlet') && { hamlet: hamlet ?? null }),
    ...(changed.has('address') && { address: address ?? null }),
    ...(changed.has('occupation') && { occupation: occupation ?? null }),
    ...(changed.has('workplaceId') && { workplace_id: wanted.workplaceId ?? null }),
    ...(changed.has('workplaceText') && { workplace_text: wanted.workplaceText ?? null }),
    ...(changed.has('householdId') && { household_id: wanted.householdId ?? null }),
  };
}
