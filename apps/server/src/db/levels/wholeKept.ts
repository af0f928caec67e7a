import { always } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { packedInts } from './packedInts.ts';

/** What is kept of one person; used again for the next. */
export type KeptRow = {
  person: number;
  /** -1: a level that lapsed, whose windows alone are kept. */
  level: number;
  decided: boolean;
  /** `always`: none. */
  exposedOn: number;
  lapsesOn: number;
  /** 0: none. */
  via: number;
  /** Both halves of the `ArrayHash` of the windows. */
  hashHigh: number;
  hashLow: number;
};

type KeptColumns = {
  readonly people: Buffer | null;
  readonly days: Buffer | null;
  readonly via: Buffer | null;
  readonly hashes: Buffer | null;
};
export type WholeKept = { readonly levels: readonly KeptColumns[]; readonly lapsed: readonly KeptColumns[] };

/**
 * Reads what is kept of an outbreak, in columns of 64 bits, of each person's windows only a hash. Parts of a quarter of a million people, so that no
 * column is too long for a text; grouped, so that PostgreSQL has done its work before the first part leaves.
 */
export async function readWholeKept(tx: Tx, outbreakId: number): Promise<WholeKept> {
  const levels = sql<KeptColumns>`
    select string_agg(int8send((person_id << 32) | (level * 2 + decided::int)), '') as people,
      string_agg(int8send((coalesce(exposed_on - date '1970-01-01', ${always}::int)::bigint << 32)
        | (coalesce(lapses_on - date '1970-01-01', ${always}::int)::bigint & 4294967295)), '') as days,
      string_agg(int8send(coalesce(via_exposure_id, 0)), '') as via, string_agg(int8send(hash_array_extended(windows, 0)), '') as hashes
    from person_level where outbreak_id = ${outbreakId} group by person_id / 250000`.execute(tx);
  const lapsed = sql<KeptColumns>`
    select string_agg(int8send((person_id << 32) | 4294967295), '') as people, null::bytea as days, null::bytea as via,
      string_agg(int8send(hash_array_extended(windows, 0)), '') as hashes
    from lapsed_level where outbreak_id = ${outbreakId} group by person_id / 250000`.execute(tx);
  return { levels: (await levels).rows, lapsed: (await lapsed).rows };
}

/** Calls `visit` with each row. */
export function forEachKept({ levels, lapsed }: WholeKept, visit: (row: KeptRow) => void): void {
  const row: KeptRow = { person: 0, level: 0, decided: false, exposedOn: 0, lapsesOn: 0, via: 0, hashHigh: 0, hashLow: 0 };
  for (const columns of [...levels, ...lapsed]) {
    const people = packedInts(columns.people);
    const days = packedInts(columns.days);
    const via = packedInts(columns.via);
    const hashes = packedInts(columns.hashes);
    for (let i = 0; i < people.length; i += 2) {
      row.person = people[i] ?? 0;
      const state = people[i + 1] ?? 0;
      row.level = state >> 1;
      row.decided = state > 0 && (state & 1) === 1;
      row.exposedOn = days[i] ?? always;
      row.lapsesOn = days[i + 1] ?? always;
      row.via = (via[i] ?? 0) * 2 ** 32 + ((via[i + 1] ?? 0) >>> 0);
      row.hashHigh = hashes[i] ?? 0;
      row.hashLow = hashes[i + 1] ?? 0;
      visit(row);
    }
  }
}
