import { createHash } from 'node:crypto';
import { type Header, headerKey } from '@truyvet/outbreak';

/** Names the headings of a sender's list, whatever their case, marks and spaces. */
export const fingerprintOf = (header: Header): string =>
  createHash('sha256').update(headerKey(header)).digest('hex').slice(0, 32);
