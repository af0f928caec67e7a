import { addDays, daysBetween, type LocalDate } from '../localDate.ts';

/** Unseen for so many due days in a row, a contact is lost: somebody has to go there. */
export const defaultLostAfterDays = 3;

/** An open follow-up as the closing of a day sees it. */
export type OpenFollowUp = {
  /** Day 0; see FollowUpPeriod. */
  readonly startOn: LocalDate;
  readonly endOn: LocalDate;
  /** When the contact became known; null: from the start. */
  readonly openedOn: LocalDate | null;
  /** The last day somebody saw or spoke to the person, up to the day that is closed. */
  readonly lastSeenOn: LocalDate | null;
  /** Something is written down for the day already: done, or missed. */
  readonly recorded: boolean;
  /** The person is a case of this outbreak by now. */
  readonly isCase: boolean;
};

export type ClosedDay = {
  /** The day was due and nobody saw the person. */
  readonly missed: boolean;
  readonly becomes: 'open' | 'completed' | 'lost' | 'becameCase';
  /** Due days in a row without being seen, this one included. */
  readonly unseenDays: number;
};

/** The first day on which the person was to be seen: day 1, or the day the contact became known if that was later. */
export function firstDueOn({ startOn, openedOn }: Pick<OpenFollowUp, 'startOn' | 'openedOn'>): LocalDate {
  const dayOne = addDays(startOn, 1);
  return openedOn !== null && openedOn > dayOne ? openedOn : dayOne;
}

/** Whether the follow-up is due on a day. */
export function isDue(followUp: Pick<OpenFollowUp, 'startOn' | 'endOn' | 'openedOn'>, day: LocalDate): boolean {
  return firstDueOn(followUp) <= day && day <= followUp.endOn;
}

/**
 * What the closing of `day` makes of a follow-up. It is lost when unseen for `lostAfterDays` due days in a row, and at its end when
 * never seen at all; otherwise it is completed on its last day, whether or not somebody came on that very day.
 */
export function closeDay(followUp: OpenFollowUp, day: LocalDate, lostAfterDays: number): ClosedDay {
  if (followUp.isCase) return { missed: false, becomes: 'becameCase', unseenDays: 0 };
  const lastDue = day < followUp.endOn ? day : followUp.endOn;
  const unseenDays = Math.max(0, daysBetween(lastSeenOrBefore(followUp), lastDue));
  const missed = isDue(followUp, day) && !followUp.recorded;
  if (unseenDays >= lostAfterDays) return { missed, becomes: 'lost', unseenDays };
  if (day < followUp.endOn) return { missed, becomes: 'open', unseenDays };
  const neverSeen = followUp.lastSeenOn === null && unseenDays > 0;
  return { missed, becomes: neverSeen ? 'lost' : 'completed', unseenDays };
}

/** The day before the run of unseen days began. */
function lastSeenOrBefore(followUp: OpenFollowUp): LocalDate {
  const before = addDays(firstDueOn(followUp), -1);
  return followUp.lastSeenOn !== null && followUp.lastSeenOn > before ? followUp.lastSeenOn : before;
}

/** What a follow-up becomes when the person is seen on a day: one that was lost goes on, or is completed when its time is over. */
export function seenAgain(state: string, endOn: LocalDate, today: LocalDate): 'open' | 'completed' | null {
  if (state !== 'lost') return null;
  return today <= endOn ? 'open' : 'completed';
}
