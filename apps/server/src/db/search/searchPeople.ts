import type { PeopleSearch } from '@truyvet/outbreak';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { AskedUnits } from './askedUnits.ts';
import { afterPrefix, reversed } from './nameRange.ts';

/**
 * Where a found person stands in the list. Ranks: 1 the name ends with what was typed ("văn an" finds Nguyễn Văn An), 2 it begins with it,
 * 3 family name and given name fit (in one unit: every word begins some word of the name), 4 the words stand somewhere in it, asked only
 * when nothing else fits.
 */
export type FoundAt = { readonly rank: 1 | 2 | 3 | 4; readonly key: string; readonly id: number };
export type SearchPage = { readonly after: FoundAt | undefined; readonly limit: number };

/** So few units are searched through as a whole, in their index; for more, ranges of the keys of all people are read. */
const unitsReadWhole = 4;

/** Whom a search finds within the transaction's scope (and `units`), best rank first, at most `limit`. */
export async function findPeople(tx: Tx, search: PeopleSearch, units: AskedUnits, page: SearchPage): Promise<FoundAt[]> {
  switch (search.kind) {
    case 'nothing':
      return [];
    case 'phone':
      return await findByPhone(tx, search.lastDigits, units, page);
    case 'name':
      return units !== undefined && units.length <= unitsReadWhole
        ? await findInUnits(tx, search, units, page)
        : await findByRanges(tx, search, units, page);
  }
}

type NameSearch = Extract<PeopleSearch, { kind: 'name' }>;

async function findByPhone(tx: Tx, lastDigits: string, units: AskedUnits, { after, limit }: SearchPage): Promise<FoundAt[]> {
  const from = [...lastDigits].toReversed().join('');
  const { rows } = await sql<{ key: string; id: number }>`${kept}
    select ph.reversed as key, p.id from person_phone ph join person p on p.id = ph.person_id
    where ${after ? sql`(ph.reversed, ph.person_id) > (${after.key}, ${after.id})` : sql`ph.reversed >= ${from}`} and ph.reversed < ${afterPrefix(from)}
      and p.merged_into_id is null and ${inUnits(units)}
    order by ph.reversed, ph.person_id limit ${limit}`.execute(tx);
  return rows.map((row) => ({ rank: 1, ...row }));
}

/** Everybody of few units, judged in one pass over their part of the index. */
async function findInUnits(tx: Tx, search: NameSearch, units: readonly number[], page: SearchPage): Promise<FoundAt[]> {
  const found = await readRanked(tx, search, units, page, eachBegins(search));
  return found.length > 0 || page.after ? found : await readRanked(tx, search, units, page, eachStands(search));
}

async function readRanked(
  tx: Tx,
  search: NameSearch,
  units: readonly number[],
  { after, limit }: SearchPage,
  fits: RawBuilder<unknown>,
): Promise<FoundAt[]> {
  const { rows } = await sql<FoundAt>`${kept}
    select rank, key, id from (
      select case when ${endsWith(search)} then 1 when ${beginsWith(search)} then 2 else 3 end as rank, p.name_reversed as key, p.id
      from person p where p.unit_id = any(${units}::bigint[]) and p.merged_into_id is null and ${fits}
    ) f
    where (rank, key, id) > (${after?.rank ?? 0}::int, ${after?.key ?? ''}, ${after?.id ?? 0}::bigint)
    order by rank, key, id limit ${limit}`.execute(tx);
  return rows;
}

/** Many units: range by range of the keys of all people, each read only as far as the page goes; then, if nothing fits so, by the words themselves. */
async function findByRanges(tx: Tx, search: NameSearch, units: AskedUnits, { after, limit }: SearchPage): Promise<FoundAt[]> {
  const found: FoundAt[] = [];
  const ranges = rangesOf(search);
  for (const rank of [1, 2, 3] as const) {
    if (rank < (after?.rank ?? 1) || found.length >= limit) continue;
    const range = ranges[rank - 1];
    const from = after?.rank === rank ? after : undefined;
    const rows = range ? await readRange(tx, range, ranges.slice(0, rank - 1), units, from, limit - found.length) : [];
    found.push(...rows.map((row) => ({ rank, ...row })));
  }
  if (found.length > 0 || (after && after.rank !== 4)) return found;
  const rows = await readLike(tx, search, units, after?.id ?? 0, limit);
  return rows.map((id) => ({ rank: 4, key: '', id }));
}

type Range = { readonly key: RawBuilder<unknown>; readonly prefix: string; readonly rest: RawBuilder<unknown> };

/**
 * The ways that names are said, each a range of one key: the end of the name ("văn an"), its beginning ("nguyễn v"), and family name and given
 * name without what stands between ("nguyễn an").
 */
