import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TownFile } from './citizens.ts';
import { readCitizensLog } from './citizensLog.ts';
import { compareLogs, type Mismatch } from './compare.ts';
import type { ServerRecord } from './serverRecord.ts';

/** Compares the two files that the two processes wrote, and the reading of the list with what the town knows of it. */
export async function compareDemo(
  outFolder: string,
  town: TownFile,
  list: { readonly rows: number; readonly rejectedRows: number },
): Promise<readonly Mismatch[]> {
  const citizens = readCitizensLog(await readFile(join(outFolder, 'citizens.jsonl'), 'utf8'));
  const server = JSON.parse(await readFile(join(outFolder, 'server.json'), 'utf8')) as ServerRecord;
  const people = new Map<string, number>();
  for (const number of town.citizens.flatMap(({ numbers }) => numbers)) people.set(number, (people.get(number) ?? 0) + 1);
  const year = Number(town.today.slice(0, 4));
  return [...compareLogs({ citizens, server, peopleOn: (number) => people.get(number) ?? 0, year }), ...compareList(town, list)];
}

function compareList(
  { expected }: TownFile,
  { rows, rejectedRows }: { readonly rows: number; readonly rejectedRows: number },
): readonly Mismatch[] {
  if (rows === expected.rows && rejectedRows === expected.rejectedRows) return [];
  const detail = `${rows} rows, ${rejectedRows} rejected; written were ${expected.rows} and ${expected.rejectedRows}`;
  return [{ kind: 'listDiffers', callId: '', number: '', detail }];
}
