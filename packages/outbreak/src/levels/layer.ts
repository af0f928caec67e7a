import type { Candidates } from './candidates.ts';
import type { DayNumber } from './days.ts';
import { type Interval, without } from './facts.ts';
import { type Span, type SpanList, Spans } from './spans.ts';

/** The days of a contact, and where its record begins. `openEnded`: the end of a window does not bound it. */
export type ContactDays = {
  readonly first: DayNumber;
  readonly last: DayNumber;
  readonly record: number;
  readonly openEnded: boolean;
};

/** Where days are noted on which the node at a place of its bucket was met. */
export type MeetingNotes = { add(place: number, first: DayNumber, last: DayNumber, record: number): void };

/**
 * Who was exposed at one level and when they pass it on. Filled node by node in ascending order, then `end()`.
 *
 * An episode is a run of exposures, each within the follow-up of the one before. A window is the days on which it is passed on: from its first day until
 * the follow-up of its last is over, without blocked days. So only windows are kept, and episodes where days are blocked.
 */
export class LevelLayer {
  readonly #windows: Spans;
  readonly #followUpDays: number;
  readonly #blockedEpisodes = new Map<number, Span[]>();

  constructor(nodeCount: number, followUpDays: number) {
    this.#windows = new Spans(nodeCount);
    this.#followUpDays = followUpDays;
  }

  end(): void {
    this.#windows.end();
  }

  addWindow(node: number, { from, until }: Interval, via: number): void {
    this.#windows.add(node, from, until, via);
  }

  addEpisode(node: number, first: DayNumber, last: DayNumber, via: number, blocked: readonly Interval[] | undefined): void {
    const until = last + this.#followUpDays;
    if (blocked === undefined) {
      this.#windows.add(node, first, until, via);
      return;
    }
    this.#blockedEpisodes.set(node, [...(this.#blockedEpisodes.get(node) ?? []), { first, last, via }]);
    for (const part of without({ from: first, until }, blocked)) this.addWindow(node, part, via);
  }

  passesOn(node: number): boolean {
    return this.#windows.has(node);
  }

  /** True when a node was exposed at this level, even if it passes it on on no day. */
  reaches(node: number): boolean {
    return this.#windows.has(node) || this.#blockedEpisodes.has(node);
  }

  /** Tells `meetings` on which days a contact met a window of its source, which passes on. */
  addMet(source: number, contact: ContactDays, place: number, meetings: MeetingNotes): void {
    const windows = this.#windows;
    met(windows.firsts, windows.place(source), contact, place, meetings);
    if (!windows.hasSeveral(source)) return;
    const end = windows.othersEnd(source);
    for (let other = windows.othersStart(source); other < end; other++) met(windows.others, other, contact, place, meetings);
  }

  /** Tells `candidates` on which days this level of a node runs. */
  addRunning(node: number, candidates: Candidates): void {
    const blocked = this.#blockedEpisodes.size === 0 ? undefined : this.#blockedEpisodes.get(node);
    if (blocked) for (const { first, last } of blocked) candidates.run(first, last + this.#followUpDays);
    else if (this.#windows.has(node)) for (const { first, last } of this.#windows.of(node)) candidates.run(first, last);
  }

  /** The last episode of a node, or undefined. */
  lastEpisodeOf(node: number): Span | undefined {
    const blocked = this.#blockedEpisodes.get(node);
    if (blocked) return blocked.at(-1);
    const windows = this.#windows;
    if (!windows.has(node)) return undefined;
    const several = windows.hasSeveral(node);
    const { first, last, via } = several
      ? windows.others.span(windows.othersEnd(node) - 1)
      : windows.firsts.span(windows.place(node));
    return { first, last: last - this.#followUpDays, via };
  }

  windowsOf(node: number): Array<Interval & { readonly via: number }> {
    return this.#windows.of(node).map(({ first, last, via }) => ({ from: first, until: last, via }));
  }

  /** Writes the windows of a node into a list from `place` on, four numbers each (see `packWindows`); gives the place behind them. */
  packInto(node: number, level: number, list: number[], place: number): number {
    const windows = this.#windows;
    if (!windows.has(node)) return place;
    let at = packSpan(windows.firsts, windows.place(node), level, list, place);
    if (!windows.hasSeveral(node)) return at;
    const end = windows.othersEnd(node);
    for (let other = windows.othersStart(node); other < end; other++) at = packSpan(windows.others, other, level, list, at);
    return at;
  }
}

function met(windows: SpanList, window: number, contact: ContactDays, place: number, meetings: MeetingNotes): void {
  const first = Math.max(contact.first, windows.first(window));
  const last = contact.openEnded ? contact.last : Math.min(contact.last, windows.last(window));
  if (first <= last) meetings.add(place, first, last, contact.record);
}

function packSpan(spans: SpanList, span: number, level: number, list: number[], at: number): number {
  list[at] = level;
  list[at + 1] = spans.first(span);
  list[at + 2] = spans.last(span);
  list[at + 3] = spans.via(span);
  return at + 4;
}
