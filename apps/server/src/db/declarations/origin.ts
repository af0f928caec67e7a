import { namedPart, unitNameKey } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** What people write for a province besides its name, folded. */
const otherNames: Readonly<Record<string, string>> = {
  hcm: 'ho chi minh',
  tphcm: 'ho chi minh',
  tpho: 'ho chi minh',
  'sai gon': 'ho chi minh',
  sg: 'ho chi minh',
  hn: 'ha noi',
  'vung tau': 'ba ria vung tau',
  hue: 'thua thien hue',
};

/**
 * The province that a place in words lies in, on a day: "KCN Tân Tạo, Bình Tân, TP.HCM", "Bình Dương". Null when no part of it, read from its
 * end, is the name of exactly one province: the words then stay as they are.
 */
export async function readOriginProvince(tx: Tx, text: string, day: string): Promise<number | null> {
  const keys = text
    .split(/[,;()\n]|\s[-–]\s/u)
    .map((part) => keyOf(part))
    .filter((key) => key !== '')
    .reverse();
  if (keys.length === 0) return null;
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from unit where kind = 'province' and valid_from <= ${day} and (valid_to is null or valid_to >= ${day})`.execute(
    tx,
  );
  for (const key of keys) {
    const found = rows.filter(({ name }) => keyOf(name) === key);
    if (found.length === 1) return found[0]?.id ?? null;
  }
  return null;
}

function keyOf(part: string): string {
  const key = unitNameKey(namedPart(part).bare);
  return otherNames[key] ?? key;
}
