import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

/** The errand about a unit that ended without anybody having said who took over. */
export const unitErrandCode = 'unitWithoutSuccessor';
const dueInMs = 30 * 24 * 3_600_000;

/**
 * An errand for every unit that ended before `today`, whose successor is not known, and that matters: it is one of `unitIds`, or people,
 * addresses or users hang on it. A district whose communes are known to go on needs none. Returns how many were new.
 */
export async function raiseUnitErrands(
  tx: Tx,
  { unitIds = [], today, at }: { unitIds?: readonly number[]; today: LocalDate; at: Date },
): Promise<number> {
  const written = await sql`
    insert into errand (unit_id, person_id, code, details, created_at, due_at)
    select u.id, null, ${unitErrandCode}, jsonb_build_object('unitCode', u.code, 'unitName', u.name, 'endedOn', u.valid_to::text), ${at},
      ${new Date(at.getTime() + dueInMs)}
    from unit u
    where u.valid_to < ${today} and u.kind <> 'country'
      and not exists (select from unit_successor s where s.unit_id = u.id)
      and not exists (select from unit c join unit_successor s on s.unit_id = c.id where c.parent_id = u.id)
      and (u.id = any (${[...unitIds]}::bigint[])
        or exists (select from person p where p.unit_id = u.id)
        or exists (select from user_unit n where n.unit_id = u.id)
        or exists (select from address a where a.commune_unit_id = u.id and a.valid_to is null))
    on conflict (unit_id, code, (coalesce(details ->> 'about', ''))) where person_id is null and done_at is null do nothing`.execute(
    tx,
  );
  return Number(written.numAffectedRows ?? 0n);
}

/** Closes the errands of units whose successor has become known. Returns how many. */
export async function closeUnitErrands(tx: Tx, at: Date, result: string): Promise<number> {
  const written = await sql`
    update errand e set done_at = ${at}, result = ${result}
    where e.code = ${unitErrandCode} and e.person_id is null and e.done_at is null
      and exists (select from unit_successor s where s.unit_id = e.unit_id)`.execute(tx);
  return Number(written.numAffectedRows ?? 0n);
}
