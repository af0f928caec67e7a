import { type ComputedLevels, computeLevels } from './computeLevels.ts';
import type { DayNumber } from './days.ts';
import type { LevelGraph, LevelWindow } from './graph.ts';
import { levelOn, type NodeLevel, windowsOf } from './levelOn.ts';
import type { LevelProfile } from './profile.ts';
import { changedDays, LevelRegion, type NodeId, type PassingOn, type RegionPart, type RegionPerson } from './region.ts';

/** Someone who passes on differently. */
export type Changed = PassingOn & { readonly id: NodeId };

/**
 * What the cascade needs next: these people with every contact into them, and everybody (not yet given) whom one of `behind` met on the days
 * named, but for those to whom it `changesNothing`, likewise with every contact into them.
 */
export type RegionRequest = {
  readonly people: readonly NodeId[];
  readonly behind: readonly Changed[];
  readonly known: ReadonlySet<NodeId>;
};

export type DerivedPerson = {
  readonly person: RegionPerson;
  readonly level: NodeLevel | null;
  readonly windows: readonly LevelWindow[];
  readonly windowsChanged: boolean;
};

/**
 * Derives the levels of `seeds` again and of everybody behind them, as far as anything changes; the result equals a computation of the whole.
 * A generator, so that the same rule runs against a database and in memory: it yields what it needs and is given that.
 *
 * @param seeds whose own facts (case, samples, isolation, decision) or contacts have changed
 */
export function* cascade(
  seeds: readonly NodeId[],
  profile: LevelProfile,
  today: DayNumber,
): Generator<RegionRequest, readonly DerivedPerson[], RegionPart> {
  const region = new LevelRegion();
  const expanded = new Map<NodeId, PassingOn>();
  let request: { people: readonly NodeId[]; behind: readonly Changed[] } = { people: seeds, behind: [] };
  for (;;) {
    const sizeBefore = region.people.size;
    region.add(yield { ...request, known: new Set(region.people.keys()) });
    if (region.people.size === sizeBefore) return derived(region, profile, today);
    const behind = changesOf(region, profile, expanded);
    if (behind.length === 0) return derived(region, profile, today);
    request = { people: [], behind };
  }
}

/** Whose passing on differs on days that have not been asked for. */
function changesOf(region: LevelRegion, profile: LevelProfile, expanded: Map<NodeId, PassingOn>): Changed[] {
  const changes: Changed[] = [];
  for (const { person, windows } of computed(region, profile)) {
    const change = changedDays(person.windowsBefore, windows, profile);
    const asked = expanded.get(person.id);
    if (change === null || (asked && covers(asked, change))) continue;
    const wider = asked ? joined(asked, change) : change;
    expanded.set(person.id, wider);
    changes.push({ id: person.id, ...wider });
  }
  return changes;
}

const covers = (a: PassingOn, b: PassingOn): boolean => a.from <= b.from && b.until <= a.until && a.level <= b.level;

const joined = (a: PassingOn, b: PassingOn): PassingOn => ({
  from: Math.min(a.from, b.from),
  until: Math.max(a.until, b.until),
  level: Math.min(a.level, b.level),
});

type Computed = { person: RegionPerson; node: number; graph: LevelGraph; result: ComputedLevels; windows: LevelWindow[] };

function* computed(region: LevelRegion, profile: LevelProfile): Generator<Computed> {
  const { graph, nodeOf } = region.graph();
  const result = computeLevels(graph, profile);
  for (const person of region.people.values()) {
    const node = nodeOf.get(person.id) ?? 0;
    yield { person, node, graph, result, windows: windowsOf(result, node) };
  }
}

function derived(region: LevelRegion, profile: LevelProfile, today: DayNumber): DerivedPerson[] {
  return [...computed(region, profile)].map(({ person, node, graph, result, windows }) => ({
    person,
    level: levelOn(result, graph, profile, node, today),
    windows,
    windowsChanged: !sameWindows(person.windowsBefore, windows),
  }));
}

/** The exposure a window came through counts here: explanations name it. */
function sameWindows(a: readonly LevelWindow[], b: readonly LevelWindow[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return other && one.level === other.level && one.from === other.from && one.until === other.until && one.via === other.via;
    })
  );
}
