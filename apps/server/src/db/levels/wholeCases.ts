import { always } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { packedInts } from './packedInts.ts';

/** Case records in columns, the oldest first. */
export type WholeCases = {
  readonly count: number;
  readonly id: (place: number) => number;
  /** 0 where only the code is known. */
  readonly person: (place: number) => number;
  readonly onset: (place: number) => number | null;
  readonly firstPositive: (place: number) => number | null;
  readonly isolated: (place: number) => number | null;
  /** Confirmed in this outbreak, and not of somebody who was merged into another. */
  readonly counts: (place: number) => boolean;
  /** By record: contacts may name a record instead of its person. */
  readonly personOf: ReadonlyMap<number, number>;
  /** Records without a person. */
  readonly codeOnly: readonly number[];
};

/** Reads all case records; those of other outbreaks only say who they are. Needs scope `all`. */
export async function readWholeCases(tx: Tx, outbreakId: number): Promise<WholeCases> {
  const { rows } = await sql<{ ends: Buffer | null; days: Buffer | null; more: Buffer | null }>`
    with record as (
      select k.id, coalesce(k.person_id, 0) as person, coalesce(k.onset_on - date '1970-01-01', ${always}::int) as onset,
        coalesce(k.first_positive_on - date '1970-01-01', ${always}::int) as positive,
        coalesce(k.isolated_on - date '1970-01-01', ${always}::int) as isolated,
        (k.outbreak_id = ${outbreakId} and k.status = 'confirmed' and p.merged_into_id is null)::int as counts
      from case_record k left join person p on p.id = k.person_id order by k.id
    )
    select string_agg(int8send((id << 32) | person), '') as ends, string_agg(int4send(onset) || int4send(positive), '') as days,
      string_agg(int4send(isolated) || int4send(counts), '') as more
    from record`.execute(tx);
  const ends = packedInts(rows[0]?.ends ?? null);
  const days = packedInts(rows[0]?.days ?? null);
  const more = packedInts(rows[0]?.more ?? null);
  const day = (value: number | undefined) => (value === undefined || value === always ? null : value);
  const personOf = new Map<number, number>();
  const codeOnly: number[] = [];
  for (let at = 0; at < ends.length; at += 2) {
    if (ends[at + 1] === 0) codeOnly.push(ends[at] ?? 0);
    else personOf.set(ends[at] ?? 0, ends[at + 1] ?? 0);
  }
  return {
    count: ends.length / 2,
    id: (place) => ends[2 * place] ?? 0,
    person: (place) => ends[2 * place + 1] ?? 0,
    onset: (place) => day(days[2 * place]),
    firstPositive: (place) => day(days[2 * place + 1]),
    isolated: (place) => day(more[2 * place]),
    counts: (place) => more[2 * place + 1] === 1,
    personOf,
    codeOnly,
  };
}
