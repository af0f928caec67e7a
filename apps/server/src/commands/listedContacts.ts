import {
  followUpPeriod,
  type LocalDate,
  type RosterRow,
  readSourceCase,
  readSourceName,
  type SourceName,
  unknownCase,
} from '@truyvet/outbreak';
import type { NewFollowUp } from '../db/followUp/openFollowUps.ts';
import type { StatedIsolation } from '../db/imports/statedIsolations.ts';
import type { NewExposure, StatedCase } from '../db/importsContacts.ts';

export type ListedPerson = { readonly row: RosterRow; readonly personId: number };
export type ListedExposure = Omit<NewExposure, 'sourceCaseId'> & { readonly sourceCode: string | null };
/** An exposure whose source is one person's name, with the row that gives it. */
export type NamedExposure = Omit<ListedExposure, 'sourceText'> & {
  readonly sourceText: string;
  readonly name: SourceName;
  readonly rowNumber: number;
};
export type ListedContacts = {
  /** Codes of source cases that the list names. */
  readonly caseCodes: readonly string[];
  /** Distinct by person, source and date. */
  readonly exposures: readonly ListedExposure[];
  /** Those of them whose source is a person's name. */
  readonly named: readonly NamedExposure[];
  /** People who are cases themselves, distinct by code. */
  readonly cases: readonly StatedCase[];
  /** One a person. */
  readonly followUps: readonly NewFollowUp[];
  /** One a person. */
  readonly isolations: readonly StatedIsolation[];
};

/**
 * What a list says about exposures. An F0 is a case and has no exposure here; everybody else has one a stated contact, and a follow-up
 * where a rule gives one (of the outbreak's disease; COVID-19 unless said). A source known by its code is that case; other words stay words,
 * and those that name one person are given beside.
 */
export function contactsOf(people: readonly ListedPerson[], today: LocalDate, disease?: string): ListedContacts {
  const contacts = people.filter(({ row }) => row.statedLevel > 0);
  const exposures = contacts.flatMap(({ row, personId }) =>
    row.contacts.map((contact) => ({
      personId,
      sourceCode: contact.sourceCode,
      sourceText: contact.sourceCode === null ? contact.sourceText : null,
      level: row.statedLevel,
      lastContactOn: contact.lastContactOn,
      setting: contact.setting,
    })),
  );
  const distinct = firstBy(exposures, exposureKey);
  return {
    caseCodes: [...new Set(distinct.flatMap((one) => one.sourceCode ?? []))],
    exposures: distinct,
    named: namedOf(distinct, contacts),
    cases: casesOf(people),
    followUps: followUpsOf(contacts, today, disease),
    isolations: isolationsOf(contacts, today, disease),
  };
}

function namedOf(exposures: readonly ListedExposure[], contacts: readonly ListedPerson[]): NamedExposure[] {
  const named = exposures.flatMap((exposure) => {
    const { sourceText } = exposure;
    const name = sourceText === null ? null : readSourceName(sourceText);
    return sourceText === null || name === null ? [] : [{ exposure, sourceText, name }];
  });
  if (named.length === 0) return [];
  const rows = new Map(contacts.map(({ row, personId }) => [personId, row.rowNumber]));
  return named.map(({ exposure, ...one }) => ({ ...exposure, ...one, rowNumber: rows.get(exposure.personId) ?? 0 }));
}

/** What one exposure of a list differs by from the others. */
export function exposureKey({ personId, sourceCode, sourceText, lastContactOn }: ListedExposure): string {
  const source = sourceCode === null ? (sourceText === null ? '' : `text ${sourceText}`) : `code ${sourceCode}`;
  return `${personId} ${lastContactOn} ${source}`;
}

function casesOf(people: readonly ListedPerson[]): StatedCase[] {
  const cases = firstBy(
    people.filter(({ row }) => row.statedLevel === 0),
    ({ personId }) => String(personId),
  );
  const coded = cases.map(({ row, personId }) => ({
    personId,
    code: row.code === null ? null : (readSourceCase(row.code).code ?? row.code),
    dates: row.listedCase ?? unknownCase,
  }));
  const given = firstBy(
    coded.filter((one) => one.code !== null),
    (one) => one.code ?? '',
  );
  return coded.map((one) => ({
    personId: one.personId,
    code: given.includes(one) && one.code !== null ? one.code : `F0-${one.personId}`,
    ...one.dates,
  }));
}

/**
 * Quarantines that the list speaks of. One without a last day counts as long as a contact is followed up, from the last contact on or else from its
 * own first day: longer would hide whom somebody met who had come home.
 */
function isolationsOf(contacts: readonly ListedPerson[], today: LocalDate, disease?: string): StatedIsolation[] {
  const stated = contacts.flatMap(({ row, personId }): StatedIsolation[] => {
    if (row.quarantine === undefined) return [];
    const { startOn, endOn } = row.quarantine;
    if (startOn === null) return [{ personId, ...row.quarantine, untilOn: null }];
    const followed = followUpPeriod(row.statedLevel, lastContactOf(row) ?? startOn, today, disease)?.endOn ?? startOn;
    return [{ personId, ...row.quarantine, untilOn: endOn ?? (followed < startOn ? startOn : followed) }];
  });
  return firstBy(stated, ({ personId }) => String(personId));
}

function followUpsOf(contacts: readonly ListedPerson[], today: LocalDate, disease?: string): NewFollowUp[] {
  const wanted = contacts.flatMap(({ row, personId }) => {
    const period = followUpOf(row, today, disease);
    return period === null
      ? []
      : [{ personId, startOn: period.startOn, endOn: period.endOn, dated: lastContactOf(row) !== null, rule: period.rule }];
  });
  const latestFirst = wanted.sort((a, b) => Number(b.dated) - Number(a.dated) || b.endOn.localeCompare(a.endOn));
  return firstBy(latestFirst, ({ personId }) => String(personId));
}

/** The follow-up of a listed person, counted from the latest contact that has a date. */
export const followUpOf = (row: RosterRow, today: LocalDate, disease?: string) =>
  followUpPeriod(row.statedLevel, lastContactOf(row), today, disease);

/** The latest contact date a list gives for a person. */
export function lastContactOf(row: RosterRow): LocalDate | null {
  let last: LocalDate | null = null;
  for (const { lastContactOn } of row.contacts) {
    if (lastContactOn !== null && (last === null || lastContactOn > last)) last = lastContactOn;
  }
  return last;
}

function firstBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const known = seen.has(key(item));
    seen.add(key(item));
    return !known;
  });
}
