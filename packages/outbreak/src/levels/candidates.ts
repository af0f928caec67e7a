import type { DayNumber } from './days.ts';
import { certaintyOf, field, idOf } from './edges.ts';
import { IntList } from './intList.ts';

/** The exposures of one node at one level while they are gathered. Used again for every node, so that nothing is allocated for most. */
export class Candidates {
  /** Of the contacts; where one begins stands for it. */
  records: Int32Array = new Int32Array(0);
  readonly #followUpDays: number;
  readonly #first = new IntList();
  readonly #last = new IntList();
  readonly #record = new IntList();
  readonly #runningFrom = new IntList();
  readonly #runningUntil = new IntList();

  constructor(followUpDays: number) {
    this.#followUpDays = followUpDays;
  }

  clear(): void {
    this.#first.length = 0;
    this.#last.length = 0;
    this.#record.length = 0;
    this.#runningFrom.length = 0;
    this.#runningUntil.length = 0;
  }

  /** Days on which a nearer level of the node runs: exposures at this level add nothing then. */
  run(from: DayNumber, until: DayNumber): void {
    this.#runningFrom.push(from);
    this.#runningUntil.push(until);
  }

  add(first: DayNumber, last: DayNumber, record: number): void {
    this.#cut(first, last, record, 0);
  }

  #cut(first: DayNumber, last: DayNumber, record: number, next: number): void {
    if (first > last) return;
    for (let i = next; i < this.#runningFrom.length; i++) {
      const from = this.#runningFrom.at(i);
      const until = this.#runningUntil.at(i);
      if (until < first || last < from) continue;
      this.#cut(first, from - 1, record, i + 1);
      this.#cut(until + 1, last, record, i + 1);
      return;
    }
    this.#first.push(first);
    this.#last.push(last);
    this.#record.push(record);
  }

  /** Episodes in order of time: an exposure within the follow-up of the one before restarts the clock, a later one begins anew. */
  merge(node: number, emit: (node: number, first: DayNumber, last: DayNumber, via: number) => void): void {
    const count = this.#first.length;
    if (count === 0) return;
    if (count > 1) this.#sort(count);
    let first = this.#first.at(0);
    let last = this.#last.at(0);
    let via = this.#record.at(0);
    for (let i = 1; i < count; i++) {
      const nextFirst = this.#first.at(i);
      const nextLast = this.#last.at(i);
      const record = this.#record.at(i);
      if (nextFirst > last + this.#followUpDays + 1) {
        emit(node, first, last, idOf(this.records, via));
        first = nextFirst;
        last = nextLast;
        via = record;
      } else if (nextLast > last || (nextLast === last && this.#better(record, via))) {
        last = nextLast;
        via = record;
      }
    }
    emit(node, first, last, idOf(this.records, via));
  }

  /** Of two exposures that end on the same day the surer one is named, else the one written down first. */
  #better(record: number, than: number): boolean {
    const records = this.records;
    const surer = certaintyOf(records[record + field.kind] ?? 0) - certaintyOf(records[than + field.kind] ?? 0);
    return surer !== 0 ? surer > 0 : idOf(records, record) < idOf(records, than);
  }

  /** Few as a rule: sorted in place; many (a person with hundreds of contacts) by an order of their places. */
  #sort(count: number): void {
    if (count > 32) this.#sortMany(count);
    else for (let i = 1; i < count; i++) for (let j = i; j > 0 && this.#first.at(j - 1) > this.#first.at(j); j--) this.#swap(j);
  }

  #swap(place: number): void {
    swap(this.#first.items, place);
    swap(this.#last.items, place);
    swap(this.#record.items, place);
  }

  #sortMany(count: number): void {
    const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => this.#first.at(a) - this.#first.at(b));
    for (const list of [this.#first, this.#last, this.#record]) {
      const sorted = order.map((place) => list.at(place));
      sorted.forEach((value, i) => {
        list.items[i] = value;
      });
    }
  }
}

/** Exchanges an item with the one before it. */
function swap(items: Int32Array, place: number): void {
  const before = items[place - 1] ?? 0;
  items[place - 1] = items[place] ?? 0;
  items[place] = before;
}
