import type { DayNumber } from './days.ts';
import { fromHighLow, highOf, IntList, lowOf } from './intList.ts';

/** One contact: both ends are nodes, the days are included. */
export type LevelEdge = {
  /** Identity of the exposure, for the explanation and to decide between equals. */
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly first: DayNumber;
  readonly last: DayNumber;
  /** See `contactDistance`; 1 to 15. */
  readonly distance: number;
  /** See `certaintyRank`; 0 to 3. */
  readonly certainty: number;
};

/** Places in a record of integers. `kind`: the target's place in its bucket, distance and certainty. The identity takes two: above 2^32, and the rest. */
export const field = { source: 0, first: 1, last: 2, kind: 3, idHigh: 4, idLow: 5 } as const;
export const fieldCount = 6;

const noContacts = new IntList();

/** So many neighbouring targets share a bucket: what is gathered for them fits the memory nearest to the processor. */
export const bucketSize = 2 ** 11;
const bucketBits = 11;
const kindBits = 6;

export const kindOf = (distance: number, certainty: number): number => distance * 4 + certainty;
export const distanceOf = (kind: number): number => (kind >> 2) & 15;
export const certaintyOf = (kind: number): number => kind & 3;
/** The place of the target in its bucket. */
export const placeOf = (kind: number): number => kind >>> kindBits;
export const idOf = (records: Int32Array, at: number): number =>
  fromHighLow(records[at + field.idHigh] ?? 0, records[at + field.idLow] ?? 0);

/**
 * Contacts as integers in a row, without an object a contact, in buckets of neighbouring targets: a million of them ordered by their targets would be
 * a million jumps through the whole memory.
 */
export class LevelEdges {
  readonly #buckets: IntList[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add({ id, source, target, first, last, distance, certainty }: LevelEdge): void {
    this.push(id, source, target, first, last, kindOf(distance, certainty));
  }

  /** As `add`, for a million in a row; `kind` as `kindOf` gives it. */
  push(id: number, source: number, target: number, first: DayNumber, last: DayNumber, kind: number): void {
    const index = target >> bucketBits;
    while (this.#buckets.length <= index) this.#buckets.push(new IntList());
    const bucket = this.#buckets[index];
    if (bucket === undefined) return;
    const at = bucket.extend(fieldCount);
    const { items } = bucket;
    items[at + field.source] = source;
    items[at + field.first] = first;
    items[at + field.last] = last;
    items[at + field.kind] = ((target & (bucketSize - 1)) << kindBits) | kind;
    items[at + field.idHigh] = highOf(id);
    items[at + field.idLow] = lowOf(id);
    this.#count++;
  }

  /** The records of contacts into the nodes from `index * bucketSize` on. */
  bucket(index: number): IntList {
    return this.#buckets[index] ?? noContacts;
  }
}
