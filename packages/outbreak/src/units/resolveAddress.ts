import type { LocalDate } from '../localDate.ts';
import { isUnmarked } from '../text.ts';
import { type AddressDoubt, type Candidate, findCandidates } from './addressCandidates.ts';
import { type AddressPart, lowerLevels, readAddressText } from './addressText.ts';
import { holdsOn, type ReferenceUnit } from './referenceUnit.ts';
import { hamletOf, sameUnits, todaysUnits } from './todaysUnits.ts';
import type { UnitIndex } from './unitIndex.ts';

export type AddressPrecision = 'exact' | 'group' | 'hamlet' | 'commune' | 'district' | 'province' | 'unknown';

export type ResolvedAddress<U extends ReferenceUnit = ReferenceUnit> = {
  readonly status: 'resolved' | 'ambiguous' | 'unknown';
  readonly doubt: AddressDoubt | null;
  /** The units of its time that the text may mean, the likeliest first. One when `doubt` is null. */
  readonly meant: readonly U[];
  /** Where that is today. One when `status` is `resolved`. */
  readonly today: readonly U[];
  /** The units above and below the first one of `meant`, of its time. */
  readonly units: { readonly [Level in 'province' | 'district' | 'commune' | 'hamlet']: U | null };
  /** The levels as written. */
  readonly written: { readonly [Level in 'province' | 'district' | 'commune' | 'hamlet' | 'group' | 'detail']: string | null };
  readonly precision: AddressPrecision;
};

export type ResolveOptions = {
  /** The day the address was written: of units that fit equally, those of that day are meant. */
  readonly on: LocalDate;
  readonly today: LocalDate;
  /** Codes of the units around the writer, the nearest first: they decide only when the text names nothing above the commune. */
  readonly within?: readonly string[];
};

/**
 * From a written address to the units of its time and to those of today. Never by a folded name alone: marks count unless the writer used
 * none at all, the word before the name counts, and what stands above must agree.
 *
 *     resolveAddress('thôn 3, xã Thiệu Ngọc, huyện Thiệu Hóa', index, { on: '2021-07-10', today: '2026-01-01' }).today  // Xã Thiệu Tiến
 */
export function resolveAddress<U extends ReferenceUnit>(
  text: string,
  index: UnitIndex<U>,
  options: ResolveOptions,
): ResolvedAddress<U> {
  const parts = readAddressText(text);
  const { candidates, doubt } = findCandidates(parts, index, isUnmarked(text));
  const meant = choose(candidates, index, options);
  const [first] = meant;
  const level = first?.unit.kind;
  const used = new Set(first?.used.values());
  const written = writtenLevels(parts, first, used);
  const hamlet = first && level === 'commune' ? hamletOf(first.unit, written.hamlet, index) : null;
  const places = hamlet ? [hamlet] : meant.map(({ unit }) => unit);
  const today = level === 'commune' || level === 'hamlet' ? todaysUnits(places, index, options.today) : [];
  const outcome = judge(meant, doubt, today);
  return {
    ...outcome,
    meant: meant.map(({ unit }) => unit),
    today,
    units: { province: null, district: null, commune: null, hamlet, ...unitsOf(first) },
    written,
    precision: precisionOf(written, level),
  };
}

/** The best fitting candidates: most parts explained, own name before alias, of the right time, near the writer. */
function choose<U extends ReferenceUnit>(
  candidates: ReadonlyArray<Candidate<U>>,
  index: UnitIndex<U>,
  { on, today, within = [] }: ResolveOptions,
): Array<Candidate<U>> {
  const most = Math.max(...candidates.map(({ used }) => used.size));
  let best = candidates.filter(({ used }) => used.size === most);
  best = prefer(best, ({ isAlias }) => !isAlias);
  if (most === 1) {
    for (const code of within) best = prefer(best, ({ unit, above }) => [unit, ...above].some((one) => one.code === code));
  }
  best = prefer(best, ({ unit }) => holdsOn(unit, on));
  return areOnePlace(best, index, today) ? best.slice().sort(latestFirst).slice(0, 1) : best;
}

/** Stages of one commune, and communes that became one, are one place: the latest stands for all. */
function areOnePlace<U extends ReferenceUnit>(
  candidates: ReadonlyArray<Candidate<U>>,
  index: UnitIndex<U>,
  today: LocalDate,
): boolean {
  const units = candidates.map(({ unit }) => unit);
  const all = todaysUnits(units, index, today);
  if (all.length === 0) return new Set(units.map(({ code }) => code)).size === 1;
  return units.every((unit) => sameUnits(todaysUnits([unit], index, today), all));
}

const latestFirst = (a: Candidate, b: Candidate): number => (a.unit.validFrom < b.unit.validFrom ? 1 : -1);

function prefer<T>(items: readonly T[], fits: (item: T) => boolean): T[] {
  const fitting = items.filter(fits);
  return fitting.length > 0 ? fitting : [...items];
}

function judge(
  meant: readonly Candidate[],
  doubt: AddressDoubt | null,
  today: readonly ReferenceUnit[],
): Pick<ResolvedAddress, 'status' | 'doubt'> {
  const [first] = meant;
  if (!first) return { status: 'unknown', doubt: doubt ?? 'noMatch' };
  if (doubt !== null) return { status: 'ambiguous', doubt };
  if (first.unit.kind !== 'commune' && first.unit.kind !== 'hamlet') return { status: 'unknown', doubt: 'tooCoarse' };
  if (today.length === 1) return { status: 'resolved', doubt: null };
  if (today.length === 0) return { status: 'unknown', doubt: 'noSuccessor' };
  return { status: 'ambiguous', doubt: meant.length > 1 ? 'severalUnits' : 'split' };
}

function unitsOf<U extends ReferenceUnit>(
  candidate: Candidate<U> | undefined,
): Partial<Record<'province' | 'district' | 'commune' | 'hamlet', U>> {
  if (!candidate) return {};
  return Object.fromEntries([candidate.unit, ...candidate.above].map((unit) => [unit.kind, unit]));
}

function writtenLevels(
  parts: readonly AddressPart[],
  candidate: Candidate | undefined,
  used: ReadonlySet<AddressPart>,
): ResolvedAddress['written'] {
  const at = (kind: ReferenceUnit['kind']) => candidate?.used.get(kind)?.text ?? null;
  const byWord = (...words: Array<AddressPart['word']>) =>
    candidate ? null : (parts.find(({ word }) => words.includes(word)) ?? null);
  const province = byWord('province', 'city');
  const district = byWord('district', 'town');
  const commune = byWord('commune', 'ward', 'township');
  const taken = new Set<AddressPart | null>([...used, province, district, commune]);
  return {
    province: at('province') ?? province?.text ?? null,
    district: at('district') ?? district?.text ?? null,
    commune: at('commune') ?? commune?.text ?? null,
    ...lowerLevels(parts.filter((part) => !taken.has(part))),
  };
}

function precisionOf(written: ResolvedAddress['written'], level: ReferenceUnit['kind'] | undefined): AddressPrecision {
  if (written.detail !== null && level === 'commune') return 'exact';
  if (written.group !== null) return 'group';
  if (written.hamlet !== null || level === 'hamlet') return 'hamlet';
  if (level === 'commune' || level === 'district' || level === 'province') return level;
  return 'unknown';
}
