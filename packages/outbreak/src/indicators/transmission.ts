import { daysBetween, type LocalDate } from '../localDate.ts';

/** A case and who most likely infected it; ids are the caller's own. */
export type InfectedCase<Id = number> = {
  readonly id: Id;
  readonly onsetOn: LocalDate | null;
  /** Null: unknown, or from outside. */
  readonly infectorId: Id | null;
};

/** How many others each case infected, 0 included. Infectors who are not among the cases have no entry. */
export function offspringOf<Id>(cases: readonly InfectedCase<Id>[]): Map<Id, number> {
  const offspring = new Map(cases.map(({ id }) => [id, 0]));
  for (const { infectorId } of cases) {
    const before = infectorId === null ? undefined : offspring.get(infectorId);
    if (infectorId !== null && before !== undefined) offspring.set(infectorId, before + 1);
  }
  return offspring;
}

/** Days from the infector's onset to the case's own, of every pair in which both are known. Negative where the case fell ill first. */
export function serialIntervals<Id>(cases: readonly InfectedCase<Id>[]): number[] {
  const onsets = new Map(cases.map(({ id, onsetOn }) => [id, onsetOn]));
  return cases.flatMap(({ infectorId, onsetOn }) => {
    const from = infectorId === null ? null : onsets.get(infectorId);
    return from && onsetOn ? [daysBetween(from, onsetOn)] : [];
  });
}

/** Sizes of the clusters: cases that are linked by who infected whom, directly or through others. A case without links is a cluster of one. */
export function clusterSizes<Id>(cases: readonly InfectedCase<Id>[]): number[] {
  const places = new Map(cases.map(({ id }, place) => [id, place]));
  const parent = cases.map((_, place) => place);
  const root = (place: number): number => {
    let at = place;
    for (let above = parent[at] ?? at; above !== at; above = parent[at] ?? at) {
      parent[at] = parent[above] ?? above;
      at = above;
    }
    return at;
  };
  cases.forEach(({ infectorId }, place) => {
    const other = infectorId === null ? undefined : places.get(infectorId);
    if (other !== undefined) parent[root(place)] = root(other);
  });
  const sizes = new Map<number, number>();
  cases.forEach((_, place) => {
    const at = root(place);
    sizes.set(at, (sizes.get(at) ?? 0) + 1);
  });
  return [...sizes.values()];
}
