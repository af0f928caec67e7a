import type { Address, Household, HouseholdFacts, PersonFacts } from '@truyvet/contract';
import { parseNationalId, type UnitIndex } from '@truyvet/outbreak';
import type { HouseholdRecord, MemberRecord } from '../db/households.ts';
import type { AddressRecord } from '../db/personFacts/addresses.ts';
import type { FactsRecord } from '../db/personFacts/facts.ts';
import { namer } from '../db/units/namedUnits.ts';
import type { IndexedTree, StoredUnit } from '../db/units/unitTree.ts';
import { unitNameOf } from './inboxItems.ts';

/** An address with its units by name. */
export function presentAddress(record: AddressRecord, { tree, index }: IndexedTree): Address {
  const { province, district, commune, hamlet, group, detail } = record;
  return {
    id: record.id,
    kind: record.kind,
    written: { province, district, commune, hamlet, group, detail },
    unit: placed(record.unitId, tree, index),
    precision: record.precision,
    today: placed(record.todayUnitId, tree, index),
    resolution: record.resolution,
    resolvedOn: record.resolvedOn,
    validFrom: record.validFrom,
    validTo: record.validTo,
    version: record.version,
  };
}

function placed(unitId: number | null, tree: readonly StoredUnit[], index: UnitIndex<StoredUnit>): Address['unit'] {
  const unit = unitId === null ? undefined : tree.find(({ id }) => id === unitId);
  if (!unit) return null;
  const { path, ...named } = namer(index)(unit);
  return { ...named, path: [...path] };
}

/** What officers may correct. Identity numbers are shown to those whose role permits it. */
export function presentFacts(
  record: FactsRecord,
  addresses: readonly AddressRecord[],
  tree: IndexedTree,
  mayReadNumbers: boolean,
): PersonFacts {
  const { id, version, fullName, birth, sex, nationalId, insuranceNumber, hamlet, address, occupation } = record;
  return {
    id,
    version,
    unit: unitNameOf(record),
    fullName,
    birth,
    sex,
    nationalId: mayReadNumbers ? nationalId : null,
    insuranceNumber: mayReadNumbers ? insuranceNumber : null,
    hamlet,
    address,
    occupation,
    household:
      record.householdId !== null && record.householdCode !== null
        ? { id: record.householdId, code: record.householdCode, isHead: record.isHead }
        : null,
    workplace:
      record.workplaceId !== null && record.workplaceName !== null
        ? { id: record.workplaceId, name: record.workplaceName }
        : null,
    workplaceText: record.workplaceText,
    phones: record.phones.map((phone) => ({ ...phone })),
    addresses: addresses.map((one) => presentAddress(one, tree)),
    warnings: mayReadNumbers ? warningsOf(record) : [],
  };
}

/** Does the number fit what is known of its holder? Both are typed by people: a warning, never a refusal. */
function warningsOf({ nationalId, birth, sex }: FactsRecord): PersonFacts['warnings'] {
  const id = nationalId === null ? null : parseNationalId(nationalId);
  if (!id) return [];
  const slack = birth?.precision === 'age' ? 1 : 0;
  const otherYear = id.birthYear !== null && birth !== null && Math.abs(id.birthYear - birth.year) > slack;
  const otherSex = id.sex !== null && sex !== null && id.sex !== sex;
  return [...(otherSex ? (['nationalId.sexDiffers'] as const) : []), ...(otherYear ? (['nationalId.yearDiffers'] as const) : [])];
}

export function presentHousehold(record: HouseholdRecord): Household {
  const { id, code, name, hamlet, address, headPersonId, headName, members, version } = record;
  const head = headPersonId !== null && headName !== null ? { id: headPersonId, fullName: headName } : null;
  return { id, unit: unitNameOf(record), code, name, hamlet, address, head, members, version };
}

export function presentHouseholdFacts(record: HouseholdRecord, members: readonly MemberRecord[]): HouseholdFacts {
  return { ...presentHousehold(record), members: members.map((member) => ({ ...member })) };
}
