import { betterBirth } from './birth.ts';
import { completedCase, unknownCase } from './listedCase.ts';
import { completedQuarantine } from './listedQuarantine.ts';
import { likeness } from './matching/judge.ts';
import type { RosterRow, SourceRow, StatedContact } from './rosterRow.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';

/**
 * Makes one person of the rows of one person; the first row keeps its place. A row whose identity number belongs to another name of the
 * list is handed back. People who share a phone under different names stay apart.
 */
export function mergeRows(rows: readonly RosterRow[]): {
  readonly people: readonly RosterRow[];
  readonly conflicts: readonly SourceRow[];
} {
  const people: Array<RosterRow | null> = [];
  const conflicts: SourceRow[] = [];
  const byKey = new Map<string, number[]>();
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
      : withDoubt(row, verdicts.find(({ verdict }) => verdict === 'unsure')?.person);
    for (const key of keysOf(row)) byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  return { people: people.filter((person) => person !== null), conflicts };
}

/** Rows worth comparing share one of these; the name's words in any order. */
const keysOf = (row: RosterRow): string[] => [
  ...row.phones.map((phone) => `${phone.e164} ${row.nameKey.split(' ').sort().join(' ')}`),
  ...(row.nationalId === null ? [] : [`id ${row.nationalId}`]),
];

function withDoubt(row: RosterRow, other: RosterRow | undefined): RosterRow {
  if (other === undefined) return row;
  return told(row, rowProblem('row.sameNumberOtherName', 'fullName', { row: other.rowNumber }));
}

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
