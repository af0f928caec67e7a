import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { xlsx } from './fixtures.ts';
import { Unreadable } from './listFile.ts';
import { readBytes } from './readBytes.ts';

const rows = [
  ['STT', 'Họ và tên', 'SĐT', 'Ngày'],
  [1, 'Nguyễn Thị Hoà', 912345678, new Date('2021-07-05T00:00:00Z')],
];

/** Read, or refused with a code of the catalogue; anything else fails the test. */
async function readOrRefused(bytes: Buffer): Promise<void> {
  try {
    const { sheets } = await readBytes(bytes);
    expect(Array.isArray(sheets)).toBe(true);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
}

const damage = (size: number) => fc.array(fc.tuple(fc.nat(size - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });

function damaged(bytes: Buffer, changes: ReadonlyArray<readonly [at: number, byte: number]>): Buffer {
  const copy = Buffer.from(bytes);
  for (const [at, byte] of changes) copy[at] = byte;
  return copy;
}

test('any bytes are read or refused', async () => {
  const start = fc.constantFrom(
    '',
    'PK\u0003\u0004',
    '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1',
    '\u00ff\u00fe',
    'Họ tên,SĐT\n',
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (head, tail) => {
      await readOrRefused(Buffer.concat([Buffer.from(head, 'latin1'), tail]));
    }),
  );
});

test('a damaged .xlsx is read or refused', async () => {
  const bytes = await xlsx({ A: rows });
  await fc.assert(fc.asyncProperty(damage(bytes.length), async (changes) => await readOrRefused(damaged(bytes, changes))));
});

test('a damaged .xls is read or refused', async () => {
  // The parser talks to the console about records it does not know.
  vi.spyOn(console, 'error').mockReturnValue();
  const sheet = utils.aoa_to_sheet(rows);
  const bytes = Buffer.from(write({ SheetNames: ['A'], Sheets: { A: sheet } }, { type: 'buffer', bookType: 'biff8' }));
  await fc.assert(fc.asyncProperty(damage(bytes.length), async (changes) => await readOrRefused(damaged(bytes, changes))));
});
