/** The largest identity that can be read: two of them share the 64 bits of one number of the database. */
const largestId = 2 ** 31 - 1;

/**
 * The nodes of a whole outbreak: first the cases known by their code only, then people, by their identity. Most nodes of a large database then have no
 * contact, but nothing has to be looked up for the others, and people of one list stay neighbours.
 */
export class WholeNodes {
  readonly #placeOfCase = new Map<number, number>();
  #largestPerson: number;

  /** @param codeOnly case records without a person */
  constructor(codeOnly: readonly number[], largestPersonId: number) {
    for (const id of codeOnly) this.#placeOfCase.set(id, this.#placeOfCase.size);
    this.#largestPerson = largestPersonId;
  }

  get count(): number {
    return this.#placeOfCase.size + this.#largestPerson + 1;
  }

  /** Throws RangeError for an identity that is not read. */
  ofPerson(id: number): number {
    if (id > this.#largestPerson) this.#grow(id);
    return this.#placeOfCase.size + id;
  }

  /** Undefined for a case that has a person, or that is not known. */
  ofCase(id: number): number | undefined {
    return this.#placeOfCase.get(id);
  }

  /** The person of a node; 0 for a case known by its code only. */
  personOf(node: number): number {
    return Math.max(0, node - this.#placeOfCase.size);
  }

  /** Somebody may be added while this is read. */
  #grow(id: number): void {
    if (id > largestId) throw new RangeError(`levels are not read for identities above ${largestId}: ${id}`);
    this.#largestPerson = id;
  }
}
