/** A list of 32-bit integers that grows. */
export class IntList {
  items: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.items = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) this.#grow();
    this.items[this.length++] = value;
  }

  /** Makes room for so many more; gives the place of the first. */
  extend(count: number): number {
    const place = this.length;
    this.length += count;
    while (this.length > this.items.length) this.#grow();
    return place;
  }

  /** The integer at a place; 0 outside. */
  at(place: number): number {
    return this.items[place] ?? 0;
  }

  #grow(): void {
    const larger = new Int32Array(this.items.length * 2);
    larger.set(this.items);
    this.items = larger;
  }
}

const word = 2 ** 32;

/** An integer of up to 2^53 as two of 32 bits. */
export const highOf = (value: number): number => Math.floor(value / word);
export const lowOf = (value: number): number => value | 0;
export const fromHighLow = (high: number, low: number): number => high * word + (low >>> 0);
