import { type Share, shareOf } from './share.ts';
import { countWhere, meanOf, medianOf, sizeOf, sumOf, type Tally } from './tally.ts';

export type ContactsPerCase = {
  readonly cases: number;
  readonly contacts: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** Cases for whom nobody was listed: tracing failed there, or has not begun. */
  readonly withoutContacts: Share;
};

/** From how many contacts each case has; cases without any count as 0 and must be in the tally. */
export function contactsPerCase(contactsOfCase: Tally): ContactsPerCase {
  const cases = sizeOf(contactsOfCase);
  return {
    cases,
    contacts: sumOf(contactsOfCase),
    mean: meanOf(contactsOfCase),
    median: medianOf(contactsOfCase),
    withoutContacts: shareOf(
      countWhere(contactsOfCase, (contacts) => contacts === 0),
      cases,
    ),
  };
}
