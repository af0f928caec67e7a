import { type Bilingual, fieldLabels, type PersonChange, Problem } from '@truyvet/contract';
import { type Birth, nameKey, parseName, parseNationalId, readPhone, type Sex, tidy } from '@truyvet/outbreak';
import type { StoredPhone } from '../../db/personFacts/facts.ts';

/** The fields of a change as they are stored; what is undefined stays. */
export type WantedFacts = {
  readonly fullName?: string;
  readonly nameKey?: string;
  readonly birth?: Birth | null;
  readonly sex?: Sex | null;
  readonly nationalId?: string | null;
  readonly insuranceNumber?: string | null;
  readonly hamlet?: string | null;
  readonly address?: string | null;
  readonly occupation?: string | null;
  readonly workplaceId?: number | null;
  readonly workplaceText?: string | null;
  readonly householdId?: number | null;
  readonly phones?: readonly StoredPhone[];
};

/** Brings what an officer typed into the shape in which it is stored. Throws `person.fieldInvalid` naming the field. */
export function readChange(change: PersonChange): WantedFacts {
  const { fullName, nationalId, insuranceNumber, phones, birth, sex, workplaceId, householdId } = change;
  return {
    ...(fullName !== undefined && readName(fullName)),
    ...(birth !== undefined && { birth }),
    ...(sex !== undefined && { sex }),
    ...(nationalId !== undefined && { nationalId: nationalId === null ? null : readNumber(nationalId) }),
    ...(insuranceNumber !== undefined && { insuranceNumber: insuranceNumber === null ? null : readInsurance(insuranceNumber) }),
    ...texts(change),
    ...(workplaceId !== undefined && { workplaceId }),
    // A registered place takes the place of a list's words for it.
    ...(workplaceId && change.workplaceText === undefined && { workplaceText: null }),
    ...(householdId !== undefined && { householdId }),
    ...(phones !== undefined && { phones: readPhones(phones) }),
  };
}

function texts(change: PersonChange): Pick<WantedFacts, 'hamlet' | 'address' | 'occupation' | 'workplaceText'> {
  const fields = ['hamlet', 'address', 'occupation', 'workplaceText'] as const;
  return Object.fromEntries(fields.flatMap((field) => (change[field] === undefined ? [] : [[field, clean(change[field])]])));
}

const clean = (text: string | null): string | null => (text === null ? null : tidy(text) || null);

function readName(text: string): Pick<WantedFacts, 'fullName' | 'nameKey'> {
  const name = parseName(text);
  if (!name) throw invalid('fullName', { vi: `“${text}” không phải là họ và tên`, en: `“${text}” is no full name` });
  return { fullName: name.full, nameKey: nameKey(name.full) };
}

function readNumber(text: string): string {
  const id = parseNationalId(text);
  if (!id)
    throw invalid('nationalId', {
      vi: 'thẻ căn cước có 12 chữ số, chứng minh nhân dân có 9',
      en: 'an identity card has 12 digits, an old one 9',
    });
  return id.number;
}

function readInsurance(text: string): string {
  const number = text.toUpperCase().replace(/[\s.-]/gu, '');
  if (!/^(?:[A-Z]{2}[1-5]\d{12}|\d{10})$/u.test(number)) {
    throw invalid('insuranceNumber', {
      vi: 'viết như GD4383801234567, hoặc 10 chữ số',
      en: 'write it as GD4383801234567, or as 10 digits',
    });
  }
  return number;
}

function readPhones(phones: NonNullable<PersonChange['phones']>): StoredPhone[] {
  const read = phones.map(({ phone, ownerRelation, state }) => {
    const reading = readPhone(phone);
    if (!reading.ok)
      throw invalid('phones', { vi: `${phone} không phải là số gọi được`, en: `${phone} is no number that can be called` });
    return { e164: reading.e164, ownerRelation: clean(ownerRelation), state };
  });
  const seen = new Set<string>();
  for (const { e164 } of read) {
    if (seen.has(e164)) throw invalid('phones', { vi: `số ${e164} ghi hai lần`, en: `${e164} is there twice` });
    seen.add(e164);
  }
  return read;
}

const invalid = (field: string, detail: Bilingual): Problem =>
  new Problem('person.fieldInvalid', { field, name: fieldLabels[field] ?? field, detail });