function rangesOf(search: NameSearch): Range[] {
  const { words, marked } = search;
  const rest = marked ? eachBegins(search) : sql`true`;
  const end = { key: marked ? sql`p.name_marked` : sql`p.name_reversed`, prefix: reversed(marked ?? words), rest: sql`true` };
  const beginning = { key: sql`p.name_key collate "C"`, prefix: words.join(' '), rest };
  if (words.length < 2) return [end, beginning];
  return [end, beginning, { key: sql`p.name_given`, prefix: [words.at(-1), ...words.slice(0, -1)].join(' '), rest }];
}

/** Comparisons only: leakproof, so that row-level security does not stand between them and an index. */
const lies = ({ key, prefix }: Range): RawBuilder<unknown> => sql`(${key} >= ${prefix} and ${key} < ${afterPrefix(prefix)})`;

type Place = { readonly key: string; readonly id: number };

/** One lower bound only, because an index scan begins at the first of several. */
async function readRange(
  tx: Tx,
  range: Range,
  earlier: readonly Range[],
  units: AskedUnits,
  from: Place | undefined,
  limit: number,
): Promise<Place[]> {
  const { key, prefix, rest } = range;
  const { rows } = await sql<Place>`${kept}
    select ${key} as key, p.id from person p
    where ${from ? sql`(${key}, p.id) > (${from.key}, ${from.id})` : sql`${key} >= ${prefix}`} and ${key} < ${afterPrefix(prefix)}
      and p.merged_into_id is null and ${inUnits(units)} and ${all([rest, ...earlier.map((one) => sql`not ${lies(one)}`)])}
    order by ${key}, p.id limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Names in which each word begins a word, in any order; if there are none, names that hold each word anywhere. By id, because such names have no
 * common place in any order.
 */
async function readLike(tx: Tx, search: NameSearch, units: AskedUnits, afterId: number, limit: number): Promise<number[]> {
  const begins = await readFitting(tx, search, true, units, afterId, limit);
  if (begins.length > 0) return begins;
  return await readFitting(tx, search, false, units, afterId, limit);
}

async function readFitting(
  tx: Tx,
  search: NameSearch,
  whole: boolean,
  units: AskedUnits,
  afterId: number,
  limit: number,
): Promise<number[]> {
  const found: number[] = [];
  const fits = search.marked ? (whole ? eachBegins(search) : eachStands(search)) : sql`true`;
  const part = search.marked || units ? 1000 : limit;
  for (let from = afterId; ; ) {
    const { rows } = await sql<{ id: number; fits: boolean }>`${kept}
      select f.id, coalesce(${fits} and ${inUnits(units)}, false) as fits
      from people_named_like(${[...search.words]}::text[], ${whole}, ${from}::bigint, ${part}) as f (id) left join person p on p.id = f.id
      order by f.id`.execute(tx);
    found.push(...rows.filter((row) => row.fits && row.id !== null).map(({ id }) => id));
    const last = rows.at(-1);
    if (rows.length < part || last === undefined || found.length >= limit) return found.slice(0, limit);
    from = last.id;
  }
}

const inUnits = (units: AskedUnits): RawBuilder<unknown> =>
  units === undefined ? sql`true` : sql`p.unit_id = any(${[...units]}::bigint[])`;

function endsWith({ words, marked }: NameSearch): RawBuilder<unknown> {
  const prefix = reversed(marked ?? words);
  const key = marked ? sql`p.name_marked` : sql`p.name_reversed`;
  return sql`(${key} >= ${prefix} and ${key} < ${afterPrefix(prefix)})`;
}

/** Out of the reversed key: in its end stand the first words, of which the last typed may be unfinished. */
function beginsWith({ words, marked }: NameSearch): RawBuilder<unknown> {
  const typed = marked ?? words;
  const before = typed.slice(0, -1).map((word) => ` ${escapeRegex(word)}`);
  return sql`${marked ? sql`p.name_marked` : sql`p.name_reversed`} ~ ${`(^| )${escapeRegex(typed.at(-1) ?? '')}[^ ]*${before.toReversed().join('')}$`}`;
}

/** Each word typed begins a word of the name. */
function eachBegins({ words, marked }: NameSearch): RawBuilder<unknown> {
  const key = marked ? sql`p.name_marked` : sql`p.name_reversed`;
  return all(
    longestFirst(marked ?? words).map(
      (word) => sql`(${key} like ${`${escapeLike(word)}%`} or ${key} like ${`% ${escapeLike(word)}%`})`,
    ),
  );
}

function eachStands({ words, marked }: NameSearch): RawBuilder<unknown> {
  const key = marked ? sql`p.name_marked` : sql`p.name_reversed`;
  return all(longestFirst(marked ?? words).map((word) => sql`${key} like ${`%${escapeLike(word)}%`}`));
}

/** The longest word leaves the fewest names for the others. */
const longestFirst = (words: readonly string[]): string[] => words.toSorted((a, b) => b.length - a.length);

const all = (conditions: RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join(conditions, sql` and `)})`;

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, (character) => `\\${character}`);
}
