import type { AddressPart } from './addressText.ts';
import type { ReferenceUnit, UnitKind } from './referenceUnit.ts';
import type { KnownName, UnitIndex } from './unitIndex.ts';
import { compareUnitNames, namedPart, type UnitWord, unitNameKey } from './unitName.ts';

/** Why an address does not lead to one unit of today. */
export type AddressDoubt =
  /** No unit of this name, at any time. */
  | 'noMatch'
  /** Several units fit what is written. */
  | 'severalUnits'
  /** Only a unit with other marks fits ("Đồng Tiến" for "Đông Tiến"). */
  | 'marksDiffer'
  /** The name is known, but not in the district or province that is written. */
  | 'contradiction'
  /** The unit was split: its name does not say which part. */
  | 'split'
  /** The unit ended and nobody has said who took over. */
  | 'noSuccessor'
  /** No more than a district or a province is named. */
  | 'tooCoarse';

/** A unit that the text may mean, and which parts of the text name it and the units above it. */
export type Candidate<U extends ReferenceUnit = ReferenceUnit> = {
  readonly unit: U;
  /** From its parent up. */
  readonly above: readonly U[];
  readonly used: ReadonlyMap<UnitKind, AddressPart>;
  readonly isAlias: boolean;
};
type Found<U extends ReferenceUnit> = { readonly candidates: Array<Candidate<U>>; readonly doubt: AddressDoubt | null };
type Agreement = ReturnType<typeof compareUnitNames>;

const homeland = /^(?:việt nam|viet nam|vn)$/iu;
const levels: ReadonlyArray<readonly UnitKind[]> = [['hamlet', 'commune'], ['district'], ['province', 'country']];

/**
 * Every unit, of any time, that fits the text: communes first, else districts, else provinces; where no word says "commune", a district that
 * explains more of the text goes before ("Thuận An, Bình Dương" is no commune Bình Dương). What fits only with other marks, or only against
 * what stands above, comes back with that doubt.
 */
export function findCandidates<U extends ReferenceUnit>(
  parts: readonly AddressPart[],
  index: UnitIndex<U>,
  unmarked: boolean,
): Found<U> {
  const named = parts.filter(({ text }) => !homeland.test(text));
  const exact: readonly Agreement[] = unmarked ? ['same', 'unmarked'] : ['same'];
  const loose: readonly Agreement[] = ['same', 'unmarked', 'marksDiffer'];
  const certainOf = (kinds: readonly UnitKind[]) =>
    fitting(named, index, kinds, exact).filter((one) => agrees(one, named, index));
  const saysCommune = named.some(({ word }) => isCommuneWord(word));
  for (const [at, kinds] of levels.entries()) {
    const certain = certainOf(kinds);
    if (certain.length > 0 && saysCommune) return { candidates: certain, doubt: null };
    if (certain.length > 0) return { candidates: fullest([certain, ...levels.slice(at + 1).map(certainOf)]), doubt: null };
    if (kinds.includes('commune') && !saysCommune) continue;
    const otherMarks = fitting(named, index, kinds, loose).filter((one) => agrees(one, named, index));
    if (otherMarks.length > 0) return { candidates: otherMarks, doubt: 'marksDiffer' };
    const elsewhere = fitting(named, index, kinds, exact);
    if (elsewhere.length > 0) return { candidates: elsewhere, doubt: 'contradiction' };
  }
  return { candidates: [], doubt: 'noMatch' };
}

/** The first of the lists in which a candidate explains the most. */
function fullest<U extends ReferenceUnit>(lists: ReadonlyArray<Array<Candidate<U>>>): Array<Candidate<U>> {
  const explained = (list: ReadonlyArray<Candidate>) => Math.max(0, ...list.map(({ used }) => used.size));
  return lists.reduce((best, list) => (explained(list) > explained(best) ? list : best));
}

const isCommuneWord = (word: UnitWord | null): boolean => word === 'commune' || word === 'ward' || word === 'township';

function fitting<U extends ReferenceUnit>(
  parts: readonly AddressPart[],
  index: UnitIndex<U>,
  kinds: readonly UnitKind[],
  enough: readonly Agreement[],
): Array<Candidate<U>> {
  return parts.flatMap((part) => {
    const all = new Set([...index.named(part.key), ...index.named(unitNameKey(part.text))]);
    const names = [...all].filter((name) => kinds.includes(name.unit.kind) && fits(part, name, enough));
    const ownFirst = [...names].sort((a, b) => Number(a.isAlias) - Number(b.isAlias));
    const units = new Map(ownFirst.reverse().map((name) => [name.unit, name.isAlias]));
    return [...units].map(([unit, isAlias]) => withAbove(unit, isAlias, part, parts, index, enough));
  });
}

function withAbove<U extends ReferenceUnit>(
  unit: U,
  isAlias: boolean,
  own: AddressPart,
  parts: readonly AddressPart[],
  index: UnitIndex<U>,
  enough: readonly Agreement[],
): Candidate<U> {
  const used = new Map<UnitKind, AddressPart>([[unit.kind, own]]);
  const above: U[] = [];
  for (let parent = index.parent(unit); parent; parent = index.parent(parent)) {
    const over = parent;
    above.push(over);
    const taken = new Set(used.values());
    const names = [over.name, ...over.aliases].map((name) => ({ ...namedPart(name), unit: over, isAlias: false }));
    // Parts stand from the smallest to the largest: the last one that fits.
    const part = parts.filter((one) => !taken.has(one) && names.some((name) => fits(one, name, enough))).at(-1);
    if (part) used.set(over.kind, part);
  }
  return { unit, above, used, isAlias };
}

function fits(part: AddressPart, name: KnownName, enough: readonly Agreement[]): boolean {
  if (wordFits(part.word, name.word) && enough.includes(compareUnitNames(part.bare, name.bare))) return true;
  // Without marks "quan hoa" may be a quận or the huyện Quan Hóa.
  return part.word !== null && enough.includes(compareUnitNames(part.text, name.bare));
}

const districtWords = new Set<UnitWord>(['district', 'town', 'city']);

/** The word counts below the district; districts are promoted so often that people keep the word they know. */
function wordFits(written: UnitWord | null, own: UnitWord | null): boolean {
  if (written === null || own === null || written === own) return true;
  return own !== 'province' && districtWords.has(written) && districtWords.has(own);
}

/** Does everything that stands above the unit in the text name a unit above it? Of a commune of today, its old district will do. */
function agrees<U extends ReferenceUnit>(
  { unit, above, used }: Candidate<U>,
  parts: readonly AddressPart[],
  index: UnitIndex<U>,
): boolean {
  const explained = new Set(used.values());
  const ownPart = used.get(unit.kind);
  const ownAt = ownPart ? parts.indexOf(ownPart) : 0;
  const isCommune = unit.kind === 'commune' || unit.kind === 'hamlet';
  const past = isCommune && !above.some(({ kind }) => kind === 'district') ? index.pastParents(unit) : [];
  const namesPast = (part: AddressPart) =>
    past.some(({ name }) => compareUnitNames(part.bare, namedPart(name).bare) !== 'different');
  return parts.every((part, at) => {
    if (explained.has(part)) return true;
    if (part.word !== null && districtWords.has(part.word)) return namesPast(part);
    if (part.word === 'province' || isCommuneWord(part.word)) return false;
    return part.word !== null || at < ownAt || namesPast(part);
  });
}
