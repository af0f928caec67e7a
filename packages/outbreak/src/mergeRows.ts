import { betterBirth } from './birth.ts';
import { completedCase, unknownCase } from './listedCase.ts';
import { completedQuarantine } from './listedQuarantine.ts';
import { judge, likeness } from './matching/judge.ts';
import { usualPopulation } from './matching/weights.ts';
import type { RosterRow, SourceRow, StatedContact } from './rosterRow.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';

/**
 * Makes one person of the rows of one person; the first row keeps its place. A row whose identity number belongs to another name of the
 * list is handed back. People who share a phone under different names stay apart; so do namesakes of one year, who are told of when
 * they are likely one person: an officer compares them once they are stored.
 *
 * @param population among how many people the rows were drawn: a namesake says much in a commune, nothing in a province
 */
export function mergeRows(
  rows: readonly RosterRow[],
  population: number = rows.length,
): {
  readonly people: readonly RosterRow[];
  readonly conflicts: readonly SourceRow[];
} {
  const people: Array<RosterRow | null> = [];
  const conflicts: SourceRow[] = [];
  const byKey = new Map<string, number[]>();
  const namesakes = new Namesakes(population);
  for (const row of rows) {
    const near = [...new Set(keysOf(row).flatMap((key) => byKey.get(key) ?? []))];
    const verdicts = near.flatMap((index) => {
      const person = people[index];
      return person ? [{ index, person, verdict: likeness(person, row) }] : [];
    });
    const clash = verdicts.find(({ verdict }) => verdict === 'idOfAnother');
    if (clash) {
      conflicts.push(...told(row, rowProblem('nationalId.otherName', 'nationalId')).sources);
      continue;
    }
    const same = verdicts.find(({ verdict }) => verdict === 'same');
    const index = same?.index ?? people.length;
    people[index] = same
      ? merged(same.person, row)
      : withDoubt(row, verdicts.find(({ verdict }) => verdict === 'unsure')?.person, namesakes.likeliest(row));
    if (!same) namesakes.add(row);
    for (const key of keysOf(row)) byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  return { people: people.filter((person) => person !== null), conflicts };
}

/** Rows worth comparing share one of these; the name's words in any order. */
const keysOf = (row: RosterRow): string[] => [
  ...row.phones.map((phone) => `${phone.e164} ${row.nameKey.split(' ').sort().join(' ')}`),
  ...(row.nationalId === null ? [] : [`id ${row.nationalId}`]),
];

function withDoubt(row: RosterRow, sharer: RosterRow | undefined, namesake: Namesake | undefined): RosterRow {
  if (sharer) return told(row, rowProblem('row.sameNumberOtherName', 'fullName', { row: sharer.rowNumber }));
  if (!namesake) return row;
  const percent = Math.min(99, Math.round(namesake.score * 100));
  return told(row, rowProblem('row.perhapsSame', 'fullName', { row: namesake.row.rowNumber, percent }));
}

type Namesake = { readonly row: RosterRow; readonly score: number };

/** Rows without a number in common, by what they would have to share to be worth comparing: the words of the name and the year of birth. */
class Namesakes {
  /** A name that so many bear in one year says nothing about who they are. */
  static readonly #most = 5;
  readonly #byKey = new Map<string, RosterRow[]>();
  readonly #population: number;

  constructor(population: number) {
    this.#population = Math.max(usualPopulation, population);
  }

  add(row: RosterRow): void {
    const key = namesakeKey(row);
    if (key === null) return;
    const rows = this.#byKey.get(key);
    if (rows) rows.push(row);
    else this.#byKey.set(key, [row]);
  }

  /** Of the earlier rows the one that is likeliest the same person, if that is worth saying. */
  likeliest(row: RosterRow): Namesake | undefined {
    const rows = this.#byKey.get(namesakeKey(row) ?? '') ?? [];
    if (rows.length > Namesakes.#most) return undefined;
    return rows
      .map((other) => ({ row: other, ...judge(other, row, { population: this.#population }) }))
      .filter(({ verdict }) => verdict === 'unsure')
      .sort((a, b) => b.score - a.score)[0];
  }
}

const namesakeKey = ({ nameKey, birth }: RosterRow): string | null =>
  birth === null ? null : `${birth.year} ${nameKey.split(' ').sort().join(' ')}`;

const told = (row: RosterRow, problem: RowProblem): RosterRow => ({
  ...row,
  sources: row.sources.map((source) => ({ ...source, problems: [...source.problems, problem] })),
});

/** The first row wins where both say something; what it leaves open is taken from the second. The nearer level is kept. */
function merged(first: RosterRow, second: RosterRow): RosterRow {
  const quarantine = completedQuarantine(first.quarantine, second.quarantine);
  const phones = new Map([...second.phones, ...first.phones].map((phone) => [phone.e164, phone]));
  const order = [...first.phones, ...second.phones].map((phone) => phone.e164);
  return {
    ...first,
    sources: [...first.sources, ...told(second, rowProblem('row.mergedInto', null, { row: first.rowNumber })).sources],
    birth: betterBirth(first.birth, second.birth),
    sex: first.sex ?? second.sex,
    phones: [...new Set(order)].flatMap((e164) => phones.get(e164) ?? []),
    nationalId: first.nationalId ?? second.nationalId,
    hamlet: first.hamlet ?? second.hamlet,
    address: first.address ?? second.address,
    occupation: first.occupation ?? second.occupation,
    workplace: first.workplace ?? second.workplace,
    statedLevel: Math.min(first.statedLevel, second.statedLevel),
    code: first.code ?? second.code,
    ...((first.listedCase || second.listedCase) && {
      listedCase: completedCase(first.listedCase ?? unknownCase, second.listedCase ?? unknownCase),
    }),
    ...(quarantine && { quarantine }),
    contacts: distinctContacts([...first.contacts, ...second.contacts]),
  };
}

function distinctContacts(contacts: readonly StatedContact[]): StatedContact[] {
  const keyed = new Map(
    contacts.toReversed().map((one) => [[one.sourceCode ?? one.sourceText, one.lastContactOn].join('|'), one]),
  );
  return [...keyed.values()].reverse();
}
