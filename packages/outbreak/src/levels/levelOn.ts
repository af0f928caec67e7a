import type { ComputedLevels } from './computeLevels.ts';
import type { DayNumber } from './days.ts';
import { type LevelGraph, type LevelWindow, nodeKind } from './graph.ts';
import type { LevelProfile } from './profile.ts';

export type NodeLevel = {
  readonly level: number;
  /** The last day of exposure at this level; null for a case. */
  readonly exposedOn: DayNumber | null;
  /** The last day of the level; null for a case, whose level stays. */
  readonly lapsesOn: DayNumber | null;
  /** The exposure it came through; 0 for a case and for a decision by hand. */
  readonly via: number;
};

/** The level of a node on a day: the nearest one that has not lapsed by then, or null. */
export function levelOn(
  { layers }: ComputedLevels,
  { kind }: LevelGraph,
  profile: LevelProfile,
  node: number,
  today: DayNumber,
): NodeLevel | null {
  if (kind[node] === nodeKind.outside) return null;
  if (kind[node] === nodeKind.case) return { level: 0, exposedOn: null, lapsesOn: null, via: 0 };
  for (let level = 1; level < layers.length; level++) {
    const episode = layers[level]?.lastEpisodeOf(node);
    if (episode === undefined) continue;
    const lapsesOn = episode.last + (profile.followUpDays[level] ?? 0);
    if (lapsesOn >= today) return { level, exposedOn: episode.last, lapsesOn, via: episode.via };
  }
  return null;
}

/** True when a node has, had or passes on any level. */
export function isReached({ layers }: ComputedLevels, { kind }: LevelGraph, node: number): boolean {
  return kind[node] === nodeKind.case || layers.some((layer) => layer.reaches(node));
}

/** When a node passes on what, nearest level first. */
export function windowsOf({ layers }: ComputedLevels, node: number): LevelWindow[] {
  return layers.flatMap((layer, level) => layer.windowsOf(node).map((window) => ({ level, ...window })));
}

/** As `windowsOf`, as the numbers of `packWindows`, written into a list that is used again; gives how many they are. */
export function packWindowsOf({ layers }: ComputedLevels, node: number, list: number[]): number {
  let count = 0;
  for (let level = 0; level < layers.length; level++) count = layers[level]?.packInto(node, level, list, count) ?? count;
  return count;
}
