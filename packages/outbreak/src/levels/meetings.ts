import type { Candidates } from './candidates.ts';
import type { DayNumber } from './days.ts';
import { bucketSize, distanceOf, field, fieldCount, placeOf } from './edges.ts';
import { IntList } from './intList.ts';
import type { LevelLayer, MeetingNotes } from './layer.ts';

const none = -1;
/** First day, last day, record of the contact, the meeting of the same node that was found before. */
const meetingSize = 4;

/** For the nodes of one bucket: on which days they met somebody who passes on the level before. Used again for every bucket. */
export class Meetings implements MeetingNotes {
  readonly #nearer: readonly LevelLayer[];
  readonly #level: number;
  readonly #latest = new Int32Array(bucketSize).fill(none);
  readonly #list = new IntList(4096);

  constructor(nearer: readonly LevelLayer[], level: number) {
    this.#nearer = nearer;
    this.#level = level;
  }

  /** Looks through the contacts into a bucket. */
  gather({ items, length }: IntList): void {
    this.#latest.fill(none);
    this.#list.length = 0;
    const near = this.#nearer[this.#level - 1];
    if (near === undefined) return;
    for (let record = 0; record < length; record += fieldCount) {
      const kind = items[record + field.kind] ?? 0;
      const distance = distanceOf(kind);
      const layer = distance === 1 ? near : this.#far(distance);
      const source = items[record + field.source] ?? 0;
      if (layer === undefined || !layer.passesOn(source)) continue;
      const first = items[record + field.first] ?? 0;
      const last = items[record + field.last] ?? 0;
      layer.addMet(source, { first, last, record, openEnded: distance > 1 }, placeOf(kind), this);
    }
  }

  /**
   * A stated distance of more than one step counts from a case only; and whom the list left out between case and target may have met the target after
   * the case was isolated.
   */
  #far(distance: number): LevelLayer | undefined {
    return distance === this.#level ? this.#nearer[0] : undefined;
  }

  add(place: number, first: DayNumber, last: DayNumber, record: number): void {
    const at = this.#list.extend(meetingSize);
    const { items } = this.#list;
    items[at] = first;
    items[at + 1] = last;
    items[at + 2] = record;
    items[at + 3] = this.#latest[place] ?? none;
    this.#latest[place] = at;
  }

  has(place: number): boolean {
    return this.#latest[place] !== none;
  }

  /** Gives the meetings of a node to `candidates`. */
  giveTo(place: number, candidates: Candidates): void {
    const { items } = this.#list;
    for (let at = this.#latest[place] ?? none; at !== none; at = items[at + 3] ?? none)
      candidates.add(items[at] ?? 0, items[at + 1] ?? 0, items[at + 2] ?? 0);
  }
}
