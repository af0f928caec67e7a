import {
  betterBirth,
  type Evidence,
  type Judgement,
  judge,
  type ListedPhone,
  type RosterRow,
  type RowProblem,
  rowProblem,
  workplaceKey,
} from '@truyvet/outbreak';
import type { RowDecision } from '../db/imports/rowDecision.ts';
import type { PersonFacts, StoredPerson } from '../db/importsPeople.ts';

/** Somebody stored who may be the person of a row, with the reasons, strongest first. */
export type Duplicate = { readonly personId: number; readonly score: number; readonly evidence: readonly Evidence[] };

/** What a listed person turned out to be. `newPhones` and `completed` have to be written; `id` is known for stored people only. */
export type Match = {
  readonly row: RosterRow;
  /** People worth asking about: not the one it was matched with. */
  readonly duplicates: readonly Duplicate[];
} & (
  | {
      readonly kind: 'new';
      readonly facts: PersonFacts;
      readonly problem: RowProblem | null;
      /** With whom an officer said that this is not one person. */
      readonly notThese: readonly number[];
    }
  | {
      readonly kind: 'stored';
      readonly id: number;
      /** The person's facts with the gaps filled; null when the list knew nothing better. */
      readonly completed: PersonFacts | null;
      readonly newPhones: readonly ListedPhone[];
      readonly phonesBefore: number;
    }
  | { readonly kind: 'rejected'; readonly problem: RowProblem }
);

export type MatchOptions = {
  /** By the row's number. */
  readonly decisions?: ReadonlyMap<number, RowDecision>;
  /** People whom the same list added before, and the row that did. */
  readonly addedByRow?: ReadonlyMap<number, number>;
  /** Whom somebody knows not to be this stored person. */
  readonly distinct?: ReadonlyMap<number, ReadonlySet<number>>;
  /** Among how many people those stored were found. */
  readonly population?: number;
  /** Registered places that people of the list may work at, see `workplacesByKey`. */
  readonly workplaces?: ReadonlyMap<string, number>;
};

/** Registered places by what a list may call them; a name that two of them bear names neither. */
export function workplacesByKey(places: readonly { readonly id: number; readonly name: string }[]): Map<string, number> {
  const byKey = new Map<string, number | null>();
  for (const { id, name } of places) {
    const key = workplaceKey(name);
    byKey.set(key, byKey.has(key) ? null : id);
  }
  return new Map([...byKey].filter((entry): entry is [string, number] => entry[1] !== null));
}

/** People proposed for one row. */
const mostDuplicates = 5;

/**
 * Matches the people of a list with those stored: by identity number, or by phone and name where nothing contradicts (`judge`); what an officer
 * decided comes first. Pure: two people of the list that match one stored person are both that person, the second seeing what the first added.
 */
export function matchPeople(people: readonly RosterRow[], stored: readonly StoredPerson[], options: MatchOptions = {}): Match[] {
  const known = new Map(stored.map((person) => [person.id, person]));
  const byKey = new Map<string, Set<number>>();
  const sharers = new Map<string, number>();
  const remember = (person: StoredPerson) => {
    for (const key of keysOf(person)) {
      const ids = byKey.get(key);
      if (ids) ids.add(person.id);
      else byKey.set(key, new Set([person.id]));
    }
  };
  for (const person of stored) {
    remember(person);
    for (const { e164 } of person.phones) sharers.set(e164, (sharers.get(e164) ?? 0) + 1);
  }
  const evidence = {
    sharers: (e164: string) => sharers.get(e164) ?? 1,
    ...(options.population !== undefined && { population: options.population }),
  };
  return people.map((row) => {
    const decision = options.decisions?.get(row.rowNumber);
    const ids = new Set<number>();
    for (const key of keysOf(row)) for (const id of byKey.get(key) ?? []) ids.add(id);
    const near = [...ids].flatMap((id) => known.get(id) ?? []);
    const judged = near.map((person) => ({ person, ...judge(person, row, evidence) }));
    const match = decision === undefined ? matchOne(row, judged, options) : decided(row, judged, decision, known, options);
    const before = match.kind === 'stored' && (match.completed || match.newPhones.length > 0) ? known.get(match.id) : undefined;
    if (match.kind === 'stored' && before) {
      const after = { ...before, ...match.completed, phones: [...before.phones, ...match.newPhones] };
      known.set(match.id, after);
      remember(after);
    }
    return match;
  });
}

function keysOf(person: Pick<StoredPerson, 'nationalId' | 'nameKey' | 'phones' | 'birth'>): string[] {
  const keys = person.nationalId === null ? [] : [`id ${person.nationalId}`];
  for (const { e164 } of person.phones) keys.push(`phone ${e164}`);
  if (person.birth !== null) keys.push(`name ${person.nameKey.split(' ').sort().join(' ')}`);
  return keys;
}

type Judged = Judgement & { readonly person: StoredPerson };

function matchOne(row: RosterRow, judged: readonly Judged[], options: MatchOptions): Match {
  const duplicates = duplicatesOf(judged);
  if (judged.some(({ verdict }) => verdict === 'idOfAnother')) {
    return { kind: 'rejected', row, duplicates, problem: rowProblem('nationalId.otherName', 'nationalId') };
  }
  const [best] = judged.filter(({ verdict }) => verdict === 'same').sort(likelier);
  if (best) return storedMatch(row, best.person, duplicates, options);
  const problem = doubtAbout(judged, options.addedByRow);
  return { kind: 'new', row, facts: factsOf(row, options), duplicates, problem, notThese: [] };
}

