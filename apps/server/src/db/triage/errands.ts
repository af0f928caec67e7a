import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

export type LockedErrand = {
  readonly id: number;
  readonly unitId: number;
  readonly unitName: string;
  readonly personId: number | null;
  readonly code: string;
  readonly ownerId: number | null;
  readonly doneAt: Date | null;
  readonly version: number;
};

/** The errand, locked until the transaction ends; undefined when there is none that the scope may see. */
export async function lockErrand(tx: Tx, errandId: number): Promise<LockedErrand | undefined> {
  const { rows } = await sql<LockedErrand>`
    select e.id, e.unit_id as "unitId", u.name as "unitName", e.person_id as "personId", e.code, e.owner_id as "ownerId",
      e.done_at as "doneAt", e.version
    from errand e join unit u on u.id = e.unit_id where e.id = ${errandId} for update of e`.execute(tx);
  return rows[0];
}

/** True when the user is enabled, their units hold this one (the trigger errand_owner_in_reach asks the same), and their role works on errands. */
export async function userReaches(tx: Tx, userId: number, unitId: number): Promise<boolean> {
  const { rows } = await sql<{ reaches: boolean }>`select user_reaches(${userId}, ${unitId})
    and exists (select from app_user a where a.id = ${userId} and ${worksOnErrands}) as reaches`.execute(tx);
  return rows[0]?.reaches ?? false;
}

/** Gives the errand to a user, or to nobody. The errand is locked by the caller. */
export async function setOwner(
  tx: Tx,
  errand: LockedErrand,
  { ownerId, by, at }: { readonly ownerId: number | null; readonly by: number; readonly at: Date },
): Promise<void> {
  const assigned = ownerId === null ? { assigned_at: null, assigned_by: null } : { assigned_at: at, assigned_by: by };
  await tx
    .updateTable('errand')
    .set({ owner_id: ownerId, ...assigned, version: errand.version + 1 })
    .where('id', '=', errand.id)
    .execute();
}

/** Whether the role of user `a` may work on errands at all. */
const worksOnErrands = sql`exists (select from role_permission r where r.role = a.role and r.permission = 'errands.work')`;

export type PossibleOwner = { readonly id: number; readonly displayName: string; readonly openErrands: number };

/** The users bound to a unit or to one above it who may work on errands, who have least to do first. Administrators are not offered; they can take an errand themselves. */
export async function readPossibleOwners(tx: Tx, unitId: number): Promise<PossibleOwner[]> {
  const { rows } = await sql<PossibleOwner>`
    with recursive up as (
      select u.id, u.parent_id from unit u where u.id = ${unitId}
      union
      select p.id, p.parent_id from unit p join up on p.id = up.parent_id)
    select a.id, a.display_name as "displayName",
      (select count(*) from errand e where e.owner_id = a.id and e.done_at is null) as "openErrands"
    from app_user a where not a.disabled and ${worksOnErrands} and exists (select from user_unit x join up on up.id = x.unit_id where x.user_id = a.id)
    order by 3, a.display_name, a.id limit 200`.execute(tx);
  return rows;
}
