import { type Birth, birthsAgree } from '../birth.ts';
import { remembered } from '../remembered.ts';
import type { Sex } from '../sex.ts';
import { editDistance, squash } from '../text.ts';
import { nameLikeness } from './nameLikeness.ts';
import { type EvidenceCode, sharedPhoneBits, weights } from './weights.ts';

/** What identifies a person well enough to compare: shared by rows of a list and by stored people. */
export type Identity = {
  readonly fullName: string;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  readonly nationalId: string | null;
  readonly phones: ReadonlyArray<{ readonly e164: string }>;
  readonly hamlet?: string | null;
};

/** One thing that speaks for or against two records being one person. */
export type Evidence = {
  readonly code: EvidenceCode;
  /** In bits; positive speaks for. */
  readonly weight: number;
  /** With `phone.shared`: the number and how many people have it. */
  readonly phone?: string;
  readonly people?: number;
};

export type EvidenceOptions = {
  /** How many stored people have a number. @default 2 */
  readonly sharers?: (e164: string) => number;
  /** Among how many people the two were found. @default usualPopulation */
  readonly population?: number;
};

/** Compares two records field by field. Fields that one of them does not know say nothing. */
export function evidenceOf(a: Identity, b: Identity, options: EvidenceOptions = {}): Evidence[] {
  const found: Evidence[] = [];
  say(found, identityCode(a.nationalId, b.nationalId));
  const phone = phoneEvidence(a, b, options.sharers);
  if (phone !== null) found.push(phone);
  say(found, `name.${nameLikeness(a.fullName, b.fullName)}`);
  say(found, birthCode(a.birth, b.birth));
  say(found, a.sex === null || b.sex === null ? null : a.sex === b.sex ? 'sex.same' : 'sex.differs');
  say(found, placeCode(a.hamlet ?? null, b.hamlet ?? null));
  return found;
}

function say(found: Evidence[], code: EvidenceCode | null): void {
  if (code !== null) found.push({ code, weight: weights[code] });
}

/** Numbers of different kinds (CMND, CCCD) do not contradict each other: one person has borne both. */
function identityCode(a: string | null, b: string | null): EvidenceCode | null {
  if (a === null || b === null) return null;
  if (a === b) return 'identity.same';
  if (a.length !== b.length) return null;
  return editDistance(a, b, 1) <= 1 ? 'identity.near' : 'identity.differs';
}

/** The best of the numbers in common: the one that fewest people have. */
function phoneEvidence(a: Identity, b: Identity, sharers: EvidenceOptions['sharers']): Evidence | null {
  if (a.phones.length === 0 || b.phones.length === 0) return null;
  let best: { readonly phone: string; readonly people: number } | null = null;
  for (const { e164: phone } of a.phones) {
    if (!b.phones.some((other) => other.e164 === phone)) continue;
    const people = Math.max(2, sharers?.(phone) ?? 2);
    if (best === null || people < best.people) best = { phone, people };
  }
  if (best === null) return { code: 'phone.none', weight: weights['phone.none'] };
  return { code: 'phone.shared', weight: sharedPhoneBits(best.people), ...best };
}

function birthCode(a: Birth | null, b: Birth | null): EvidenceCode | null {
  if (a === null || b === null) return null;
  const aged = a.precision === 'age' || b.precision === 'age';
  if (a.precision === 'day' && b.precision === 'day' && a.date !== b.date) {
    return a.year === b.year && dayAndMonth(a).join() === dayAndMonth(b).toReversed().join() ? 'birth.swapped' : 'birth.differs';
  }
  if (birthsAgree(a, b)) {
    if (aged) return a.year === b.year ? 'birth.year' : 'birth.near';
    if (a.precision === 'day' && b.precision === 'day') return 'birth.day';
    return a.date !== null && b.date !== null ? 'birth.month' : 'birth.year';
  }
  const oneYearApart = Math.abs(a.year - b.year) === 1 && (a.precision === 'year' || b.precision === 'year');
  return oneYearApart ? 'birth.near' : 'birth.differs';
}

const dayAndMonth = (birth: Birth): string[] => (birth.date ?? '').split('-').slice(1);

function placeCode(a: string | null, b: string | null): EvidenceCode | null {
  const [here, there] = [bareHamlet(a ?? ''), bareHamlet(b ?? '')];
  if (here === '' || there === '') return null;
  return here === there ? 'place.same' : 'place.differs';
}

/** "Thôn Đông", "thôn 3 ", "Xóm 3" → "dong", "3", "3". */
const bareHamlet = remembered((text: string): string =>
  squash(text.replace(/^\s*(?:thôn|xóm|bản|khu|tổ|phố|tiểu khu|làng)\s+/iu, '')),
);
