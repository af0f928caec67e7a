import type { PersonPage } from '@truyvet/contract';

/** The nearest level that any of the person's exposures states; null when none does. */
export function levelOf({ exposures }: Pick<PersonPage, 'exposures'>): number | null {
  const levels = exposures.map(({ level }) => level).filter((level) => level !== null);
  return levels.length === 0 ? null : Math.min(...levels);
}
