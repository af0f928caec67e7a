import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomOf } from '../random.ts';
import { makeList } from './list.ts';
import { makePeople } from './people.ts';
import type { Sheet } from './sheet.ts';
import type { Town } from './town.ts';
import { workbookOf } from './workbook.ts';

export type TownOptions = {
  readonly seed: number;
  readonly people: number;
  /** The local day of the list, yyyy-mm-dd. @default '2021-07-10' */
  readonly today?: string;
  /** The commune whose list it is. @default Xã Thiệu Ngọc, 15775 */
  readonly unit?: { readonly code: string; readonly name: string };
};

/** The town of a seed, and its list. */
export function makeTown(options: TownOptions): { town: Town; sheet: Sheet } {
  const { seed, people, today = '2021-07-10', unit = { code: '15775', name: 'Xã Thiệu Ngọc' } } = options;
  const day = new Date(`${today}T00:00:00Z`);
  const citizens = makePeople(people, day.getUTCFullYear(), randomOf(seed));
  const { sheet, expected } = makeList(citizens, { seed, today: day, commune: unit.name }, randomOf(seed + 0x10_0000));
  return { town: { version: 1, seed, today, unit, expected, citizens }, sheet };
}

/** Writes `town.json` and `list.xlsx` into a folder; the same options give the same bytes. */
export async function writeTown(folder: string, options: TownOptions): Promise<Town> {
  const { town, sheet } = makeTown(options);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'town.json'), `${JSON.stringify(town, null, 1)}\n`);
  await writeFile(path.join(folder, 'list.xlsx'), await workbookOf(sheet, new Date(`${town.today}T00:00:00Z`)));
  return town;
}
