import type { DayNumber } from './days.ts';
import { fromHighLow, highOf, IntList, lowOf } from './intList.ts';
import { MarkedNodes } from './markedNodes.ts';

export type Span = { readonly first: DayNumber; readonly last: DayNumber; readonly via: number };

/** Spans of days in the order they were added, and the exposure each came through; four integers a span, so that what is asked together stands together. */
export class SpanList {
  readonly #list = new IntList();

  get length(): number {
    return this.#list.length / 4;
  }

  push(first: DayNumber, last: DayNumber, via: number): void {
    const at = this.#list.extend(4);
    const { items } = this.#list;
    items[at] = first;
    items[at + 1] = last;
    items[at + 2] = highOf(via);
    items[at + 3] = lowOf(via);
  }

  first(place: number): DayNumber {
    return this.#list.at(4 * place);
  }

  last(place: number): DayNumber {
    return this.#list.at(4 * place + 1);
  }

  via(place: number): number {
    return fromHighLow(this.#list.at(4 * place + 2), this.#list.at(4 * place + 3));
  }

  span(place: number): Span {
    return { first: this.first(place), last: this.last(place), via: this.via(place) };
  }
}

/**
 * Spans of days by node, added node by node in ascending order, then `end()`. Most nodes have none or one: the first of each node stands in one list,
 * where one step finds it, the others in a second.
 */
export class Spans {
  readonly #some: MarkedNodes;
  readonly firsts = new SpanList();
  readonly #several: MarkedNodes;
  readonly others = new SpanList();
  /** Where the others of each node that has several begin. */
  readonly #othersOf = new IntList();
  #node = -1;

  constructor(nodeCount: number) {
    this.#some = new MarkedNodes(nodeCount);
    this.#several = new MarkedNodes(nodeCount);
  }

  add(node: number, first: DayNumber, last: DayNumber, via: number): void {
    if (node !== this.#node) {
      this.#node = node;
      this.#some.mark(node);
      this.firsts.push(first, last, via);
      return;
    }
    if (!this.#several.has(node)) {
      this.#several.mark(node);
      this.#othersOf.push(this.others.length);
    }
    this.others.push(first, last, via);
  }

  end(): void {
    this.#othersOf.push(this.others.length);
    this.#some.end();
    this.#several.end();
  }

  has(node: number): boolean {
    return this.#some.has(node);
  }

  /** The place of a node's first span in `firsts`; of a node that has one. */
  place(node: number): number {
    return this.#some.before(node);
  }

  hasSeveral(node: number): boolean {
    return this.#several.has(node);
  }

  /** The other spans of a node that has several stand in `others` from here … */
  othersStart(node: number): number {
    return this.#othersOf.at(this.#several.before(node));
  }

  /** … to before here. */
  othersEnd(node: number): number {
    return this.#othersOf.at(this.#several.before(node) + 1);
  }

  /** The spans of a node, in the order they were added. */
  of(node: number): Span[] {
    if (!this.has(node)) return [];
    const spans = [this.firsts.span(this.place(node))];
    if (!this.hasSeveral(node)) return spans;
    for (let place = this.othersStart(node); place < this.othersEnd(node); place++) spans.push(this.others.span(place));
    return spans;
  }
}