/** By the evidence and not by the score, which is rounded: 1 for "Hòa" and for "Hoa" with the number of both. */
const likelier = (a: Judged, b: Judged): number => weightOf(b) - weightOf(a) || a.person.id - b.person.id;
const weightOf = ({ evidence }: Judged): number => evidence.reduce((sum, { weight }) => sum + weight, 0);

function duplicatesOf(judged: readonly Judged[]): Duplicate[] {
  return judged
    .filter(({ verdict }) => verdict === 'unsure' || verdict === 'idOfAnother')
    .sort(likelier)
    .slice(0, mostDuplicates)
    .map(({ person, score, evidence }) => ({ personId: person.id, score, evidence }));
}

/** The strongest doubt, in the words that fit it. */
function doubtAbout(judged: readonly Judged[], addedByRow: MatchOptions['addedByRow']): RowProblem | null {
  const unsure = judged.filter(({ verdict }) => verdict === 'unsure').sort((a, b) => b.score - a.score);
  const shared = unsure.find(({ evidence }) => evidence.some(({ code }) => code === 'phone.shared'));
  if (shared) {
    const other = addedByRow?.get(shared.person.id);
    if (other !== undefined) return rowProblem('row.sameNumberOtherName', 'fullName', { row: other });
    return rowProblem('person.nearlyStored', 'fullName');
  }
  const [first] = unsure;
  if (first === undefined) return null;
  return rowProblem('person.perhapsStored', 'fullName', { name: first.person.fullName, percent: inPercent(first.score) });
}

function decided(
  row: RosterRow,
  judged: readonly Judged[],
  decision: RowDecision,
  known: ReadonlyMap<number, StoredPerson>,
  options: MatchOptions,
): Match {
  const duplicates = duplicatesOf(judged);
  if (decision.kind === 'leave') return { kind: 'rejected', row, duplicates, problem: rowProblem('row.leftOut', null) };
  if (decision.kind === 'same') {
    const person = known.get(decision.personId);
    if (person) return storedMatch(row, person, [], options);
    return { kind: 'rejected', row, duplicates, problem: rowProblem('person.gone', null) };
  }
  if (judged.some(({ person }) => row.nationalId !== null && person.nationalId === row.nationalId)) {
    return { kind: 'rejected', row, duplicates, problem: rowProblem('nationalId.otherName', 'nationalId') };
  }
  const notThese = judged.filter(({ verdict }) => verdict !== 'different').map(({ person }) => person.id);
  return { kind: 'new', row, facts: factsOf(row, options), duplicates, problem: null, notThese };
}

function storedMatch(row: RosterRow, person: StoredPerson, duplicates: readonly Duplicate[], options: MatchOptions): Match {
  const completed: PersonFacts = {
    fullName: person.fullName,
    nameKey: person.nameKey,
    birth: betterBirth(person.birth, row.birth),
    sex: person.sex ?? row.sex,
    nationalId: person.nationalId ?? row.nationalId,
    hamlet: person.hamlet ?? row.hamlet,
    address: person.address ?? row.address,
    occupation: person.occupation ?? row.occupation,
    ...(knowsWorkplace(person) ? workplaceOf(person) : workplaceSaid(row, options)),
  };
  const better = (Object.keys(completed) as Array<keyof PersonFacts>).some((key) => completed[key] !== person[key]);
  const newPhones = row.phones.filter((phone) => !person.phones.some((one) => one.e164 === phone.e164));
  const others = options.distinct?.get(person.id);
  return {
    kind: 'stored',
    row,
    id: person.id,
    duplicates: duplicates.filter(({ personId }) => personId !== person.id && !others?.has(personId)),
    completed: better ? completed : null,
    newPhones,
    phonesBefore: person.phones.length,
  };
}

const factsOf = (row: RosterRow, options: MatchOptions): PersonFacts => {
  const { fullName, nameKey, birth, sex, nationalId, hamlet, address, occupation } = row;
  return { fullName, nameKey, birth, sex, nationalId, hamlet, address, occupation, ...workplaceSaid(row, options) };
};

type Workplace = Pick<PersonFacts, 'workplaceId' | 'workplaceText'>;

const knowsWorkplace = (person: Workplace): boolean => person.workplaceId !== null || person.workplaceText !== null;
const workplaceOf = ({ workplaceId, workplaceText }: Workplace): Workplace => ({ workplaceId, workplaceText });

/** The one registered place that bears the list's words, else the words: a list registers no place. */
function workplaceSaid({ workplace }: RosterRow, { workplaces }: MatchOptions): Workplace {
  const workplaceId = workplace === null ? null : (workplaces?.get(workplaceKey(workplace)) ?? null);
  return { workplaceId, workplaceText: workplaceId === null ? workplace : null };
}

/** Nobody is told of somebody who is only alike that they are the same: never 100. */
const inPercent = (score: number): number => Math.min(99, Math.round(score * 100));
