import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { unitsBelow } from './resultFilter.ts';

/** Which alerts or errands: of one unit and below, of one person, or one by id; everything visible if none is given. */
export type InboxFilter = {
  readonly state: 'open' | 'closed' | 'all';
  readonly unitId?: number | undefined;
  readonly personId?: number | undefined;
  readonly id?: number | undefined;
};
/** Where the page before ended. */
export type InboxPosition = { readonly dueAt: Date; readonly id: number };
export type InboxPage = { readonly after?: InboxPosition | undefined; readonly limit: number };

type Common = {
  readonly id: number;
  readonly code: string;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly e164: string | null;
  readonly attemptId: number | null;
  readonly dueAt: Date;
};
export type AlertRecord = Common & {
  readonly raisedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
};
export type ErrandRecord = Common & {
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
  readonly result: string | null;
  readonly details: unknown;
};

const common = sql`i.id, i.code, u.id as "unitId", u.code as "unitCode", u.name as "unitName", p.id as "personId",
  p.full_name as "fullName", p.birth_year as "birthYear", p.hamlet, p.address, ph.e164, i.attempt_id as "attemptId", i.due_at as "dueAt"`;
const joins = sql`join person p on p.id = i.person_id join unit u on u.id = i.unit_id
  left join attempt at on at.id = i.attempt_id
  left join lateral (
    select e164 from person_phone where person_id = p.id order by (e164 = at.e164) desc nulls last, position, e164 limit 1
  ) ph on true`;

/** Alerts, the nearest deadline first. */
export async function readAlerts(tx: Tx, filter: InboxFilter, page: InboxPage): Promise<AlertRecord[]> {
  const { rows } = await sql<AlertRecord>`
    select ${common}, i.raised_at as "raisedAt", i.acknowledged_at as "acknowledgedAt", w.display_name as "acknowledgedBy"
    from alert i ${joins} left join app_user w on w.id = i.acknowledged_by
    where ${conditions(filter, page, sql`i.acknowledged_at`)}
    order by i.due_at, i.id limit ${page.limit}`.execute(tx);
  return rows;
}

/** Errands, the nearest deadline first. */
export async function readErrands(tx: Tx, filter: InboxFilter, page: InboxPage): Promise<ErrandRecord[]> {
  const { rows } = await sql<ErrandRecord>`
    select ${common}, i.created_at as "createdAt", i.done_at as "doneAt", w.display_name as "doneBy", i.result, i.details
    from errand i ${joins} left join app_user w on w.id = i.done_by
    where ${conditions(filter, page, sql`i.done_at`)}
    order by i.due_at, i.id limit ${page.limit}`.execute(tx);
  return rows;
}

function conditions(filter: InboxFilter, page: InboxPage, closedAt: RawBuilder<unknown>): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [sql`true`];
  if (filter.state !== 'all') all.push(filter.state === 'open' ? sql`${closedAt} is null` : sql`${closedAt} is not null`);
  if (filter.unitId !== undefined) all.push(sql`i.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.personId !== undefined) all.push(sql`i.person_id = ${filter.personId}`);
  if (filter.id !== undefined) all.push(sql`i.id = ${filter.id}`);
  if (page.after) all.push(sql`(i.due_at, i.id) > (${page.after.dueAt}, ${page.after.id})`);
  return sql.join(all, sql` and `);
}
