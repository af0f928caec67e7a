import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeTown, writeTown } from './generate.ts';
import { personas } from './town.ts';
import { withoutTimes } from './workbook.ts';

const sha = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

it('gives the same bytes for the same seed, whenever it is run, and others for another', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'town-'));
  const hashes: string[][] = [];
  for (const [i, seed] of [7, 7, 8].entries()) {
    const to = path.join(folder, String(i));
    await writeTown(to, { seed, people: 60 });
    hashes.push([await sha(path.join(to, 'town.json')), await sha(path.join(to, 'list.xlsx'))]);
    // Times in a ZIP file are kept to two seconds.
    if (i === 0) await new Promise((resolve) => setTimeout(resolve, 2100));
  }
  await rm(folder, { recursive: true });
  expect(hashes[1]).toEqual(hashes[0]);
  expect(hashes[2]?.[0]).not.toBe(hashes[0]?.[0]);
  expect(hashes[2]?.[1]).not.toBe(hashes[0]?.[1]);
});

it('has every kind of person as soon as there is room, and no number twice', () => {
  for (const seed of [1, 2, 3]) {
    const { citizens, expected } = makeTown({ seed, people: 40 }).town;
    expect(new Set(citizens.map(({ persona }) => persona))).toEqual(new Set(personas));
    const numbers = citizens.flatMap((citizen) => citizen.numbers);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(citizens.map(({ name }) => name)).size).toBe(40);
    expect(expected.rows).toBe(40 + expected.rejectedRows + expected.mergedRows.length);
  }
});

it('makes a town of a few or of thousands', () => {
  expect(makeTown({ seed: 1, people: 1 }).town.citizens).toHaveLength(1);
  expect(makeTown({ seed: 1, people: 5000 }).town.citizens).toHaveLength(5000);
});

it('tells people whose answers follow from what is true of them', () => {
  const { citizens } = makeTown({ seed: 11, people: 400 }).town;
  for (const { persona, truth } of citizens) {
    if (persona === 'severe') expect(truth).toMatchObject({ symptoms: 'yes', severe: 'yes' });
    if (persona === 'truthful') expect(truth.symptoms).not.toBe('yes');
    expect(truth.met.length > 0).toBe(truth.metOthers === 'yes');
  }
});

it('refuses to touch the times of what is no ZIP file', () => {
  expect(() => withoutTimes(new Uint8Array(100))).toThrow('not a ZIP file');
});
