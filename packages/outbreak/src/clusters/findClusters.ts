import type { ClusterRule } from '../diseases/profile.ts';
import { addDays, daysBetween, type LocalDate } from '../localDate.ts';

export type PlacedCase = {
  readonly caseId: number;
  /** Whatever names one place: a hamlet of a commune, or a commune. */
  readonly place: string;
  readonly onsetOn: LocalDate;
};
export type CaseCluster = {
  readonly place: string;
  readonly caseIds: readonly number[];
  readonly firstOnsetOn: LocalDate;
  readonly lastOnsetOn: LocalDate;
  /** When the rule first held: the onset of the case that made it one. */
  readonly openedOn: LocalDate;
  /** The day from which it is over, if no further case comes. */
  readonly overOn: LocalDate;
  readonly active: boolean;
};

/**
 * Clusters in place and time, without levels. In one place, cases follow each other as long as there are no more than `quietDays` from one onset
 * to the next; such a run is a cluster when `minCases` of its onsets lie within `windowDays` (both ends counted). It is
 * over after `quietDays` without a new case. The order of the cases given does not matter.
 */
export function findClusters(cases: readonly PlacedCase[], rule: ClusterRule, today: LocalDate): CaseCluster[] {
  const known = cases.filter(({ onsetOn }) => onsetOn <= today);
  const sorted = [...known].sort(
    (a, b) => a.place.localeCompare(b.place) || a.onsetOn.localeCompare(b.onsetOn) || a.caseId - b.caseId,
  );
  return runsOf(sorted, rule.quietDays)
    .flatMap((run) => clusterOf(run, rule, today) ?? [])
    .sort((a, b) => b.lastOnsetOn.localeCompare(a.lastOnsetOn) || a.place.localeCompare(b.place));
}

function runsOf(sorted: readonly PlacedCase[], quietDays: number): PlacedCase[][] {
  const runs: PlacedCase[][] = [];
  for (const one of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && last.place === one.place && daysBetween(last.onsetOn, one.onsetOn) <= quietDays) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

function clusterOf(run: readonly PlacedCase[], rule: ClusterRule, today: LocalDate): CaseCluster | null {
  const opening = run.findIndex((one, i) => {
    const first = run[i - rule.minCases + 1];
    return first !== undefined && daysBetween(first.onsetOn, one.onsetOn) < rule.windowDays;
  });
  const [first, last, opener] = [run[0], run.at(-1), run[opening]];
  if (!first || !last || !opener) return null;
  const overOn = addDays(last.onsetOn, rule.quietDays + 1);
  return {
    place: first.place,
    caseIds: run.map(({ caseId }) => caseId),
    firstOnsetOn: first.onsetOn,
    lastOnsetOn: last.onsetOn,
    openedOn: opener.onsetOn,
    overOn,
    active: today < overOn,
  };
}
