import { endianness } from 'node:os';

/**
 * The 32-bit integers of bytes that PostgreSQL put together with `int4send` or `int8send` (two each, the higher first): a million of them are there at
 * once, without a piece of text or an object a number. Null: none.
 */
export function packedInts(bytes: Buffer | null): Int32Array {
  if (bytes === null || bytes.length === 0) return new Int32Array(0);
  // A copy only where the bytes do not begin on a whole integer.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  if (endianness() === 'LE') aligned.swap32();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
