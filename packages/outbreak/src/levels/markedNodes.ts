/**
 * Which nodes are marked, and how many are marked before each: so that what belongs to marked nodes stands in a row without a place for the others.
 * That is little memory, and near. Marked in ascending order, then `end()`.
 */
export class MarkedNodes {
  readonly #marks: Int32Array;
  /** How many are marked before each 32. */
  readonly #before: Int32Array;

  constructor(nodeCount: number) {
    this.#marks = new Int32Array((nodeCount >> 5) + 1);
    this.#before = new Int32Array((nodeCount >> 5) + 1);
  }

  mark(node: number): void {
    this.#marks[node >> 5] = (this.#marks[node >> 5] ?? 0) | (1 << (node & 31));
  }

  end(): void {
    for (let word = 1; word < this.#marks.length; word++)
      this.#before[word] = (this.#before[word - 1] ?? 0) + ones(this.#marks[word - 1] ?? 0);
  }

  has(node: number): boolean {
    return ((this.#marks[node >> 5] ?? 0) & (1 << (node & 31))) !== 0;
  }

  /** How many are marked before a node. */
  before(node: number): number {
    return (this.#before[node >> 5] ?? 0) + ones((this.#marks[node >> 5] ?? 0) & ((1 << (node & 31)) - 1));
  }
}

/** How many bits are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
