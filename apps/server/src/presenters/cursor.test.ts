import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor, pageOfRows } from './cursor.ts';

const position = z.object({ id: z.number().int() });

describe('a cursor', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer(), (id) => {
        expect(decodeCursor(encodeCursor({ id }), position)).toEqual({ id });
      }),
    );
  });

  it('is refused when it is anything else', () => {
    const known = (text: string) => position.safeParse(tryParse(Buffer.from(text, 'base64url').toString())).success;
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!known(text));
        expect(() => decodeCursor(text, position)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
      }),
    );
  });

  it('is absent on the last page', () => {
    const page = (rows: number[]) => pageOfRows(rows, 2, String, (id) => ({ id }));
    expect(page([1, 2])).toEqual({ items: ['1', '2'], nextCursor: null });
    expect(page([1, 2, 3])).toEqual({ items: ['1', '2'], nextCursor: encodeCursor({ id: 2 }) });
    expect(page([])).toEqual({ items: [], nextCursor: null });
  });
});

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
