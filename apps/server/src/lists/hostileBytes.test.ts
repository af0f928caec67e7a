import fc from 'fast-check';
import { expect, test } from 'vitest';
import { xlsx } from './fixtures.ts';
import { Unreadable } from './listFile.ts';
import { readBytes } from './readBytes.ts';

const rows = [
  ['STT', 'Họ và tên', 'SĐT', 'Ngày'],
  [1, 'Nguyễn Thị Hoà', 912345678, new Date('2021-07-05T00:00:00Z')],
];

/**
 * Read, or refused with a code of the catalogue; anything else fails the test. Old .xls files are not tried here: a damaged one can keep their
 * parser busy for ever, which is why it runs under a time limit (readListFile.test.ts).
 */
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
