import { type Share, shareOf } from './share.ts';

/** Attempts and people of a period, in numbers. */
export type CallCounts = {
  /** Attempts that ended. */
  readonly attempts: number;
  /** Of these: our own fault or the trunk's; left out of every share. */
  readonly faults: number;
  readonly answered: number;
  /** Attempts in which the person's identity was confirmed. */
  readonly identified: number;
  readonly completed: number;
  readonly refused: number;
  /** People whom at least one attempt, not a fault, was made to. */
  readonly people: number;
  /** Of these: identified in at least one attempt. */
  readonly peopleReached: number;
  /** Of these: strangers answered, or the network said that the number is not in use. */
  readonly peopleWrongNumber: number;
};

export type CallIndicators = {
  readonly attempts: number;
  readonly faults: number;
  readonly answered: Share;
  readonly completed: Share;
  readonly refused: Share;
  readonly reached: Share;
  readonly wrongNumber: Share;
  /** Attempts made for each person reached; those to people not reached count too. Null when nobody was. */
  readonly attemptsPerReach: number | null;
};

export function callIndicators(counts: CallCounts): CallIndicators {
  const { attempts, faults, answered, people, peopleReached } = counts;
  const dialled = attempts - faults;
  return {
    attempts,
    faults,
    answered: shareOf(answered, dialled),
    completed: shareOf(counts.completed, answered),
    refused: shareOf(counts.refused, answered),
    reached: shareOf(peopleReached, people),
    wrongNumber: shareOf(counts.peopleWrongNumber, people),
    attemptsPerReach: peopleReached === 0 ? null : dialled / peopleReached,
  };
}
