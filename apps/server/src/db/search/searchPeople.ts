import type { PeopleSearch } from '@truyvet/outbreak';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { AskedUnits } from './askedUnits.ts';
import { afterPrefix, reversed } from './nameRange.ts';

/**
 * Where a found person stands in the list. Ranks: 1 the name ends with what was typed ("văn an" finds Nguyễn Văn An), 2 it begins with it,
 * 3 every word typed begins some word of the name, 4 every word stands somewhere in it (asked only when nothing else fits).
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
  const { rows } = await sql<{ key: string; id: number }>`
    select ph.reversed as key, p.id from person_phone ph join person p on p.id = ph.person_id
    where ph.reversed >= ${from} and ph.reversed < ${afterPrefix(from)} and (ph.reversed, p.id) > (${after?.key ?? ''}, ${after?.id ?? 0})
      and p.merged_into_id is null and ${inUnits(units)}
    order by ph.reversed, p.id limit ${limit}`.execute(tx);
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
  const { rows } = await sql<FoundAt>`
    select rank, key, id from (
      select case when ${endsWith(search)} then 1 when ${beginsWith(search)} then 2 else 3 end as rank, p.name_reversed as key, p.id
      from person p where p.unit_id = any(${units}::bigint[]) and p.merged_into_id is null and ${fits}
    ) f
    where (rank, key, id) > (${after?.rank ?? 0}::int, ${after?.key ?? ''}, ${after?.id ?? 0}::bigint)
    order by rank, key, id limit ${limit}`.execute(tx);
  return rows;
}

/** Many units: rank by rank, each a range of an index that is read only as far as the page goes. */
async function findByRanges(tx: Tx, search: NameSearch, units: AskedUnits, { after, limit }: SearchPage): Promise<FoundAt[]> {
  const found: FoundAt[] = [];
  for (const rank of [1, 2, 3, 4] as const) {
    if (rank < (after?.rank ?? 1)) continue;
    if (found.length >= limit || (rank === 4 && after?.rank !== 4 && (found.length > 0 || after !== undefined))) break;
    const from = after?.rank === rank ? after : { key: '', id: 0 };
    const rest = limit - found.length;
    const ids =
      rank <= 2
        ? await readRange(tx, search, rank === 1 ? 1 : 2, units, from, rest)
        : await readLike(tx, search, rank === 3, units, from, rest);
    found.push(...ids.map((row) => ({ rank, ...row })));
  }
  return found;
}

type Place = { readonly key: string; readonly id: number };

async function readRange(
  tx: Tx,
  search: NameSearch,
  rank: 1 | 2,
  units: AskedUnits,
  from: Place,
  limit: number,
): Promise<Place[]> {
  const prefix = rank === 1 ? reversed(search.marked ?? search.words) : search.words.join(' ');
  const key = rank === 2 ? sql`p.name_key collate "C"` : search.marked ? sql`p.name_marked` : sql`p.name_reversed`;
  const rest = rank === 1 ? sql`true` : sql`not ${endsWith(search)} and ${search.marked ? eachBegins(search) : sql`true`}`;
  const { rows } = await sql<Place>`
    select ${key} as key, p.id from person p
    where ${key} >= ${prefix} and ${key} < ${afterPrefix(prefix)} and (${key}, p.id) > (${from.key}, ${from.id})
      and p.merged_into_id is null and ${inUnits(units)} and ${rest}
    order by ${key}, p.id limit ${limit}`.execute(tx);
  return rows;
}

/** By id, because names that fit in such ways have no common place in any order. */
async function readLike(
  tx: Tx,
  search: NameSearch,
  whole: boolean,
  units: AskedUnits,
  from: Place,
  limit: number,
): Promise<Place[]> {
  const found: Place[] = [];
  const marks = search.marked ? (whole ? eachBegins(search) : eachStands(search)) : sql`true`;
  const part = search.marked || units ? 1000 : limit + 50;
  for (let afterId = from.id; ; ) {
    const { rows } = await sql<{ id: number; fits: boolean }>`
      select f.id, coalesce(not ${endsWith(search)} and not ${beginsFolded(search)} and ${marks} and ${inUnits(units)}, false) as fits
      from people_named_like(${[...search.words]}::text[], ${whole}, ${afterId}::bigint, ${part}) as f (id) left join person p on p.id = f.id
      order by f.id`.execute(tx);
    found.push(...rows.filter(({ fits }) => fits).map(({ id }) => ({ key: '', id })));
    const last = rows.at(-1);
    if (rows.length < part || last === undefined || found.length >= limit) return found.slice(0, limit);
    afterId = last.id;
  }
}

const inUnits = (units: AskedUnits): RawBuilder<unknown> =>
  units === undefined ? sql`true` : sql`p.unit_id = any(${[...units]}::bigint[])`;

/** Comparisons only: leakproof, so that row-level security does not stand between them and an index. */
function endsWith({ words, marked }: NameSearch): RawBuilder<unknown> {
  const prefix = reversed(marked ?? words);
  const key = marked ? sql`p.name_marked` : sql`p.name_reversed`;
  return sql`(${key} >= ${prefix} and ${key} < ${afterPrefix(prefix)})`;
}

/** As `beginsFolded`, out of the reversed key: in its end stand the first words, of which the last typed may be unfinished. */
function beginsWith({ words, marked }: NameSearch): RawBuilder<unknown> {
  const typed = marked ?? words;
  const before = typed.slice(0, -1).map((word) => ` ${escapeRegex(word)}`);
  return sql`${marked ? sql`p.name_marked` : sql`p.name_reversed`} ~ ${`(^| )${escapeRegex(typed.at(-1) ?? '')}[^ ]*${before.toReversed().join('')}$`}`;
}

function beginsFolded({ words }: NameSearch): RawBuilder<unknown> {
  const prefix = words.join(' ');
  return sql`(p.name_key collate "C" >= ${prefix} and p.name_key collate "C" < ${afterPrefix(prefix)})`;
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
