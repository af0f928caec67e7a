import type { DayNumber } from './days.ts';
import type { LevelEdges } from './graph.ts';
import { IntList } from './intList.ts';

/** The exposures of one node at one level while they are gathered. Used again for every node, so that nothing is allocated for most. */
export class Candidates {
  readonly #edges: LevelEdges;
  readonly #first = new IntList();
  readonly #last = new IntList();
  readonly #edge = new IntList();
  readonly #runningFrom = new IntList();
  readonly #runningUntil = new IntList();

  constructor(edges: LevelEdges) {
    this.#edges = edges;
  }

  clear(): void {
    this.#first.length = 0;
    this.#last.length = 0;
    this.#edge.length = 0;
    this.#runningFrom.length = 0;
    this.#runningUntil.length = 0;
  }

  /** Days on which a nearer level of the node runs: exposures at this level add nothing then. */
  run(from: DayNumber, until: DayNumber): void {
    this.#runningFrom.push(from);
    this.#runningUntil.push(until);
  }

  get count(): number {
    return this.#first.length;
  }

  add(first: DayNumber, last: DayNumber, edge: number): void {
    this.#cut(first, last, edge, 0);
  }

  #cut(first: DayNumber, last: DayNumber, edge: number, next: number): void {
    if (first > last) return;
    for (let i = next; i < this.#runningFrom.length; i++) {
      const from = this.#runningFrom.at(i);
      const until = this.#runningUntil.at(i);
      if (until < first || last < from) continue;
      this.#cut(first, from - 1, edge, i + 1);
      this.#cut(until + 1, last, edge, i + 1);
      return;
    }
    this.#first.push(first);
    this.#last.push(last);
    this.#edge.push(edge);
  }

  /** Episodes in order of time: an exposure within the follow-up of the one before restarts the clock, a later one begins anew. */
  merge(followUpDays: number, emit: (first: DayNumber, last: DayNumber, via: number) => void): void {
    const count = this.#first.length;
    if (count === 0) return;
    if (count > 1) this.#sort(count);
    let first = this.#first.at(0);
    let last = this.#last.at(0);
    let via = this.#edge.at(0);
    for (let i = 1; i < count; i++) {
      const nextFirst = this.#first.at(i);
      const nextLast = this.#last.at(i);
      const edge = this.#edge.at(i);
      if (nextFirst > last + followUpDays + 1) {
        emit(first, last, this.#edges.id[via] ?? 0);
        first = nextFirst;
        last = nextLast;
        via = edge;
      } else if (nextLast > last || (nextLast === last && this.#better(edge, via))) {
        last = nextLast;
        via = edge;
      }
    }
    emit(first, last, this.#edges.id[via] ?? 0);
  }

  /** Of two exposures that end on the same day the surer one is named, else the one written down first. */
  #better(edge: number, than: number): boolean {
    const { certainty, id } = this.#edges;
    const surer = (certainty[edge] ?? 0) - (certainty[than] ?? 0);
    return surer !== 0 ? surer > 0 : (id[edge] ?? 0) < (id[than] ?? 0);
  }

  /** Few as a rule: sorted in place; many (a person with hundreds of contacts) by an order of their places. */
  #sort(count: number): void {
    if (count > 32) this.#sortMany(count);
    else for (let i = 1; i < count; i++) for (let j = i; j > 0 && this.#first.at(j - 1) > this.#first.at(j); j--) this.#swap(j);
  }

  #swap(place: number): void {
    for (const list of [this.#first.items, this.#last.items, this.#edge.items]) {
      const before = list[place - 1] ?? 0;
      list[place - 1] = list[place] ?? 0;
      list[place] = before;
    }
  }

  #sortMany(count: number): void {
    const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => this.#first.at(a) - this.#first.at(b));
    for (const list of [this.#first, this.#last, this.#edge]) {
      const sorted = order.map((place) => list.at(place));
      sorted.forEach((value, i) => {
        list.items[i] = value;
      });
    }
  }
}
