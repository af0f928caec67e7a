import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';
import type { CaseRecord } from './cases.ts';

/** A case as it is shown: person and unit where the scope may see them. */
export type CaseRow = CaseRecord & {
  readonly fullName: string | null;
  readonly unitCode: string | null;
  readonly unitName: string | null;
};

/** Cases, the newest first: those of people whom the scope may see, and those known by their code only. */
export async function readCaseRows(
  tx: Tx,
  filter: {
    readonly id?: number | undefined;
    readonly outbreakId?: number | undefined;
    readonly unitId?: number | undefined;
    readonly status?: string | undefined;
  },
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<CaseRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`(k.person_id is null or p.id is not null)`];
  if (filter.id !== undefined) conditions.push(sql`k.id = ${filter.id}`);
  if (filter.outbreakId !== undefined) conditions.push(sql`k.outbreak_id = ${filter.outbreakId}`);
  if (filter.unitId !== undefined) conditions.push(sql`p.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.status !== undefined) conditions.push(sql`k.status = ${filter.status}`);
  if (page.before !== undefined) conditions.push(sql`k.id < ${page.before}`);
  const { rows } = await sql<CaseRow>`
    select k.id, k.outbreak_id as "outbreakId", p.id as "personId", p.full_name as "fullName", u.id as "unitId", u.code as "unitCode",
      u.name as "unitName", k.code, k.status, k.onset_on as "onsetOn", k.first_positive_on as "firstPositiveOn", k.isolated_on as "isolatedOn",
      k.confirmed_at as "confirmedAt", k.outcome, k.basis, k.version
    from case_record k left join person p on p.id = k.person_id left join unit u on u.id = p.unit_id
    where ${sql.join(conditions, sql` and `)} order by k.id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** One case, or undefined when the scope may not see its person. */
export async function readCaseRow(tx: Tx, id: number): Promise<CaseRow | undefined> {
  const [row] = await readCaseRows(tx, { id }, { limit: 1 });
  return row;
}
