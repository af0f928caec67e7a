import type { EscalatingAlert, Escalation, Hierarchy, HierarchyUnit } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

export type DueAlert = EscalatingAlert & { readonly id: number; readonly personId: number };

/** Open alerts whose time is over, the longest overdue first; locked, and those that another server has in hand left out. */
export async function lockDueAlerts(tx: Tx, now: Date, limit: number): Promise<DueAlert[]> {
  const { rows } = await sql<DueAlert>`
    select id, person_id as "personId", unit_id as "unitId", code, level, escalated_to as "escalatedTo", due_at as "dueAt",
      next_step_at as "nextStepAt"
    from alert where acknowledged_at is null and not at_top and coalesce(next_step_at, due_at) <= ${now}
    order by coalesce(next_step_at, due_at) limit ${limit} for update skip locked`.execute(tx);
  return rows;
}

/** These units and everything above them as it is on `today`. */
export async function hierarchyAbove(tx: Tx, unitIds: readonly number[], today: LocalDate): Promise<Hierarchy> {
  const { rows } = await sql<HierarchyUnit>`
    with recursive up as (
      select u.id, u.parent_id, u.valid_to from unit u where u.id = any (${[...unitIds]}::bigint[])
      union
      select p.id, p.parent_id, p.valid_to from unit p join up on p.id = up.parent_id)
    select up.id, up.parent_id as "parentId", up.valid_to is null or up.valid_to >= ${today}::date as live,
      exists (select from user_unit x join app_user a on a.id = x.user_id where x.unit_id = up.id and not a.disabled) as staffed
    from up`.execute(tx);
  return new Map(rows.map((unit) => [unit.id, unit]));
}

/** Writes what the rule decided for an alert that is locked. */
export async function writeEscalation(tx: Tx, alert: DueAlert, step: Escalation, now: Date): Promise<void> {
  if (step.kind === 'top') {
    await sql`update alert set at_top = true, version = version + 1 where id = ${alert.id}`.execute(tx);
    return;
  }
  const { level, fromUnitId, toUnitId, nextStepAt } = step;
  await sql`update alert set level = ${level}, escalated_to = ${toUnitId}, escalated_at = ${now}, next_step_at = ${nextStepAt},
    version = version + 1 where id = ${alert.id}`.execute(tx);
  await sql`insert into alert_escalation (alert_id, level, unit_id, from_unit_id, to_unit_id, at, due_at)
    values (${alert.id}, ${level}, ${alert.unitId}, ${fromUnitId}, ${toUnitId}, ${now}, ${nextStepAt})`.execute(tx);
}

export type StepRecord = {
  readonly level: number;
  readonly from: { readonly id: number; readonly code: string; readonly name: string };
  readonly to: { readonly id: number; readonly code: string; readonly name: string };
  readonly at: Date;
  readonly dueAt: Date | null;
};

/** The way of an alert up the hierarchy; undefined when there is no such alert in the scope. */
export async function readSteps(tx: Tx, alertId: number): Promise<StepRecord[] | undefined> {
  const seen = await tx.selectFrom('alert').select('id').where('id', '=', alertId).executeTakeFirst();
  if (!seen) return undefined;
  const { rows } = await sql<StepRecord>`
    select s.level, s.at, s.due_at as "dueAt", jsonb_build_object('id', f.id, 'code', f.code, 'name', f.name) as from,
      jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name) as to
    from alert_escalation s join unit f on f.id = s.from_unit_id join unit t on t.id = s.to_unit_id
    where s.alert_id = ${alertId} order by s.level`.execute(tx);
  return rows;
}
