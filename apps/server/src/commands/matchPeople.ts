import { betterBirth, type ListedPhone, likeness, type RosterRow, type RowProblem, rowProblem } from '@truyvet/outbreak';
import type { PersonFacts, StoredPerson } from '../db/importsPeople.ts';

/** What a listed person turned out to be. `added` and `completed` have to be written; `id` is known for stored people only. */
export type Match =
  | { readonly kind: 'new'; readonly row: RosterRow; readonly facts: PersonFacts; readonly problem: RowProblem | null }
  | {
      readonly kind: 'stored';
      readonly row: RosterRow;
      readonly id: number;
      /** The person's facts with the gaps filled; null when the list knew nothing better. */
      readonly completed: PersonFacts | null;
      readonly newPhones: readonly ListedPhone[];
      readonly phonesBefore: number;
    }
  | { readonly kind: 'rejected'; readonly row: RosterRow; readonly problem: RowProblem };

/**
 * Matches the people of a list with those stored. By identity number, or by phone and name where nothing contradicts (`likeness`).
 * Pure: two people of the list that match one stored person are both that person, the second seeing what the first added.
 */
export function matchPeople(people: readonly RosterRow[], stored: readonly StoredPerson[]): Match[] {
  const known = new Map(stored.map((person) => [person.id, person]));
  const byKey = new Map<string, number[]>();
  const remember = (person: StoredPerson) => {
    for (const key of keysOf(person)) byKey.set(key, [...new Set([...(byKey.get(key) ?? []), person.id])]);
  };
  stored.forEach(remember);
  return people.map((row) => {
    const ids = [...new Set(keysOf(row).flatMap((key) => byKey.get(key) ?? []))];
    const near = ids.flatMap((id) => known.get(id) ?? []);
    const match = matchOne(row, near);
    if (match.kind === 'stored') {
      const before = known.get(match.id);
      if (before) {
        const after = { ...before, ...match.completed, phones: [...before.phones, ...match.newPhones] };
        known.set(match.id, after);
        remember(after);
      }
    }
    return match;
  });
}

const keysOf = (person: Pick<StoredPerson, 'nationalId' | 'nameKey' | 'phones'>): string[] => [
  ...(person.nationalId === null ? [] : [`id ${person.nationalId}`]),
  ...person.phones.map((phone) => `${phone.e164} ${person.nameKey}`),
];

function matchOne(row: RosterRow, near: readonly StoredPerson[]): Match {
  const verdicts = near.map((person) => ({ person, verdict: likeness(person, row) }));
  if (verdicts.some(({ verdict }) => verdict === 'idOfAnother')) {
    return { kind: 'rejected', row, problem: rowProblem('nationalId.otherName', 'nationalId') };
  }
  const same = verdicts.filter(({ verdict }) => verdict === 'same').map(({ person }) => person);
  const person = same.find((one) => one.nationalId !== null && one.nationalId === row.nationalId) ?? same[0];
  if (person) return storedMatch(row, person);
  const doubtful = verdicts.some(({ verdict }) => verdict === 'unsure');
  return { kind: 'new', row, facts: factsOf(row), problem: doubtful ? rowProblem('person.nearlyStored', 'fullName') : null };
}

function storedMatch(row: RosterRow, person: StoredPerson): Match {
  const completed: PersonFacts = {
    fullName: person.fullName,
    nameKey: person.nameKey,
    birth: betterBirth(person.birth, row.birth),
    sex: person.sex ?? row.sex,
    nationalId: person.nationalId ?? row.nationalId,
    hamlet: person.hamlet ?? row.hamlet,
    address: person.address ?? row.address,
  };
  const better = (Object.keys(completed) as Array<keyof PersonFacts>).some((key) => completed[key] !== person[key]);
  const newPhones = row.phones.filter((phone) => !person.phones.some((one) => one.e164 === phone.e164));
  return {
    kind: 'stored',
    row,
    id: person.id,
    completed: better ? completed : null,
    newPhones,
    phonesBefore: person.phones.length,
  };
}

const factsOf = ({ fullName, nameKey, birth, sex, nationalId, hamlet, address }: RosterRow): PersonFacts => ({
  fullName,
  nameKey,
  birth,
  sex,
  nationalId,
  hamlet,
  address,
});
