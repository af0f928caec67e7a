import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

export type DecisionRecord = {
  readonly id: number;
  readonly outbreakId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly level: number | null;
  readonly exposedOn: LocalDate;
  readonly because: string;
  readonly decidedAt: Date;
  readonly decidedBy: string | null;
};

/** Gives its id; null when a decision about the person is in force already. */
export async function insertDecision(
  tx: Tx,
  decision: {
    readonly outbreakId: number;
    readonly personId: number;
    readonly unitId: number;
    readonly level: number | null;
    readonly exposedOn: LocalDate;
    readonly because: string;
    readonly userId: number;
    readonly at: Date;
  },
): Promise<number | null> {
  const { outbreakId, personId, unitId, level, exposedOn, because, userId, at } = decision;
  const { rows } = await sql<{ id: number }>`
    insert into level_override (outbreak_id, person_id, unit_id, level, exposed_on, because, decided_by, decided_at)
    values (${outbreakId}, ${personId}, ${unitId}, ${level}, ${exposedOn}, ${because}, ${userId}, ${at})
    on conflict (outbreak_id, person_id) where withdrawn_at is null do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Whether there was one in force. */
export async function withdrawDecision(
  tx: Tx,
  id: number,
  { userId, at, because }: { readonly userId: number; readonly at: Date; readonly because: string },
): Promise<boolean> {
  const done = await tx
    .updateTable('level_override')
    .set({ withdrawn_by: userId, withdrawn_at: at, withdrawn_because: because })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

const decisions = (tx: Tx) =>
  tx
    .selectFrom('level_override as v')
    .leftJoin('app_user as w', 'w.id', 'v.decided_by')
    .select([
      'v.id',
      'v.outbreak_id as outbreakId',
      'v.person_id as personId',
      'v.unit_id as unitId',
      'v.level',
      'v.exposed_on as exposedOn',
      'v.because',
      'v.decided_at as decidedAt',
      'w.display_name as decidedBy',
    ]);

export async function readDecision(tx: Tx, id: number): Promise<DecisionRecord | undefined> {
  return await decisions(tx).where('v.id', '=', id).executeTakeFirst();
}

/** The decisions in force about a person. */
export async function readDecisions(tx: Tx, personId: number): Promise<DecisionRecord[]> {
  return await decisions(tx).where('v.person_id', '=', personId).where('v.withdrawn_at', 'is', null).execute();
}
