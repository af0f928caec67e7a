import type { Advice } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { unitsBelow } from '../resultFilter.ts';

export type AdviceState = 'proposed' | 'approved' | 'changed' | 'refused' | 'superseded';
export type PersonFields = {
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly e164: string | null;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
};
export type AdviceRecord = PersonFields & {
  readonly id: number;
  readonly version: number;
  readonly outbreakId: number;
  readonly state: AdviceState;
  readonly advice: Advice;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly orderId: number | null;
  readonly createdAt: Date;
};

export type AdviceFilter = {
  readonly id?: number | undefined;
  readonly personId?: number | undefined;
  readonly outbreakId?: number | undefined;
  readonly unitId?: number | undefined;
  readonly states?: readonly AdviceState[] | undefined;
  /** Only advice that an active order rests on, or that waits for a decision. */
  readonly standing?: boolean | undefined;
};

/** Columns and joins of the person of a row `i`, as lists name people. */
export const personColumns = sql`p.id as "personId", p.full_name as "fullName", p.birth_year as "birthYear", p.hamlet, ph.e164,
  u.id as "unitId", u.code as "unitCode", u.name as "unitName"`;
export const personJoins = sql`join person p on p.id = i.person_id join unit u on u.id = i.unit_id
  left join lateral (select e164 from person_phone where person_id = p.id order by position, e164 limit 1) ph on true`;

/** Advice, the newest first; `after` is the id where the page before ended. */
export async function readAdvice(
  tx: Tx,
  filter: AdviceFilter,
  page: { readonly after?: number | undefined; readonly limit: number },
): Promise<AdviceRecord[]> {
  const all = [sql`true`];
  if (filter.id !== undefined) all.push(sql`i.id = ${filter.id}`);
  if (filter.personId !== undefined) all.push(sql`i.person_id = ${filter.personId}`);
  if (filter.outbreakId !== undefined) all.push(sql`i.outbreak_id = ${filter.outbreakId}`);
  if (filter.unitId !== undefined) all.push(sql`i.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.states !== undefined) all.push(sql`i.state = any(${[...filter.states]}::text[])`);
  if (filter.standing) all.push(standing);
  if (page.after !== undefined) all.push(sql`i.id < ${page.after}`);
  const { rows } = await sql<AdviceRecord>`
    with i as materialized (
      select i.* from isolation_advice i where ${sql.join(all, sql` and `)} order by i.id desc limit ${page.limit})
    select i.id, i.version, i.outbreak_id as "outbreakId", i.state, i.advice, i.reason, w.display_name as "decidedBy",
      i.decided_at as "decidedAt", (select max(o.id) from isolation_order o where o.advice_id = i.id) as "orderId",
      i.created_at as "createdAt", ${personColumns}
    from i ${personJoins} left join app_user w on w.id = i.decided_by order by i.id desc`.execute(tx);
  return rows;
}

/** The person was advised as a contact or a returnee, and is a case by now. */
const outgrown = sql`i.advice #>> '{inputs,category}' <> 'F0' and exists (
  select from case_record c where c.person_id = i.person_id and c.outbreak_id = i.outbreak_id and c.status in ('confirmed', 'probable')
    and coalesce(c.outcome, 'ill') = 'ill')`;

/** It waits for a decision; or an active order rests on it, and nothing newer waits. Who has become a case needs advice as a case instead. */
const standing = sql`(not (${outgrown}) and (i.state = 'proposed' or (i.state in ('approved', 'changed')
  and exists (select from isolation_order o where o.advice_id = i.id and o.state = 'active')
  and not exists (
    select from isolation_advice n where n.person_id = i.person_id and n.outbreak_id = i.outbreak_id and n.state = 'proposed'))))`;

/** Writes a proposal; one that was open for the person in the outbreak is superseded. Returns its id. */
export async function insertAdvice(
  tx: Tx,
  proposal: {
    readonly outbreakId: number;
    readonly personId: number;
    readonly unitId: number;
    readonly advice: Advice;
    readonly userId: number | null;
    readonly now: Date;
  },
): Promise<number> {
  const { outbreakId, personId, unitId, advice, userId, now } = proposal;
  await sql`update isolation_advice set state = 'superseded', version = version + 1
    where outbreak_id = ${outbreakId} and person_id = ${personId} and state = 'proposed'`.execute(tx);
  const row = {
    outbreak_id: outbreakId,
    person_id: personId,
    unit_id: unitId,
    rule_code: advice.kind === 'rule' ? advice.ruleCode : null,
    rule_version: advice.kind === 'rule' ? advice.ruleVersion : null,
    inputs: json(advice.inputs),
    advice: json(advice),
    advised_on: advice.advisedOn,
    created_by: userId,
    created_at: now,
  };
  return (await tx.insertInto('isolation_advice').values(row).returning('id').executeTakeFirstOrThrow()).id;
}
