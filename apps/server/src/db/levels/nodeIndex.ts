/** Numbers people 0, 1, 2… in the order they are met. Identities below zero (cases without a person) are few. */
export class NodeIndex {
  readonly #ofPerson: Int32Array;
  readonly #ofCase = new Map<number, number>();
  readonly #ids: number[] = [];

  constructor(largestPersonId: number) {
    this.#ofPerson = new Int32Array(largestPersonId + 1).fill(-1);
  }

  get size(): number {
    return this.#ids.length;
  }

  nodeOf(id: number): number {
    const known = id > 0 && id < this.#ofPerson.length ? this.#ofPerson[id] : this.#ofCase.get(id);
    if (known !== undefined && known >= 0) return known;
    const node = this.#ids.push(id) - 1;
    // Somebody added after the largest identity was read stays out of the array, not out of the index.
    if (id > 0 && id < this.#ofPerson.length) this.#ofPerson[id] = node;
    else this.#ofCase.set(id, node);
    return node;
  }

  ids(): readonly number[] {
    return this.#ids;
  }
}
