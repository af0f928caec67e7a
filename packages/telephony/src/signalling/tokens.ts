import { randomFillSync } from 'node:crypto';

const TOKEN_BYTES = 12;
/** Drawn at once: a call takes several tokens, and each draw asks the system. */
const pool = Buffer.alloc(TOKEN_BYTES * 256);
let used = pool.length;

/** 96 random bits as letters and digits, for tags, branches and Call-IDs (RFC 3261 §19.3). */
export function newToken(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += TOKEN_BYTES;
  return pool.toString('hex', used - TOKEN_BYTES, used);
}
