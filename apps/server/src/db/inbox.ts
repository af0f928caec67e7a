import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { unitsBelow } from './resultFilter.ts';
import { ask, type Question } from './together.ts';

/** Which alerts or errands: of one unit and below, of one person, or one by id; everything visible if none is given. */
export type InboxFilter = {
  readonly state: 'open' | 'closed' | 'all';
  readonly unitId?: number | undefined;
  readonly personId?: number | undefined;
  readonly id?: number | undefined;
  /** Who reads, for `asksMe`. */
  readonly readerId?: number | undefined;
  /** What is asked of this user: alerts whose present unit is theirs, errands they own. */
  readonly mineOf?: number | undefined;
  /** Those whose deadline passed before somebody took or did them, judged at this instant. */
  readonly overdueAt?: Date | undefined;
  /** Alerts only: true for those that went up. */
  readonly escalated?: boolean | undefined;
  /** Errands only: those that nobody owns. */
  readonly unassigned?: boolean | undefined;
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
  readonly personId: number | null;
  readonly fullName: string | null;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly e164: string | null;
  readonly attemptId: number | null;
  readonly dueAt: Date;
  readonly version: number;
};
export type AlertRecord = Common & {
  readonly personId: number;
  readonly fullName: string;
  readonly raisedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
  readonly level: number;
  readonly escalatedToId: number | null;
  readonly escalatedToCode: string | null;
  readonly escalatedToName: string | null;
  readonly escalatedAt: Date | null;
  readonly nextStepAt: Date | null;
  readonly atTop: boolean;
  /** Asked of the reader's own unit now; for administrators, when nobody further up is left. */
  readonly asksMe: boolean;
};
export type ErrandRecord = Common & {
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
  readonly result: string | null;
  readonly details: unknown;
  readonly outcome: string | null;
  readonly ownerId: number | null;
  readonly ownerName: string | null;
  readonly assignedAt: Date | null;
};

const common = sql`i.id, i.code, u.id as "unitId", u.code as "unitCode", u.name as "unitName", p.id as "personId",
  p.full_name as "fullName", p.birth_year as "birthYear", p.hamlet, p.address, ph.e164, i.attempt_id as "attemptId", i.due_at as "dueAt", i.version`;
const joins = sql`join unit u on u.id = i.unit_id
  left join attempt at on at.id = i.attempt_id
  left join lateral (
    select e164 from person_phone where person_id = p.id order by (e164 = at.e164) desc nulls last, position, e164 limit 1
  ) ph on true`;

/** Alerts, the nearest deadline first. */
export const alertsFor = (filter: InboxFilter, page: InboxPage): Question<AlertRecord> => ({
  rows: sql`
    select ${common}, i.raised_at as "raisedAt", i.acknowledged_at as "acknowledgedAt", w.display_name as "acknowledgedBy", i.note,
      i.level, e.id as "escalatedToId", e.code as "escalatedToCode", e.name as "escalatedToName", i.escalated_at as "escalatedAt",
      i.next_step_at as "nextStepAt", i.at_top as "atTop", i.acknowledged_at is null and ${asks(filter.readerId ?? null)} as "asksMe"
    from alert i join person p on p.id = i.person_id ${joins} left join app_user w on w.id = i.acknowledged_by
    left join unit e on e.id = i.escalated_to
    where ${sql.join([...conditions(filter, page, sql`i.acknowledged_at`), ...alertConditions(filter)], sql` and `)}
    order by i.due_at, i.id limit ${page.limit}`,
  instants: ['raisedAt', 'dueAt', 'acknowledgedAt', 'escalatedAt', 'nextStepAt'],
});
export const readAlerts = async (tx: Tx, filter: InboxFilter, page: InboxPage): Promise<AlertRecord[]> =>
  await ask(tx, alertsFor(filter, page));

/** Errands, the nearest deadline first. */
export const errandsFor = (filter: InboxFilter, page: InboxPage): Question<ErrandRecord> => ({
  rows: sql`
    select ${common}, i.created_at as "createdAt", i.done_at as "doneAt", w.display_name as "doneBy", i.result, i.details,
      i.outcome, o.id as "ownerId", o.display_name as "ownerName", i.assigned_at as "assignedAt"
    from errand i left join person p on p.id = i.person_id ${joins} left join app_user w on w.id = i.done_by
    left join app_user o on o.id = i.owner_id
    where ${sql.join([...conditions(filter, page, sql`i.done_at`), ...errandConditions(filter)], sql` and `)}
    order by i.due_at, i.id limit ${page.limit}`,
  instants: ['dueAt', 'createdAt', 'doneAt', 'assignedAt'],
});
export const readErrands = async (tx: Tx, filter: InboxFilter, page: InboxPage): Promise<ErrandRecord[]> =>
  await ask(tx, errandsFor(filter, page));

function conditions(filter: InboxFilter, page: InboxPage, closedAt: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [sql`true`];
  if (filter.state !== 'all') all.push(filter.state === 'open' ? sql`${closedAt} is null` : sql`${closedAt} is not null`);
  if (filter.unitId !== undefined) all.push(sql`i.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.personId !== undefined) all.push(sql`i.person_id = ${filter.personId}`);
  if (filter.id !== undefined) all.push(sql`i.id = ${filter.id}`);
  if (page.after) all.push(sql`(i.due_at, i.id) > (${page.after.dueAt}, ${page.after.id})`);
  if (filter.overdueAt !== undefined) all.push(sql`i.due_at < coalesce(${closedAt}, ${filter.overdueAt})`);
  return all;
}

function alertConditions({ mineOf, escalated }: InboxFilter): RawBuilder<unknown>[] {
  return [
    ...(mineOf === undefined ? [] : [asks(mineOf)]),
    ...(escalated === undefined ? [] : [escalated ? sql`i.level > 0` : sql`i.level = 0`]),
  ];
}

function errandConditions({ mineOf, unassigned }: InboxFilter): RawBuilder<unknown>[] {
  return [
    ...(mineOf === undefined ? [] : [sql`i.owner_id = ${mineOf}`]),
    ...(unassigned === true ? [sql`i.owner_id is null`] : []),
  ];
}

function asks(userId: number | null): RawBuilder<boolean> {
  return sql<boolean>`((i.at_top and sees_all())
    or coalesce(i.escalated_to, i.unit_id) in (select unit_id from user_unit where user_id = ${userId}))`;
}
