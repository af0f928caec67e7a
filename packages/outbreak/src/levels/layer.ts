import type { Candidates } from './candidates.ts';
import type { DayNumber } from './days.ts';
import { type Interval, without } from './facts.ts';
import { IntList } from './intList.ts';

export type Episode = { readonly first: DayNumber; readonly last: DayNumber; readonly via: number };

/**
 * Who was exposed at one level and when they pass it on, packed by node. Filled node by node in ascending order: `begin(node)`, then what
 * belongs to it, at last `end()`.
 *
 * An episode is a run of exposures, each within the follow-up of the one before; a window is a part of it in which the node passes on.
 */
export class LevelLayer {
  readonly #nodeCount: number;
  readonly #episodeStart: Int32Array;
  readonly #windowStart: Int32Array;
  readonly #first = new IntList();
  readonly #last = new IntList();
  readonly #viaIds: number[] = [];
  readonly from = new IntList();
  readonly until = new IntList();
  readonly #windowVia: number[] = [];

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
    this.#episodeStart = new Int32Array(nodeCount + 1);
    this.#windowStart = new Int32Array(nodeCount + 1);
  }

  begin(node: number): void {
    this.#episodeStart[node] = this.#first.length;
    this.#windowStart[node] = this.from.length;
  }

  end(): void {
    this.begin(this.#nodeCount);
  }

  addWindow(from: DayNumber, until: DayNumber, via: number): void {
    this.from.push(from);
    this.until.push(until);
    this.#windowVia.push(via);
  }

  /** An episode; it is passed on from its first day until `until`, but not on blocked days. */
  addEpisode(first: DayNumber, last: DayNumber, via: number, until: DayNumber, blocked: readonly Interval[] | undefined): void {
    this.#first.push(first);
    this.#last.push(last);
    this.#viaIds.push(via);
    if (blocked === undefined) this.addWindow(first, until, via);
    else for (const part of without({ from: first, until }, blocked)) this.addWindow(part.from, part.until, via);
  }

  windowStart(node: number): number {
    return this.#windowStart[node] ?? 0;
  }

  windowEnd(node: number): number {
    return this.#windowStart[node + 1] ?? 0;
  }

  /** Tells `candidates` on which days this level of a node runs. */
  addRunning(node: number, followUpDays: number, candidates: Candidates): void {
    const end = this.#episodeStart[node + 1] ?? 0;
    for (let i = this.#episodeStart[node] ?? 0; i < end; i++) candidates.run(this.#first.at(i), this.#last.at(i) + followUpDays);
  }

  episodesOf(node: number): Episode[] {
    const episodes: Episode[] = [];
    const end = this.#episodeStart[node + 1] ?? 0;
    for (let i = this.#episodeStart[node] ?? 0; i < end; i++)
      episodes.push({ first: this.#first.at(i), last: this.#last.at(i), via: this.#viaIds[i] ?? 0 });
    return episodes;
  }

  /** The last episode of a node, or undefined. */
  lastEpisodeOf(node: number): Episode | undefined {
    const end = this.#episodeStart[node + 1] ?? 0;
    if (end === (this.#episodeStart[node] ?? 0)) return undefined;
    return { first: this.#first.at(end - 1), last: this.#last.at(end - 1), via: this.#viaIds[end - 1] ?? 0 };
  }

  windowsOf(node: number): Array<Interval & { readonly via: number }> {
    const windows: Array<Interval & { via: number }> = [];
    for (let i = this.windowStart(node); i < this.windowEnd(node); i++)
      windows.push({ from: this.from.at(i), until: this.until.at(i), via: this.#windowVia[i] ?? 0 });
    return windows;
  }
}
