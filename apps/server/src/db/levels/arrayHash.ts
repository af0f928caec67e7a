/**
 * `hash_array_extended(numbers, 0)` of PostgreSQL for bigint[] (hash_array_extended in arrayfuncs.c, hashint8extended in hashfunc.c, the final mix of
 * Jenkins' lookup3 in hashfn.c), which hash partitions rely on to stay as it is. A hash is a tenth of what the numbers are; should another server
 * count otherwise, nothing is taken for equal that is not.
 */
export class ArrayHash {
  high = 0;
  low = 1;

  of(numbers: readonly number[], count = numbers.length): this {
    this.high = 0;
    this.low = 1;
    for (let i = 0; i < count; i++) this.#add(numbers[i] ?? 0);
    return this;
  }

  /** 31 times what it was, and the hash of the number; in two halves of 32 bits. */
  #add(value: number): void {
    const upper = Math.floor(value / word) | 0;
    const key = (value | 0) ^ (value >= 0 ? upper : ~upper);
    let [a, b, c] = [(seed + key) | 0, seed, seed];
    c = ((c ^ b) - rotate(b, 14)) | 0;
    a = ((a ^ c) - rotate(c, 11)) | 0;
    b = ((b ^ a) - rotate(a, 25)) | 0;
    c = ((c ^ b) - rotate(b, 16)) | 0;
    a = ((a ^ c) - rotate(c, 4)) | 0;
    b = ((b ^ a) - rotate(a, 14)) | 0;
    c = ((c ^ b) - rotate(b, 24)) | 0;
    const low = (this.low >>> 0) * 31 + (c >>> 0);
    this.high = (Math.imul(this.high, 31) + b + Math.floor(low / word)) | 0;
    this.low = low | 0;
  }
}

const word = 2 ** 32;
/** hash_bytes_uint32: 0x9e3779b9 + sizeof(uint32) + 3923095. */
const seed = (0x9e3779b9 + 4 + 3923095) | 0;
const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
