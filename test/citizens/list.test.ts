import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRoster } from '@truyvet/outbreak';
import { expect, it } from 'vitest';
import { writeTown } from '../../apps/citizens/src/town/generate.ts';
import { readListFile } from '../../apps/server/src/lists/readListFile.ts';

it.each([3, 7])('reads the list of town %i as its people, bad rows and double rows', async (seed) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'list-'));
  const { citizens, expected, today, unit } = await writeTown(folder, { seed, people: 80 });
  const file = await readListFile(path.join(folder, 'list.xlsx'));
  await rm(folder, { recursive: true });
  const roster = readRoster(file.sheets[0]?.rows ?? [], { today, communeName: unit.name });
  if (!roster.ok) throw new Error(roster.code);

  expect(roster.rowCount).toBe(expected.rows);
  expect(roster.rejected.map(({ rowNumber }) => rowNumber)).toEqual(expected.rejected.map(({ rowNumber }) => rowNumber));
  const merged = roster.people.flatMap(({ sources }) => sources.slice(1).map(({ rowNumber }) => rowNumber));
  expect(merged.sort((a, b) => a - b)).toEqual(expected.mergedRows);

  const read = new Map(roster.people.map((person) => [person.phones[0]?.e164, person]));
  expect(read.size).toBe(citizens.length);
  for (const citizen of citizens) {
    const person = read.get(citizen.numbers[0]);
    expect(person?.phones.map(({ e164 }) => e164)).toEqual(citizen.numbers);
    expect(person?.sex).toBe(citizen.sex);
    expect(person?.birth?.year).toBe(citizen.truth.birthYear);
    expect(person?.statedLevel).toBe(citizen.level === 'F1' ? 1 : 2);
    expect(person?.contacts.every(({ lastContactOn }) => lastContactOn !== null)).toBe(true);
  }
});
