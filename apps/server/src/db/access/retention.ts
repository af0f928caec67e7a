import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { erasePeople } from './erasure.ts';

export const retentionSubjects = ['recordings', 'importFiles', 'checkIns', 'callDetails', 'people'] as const;
export type RetentionSubject = (typeof retentionSubjects)[number];

export type RetentionRule = {
  readonly legalBasis: string;
  readonly subject: RetentionSubject;
  readonly keepDays: number;
  readonly document: string | null;
  /** Null: a proposal, by which nothing is erased. */
  readonly confirmedAt: Date | null;
};

export async function readRetentionRules(tx: Tx): Promise<RetentionRule[]> {
  const { rows } = await sql<RetentionRule>`
    select legal_basis as "legalBasis", subject, keep_days as "keepDays", document, confirmed_at as "confirmedAt"
    from retention_rule order by legal_basis, subject`.execute(tx);
  return rows;
}

/** Puts a period into force. Needs scope `all`. False when there is no such rule. */
export async function confirmRetentionRule(
  tx: Tx,
  rule: Omit<RetentionRule, 'confirmedAt'> & { readonly at: Date; readonly userId: number | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update retention_rule set keep_days = ${rule.keepDays}, document = ${rule.document}, confirmed_at = ${rule.at}, confirmed_by = ${rule.userId}
    where legal_basis = ${rule.legalBasis} and subject = ${rule.subject}`.execute(tx);
  return numAffectedRows === 1n;
}

/** What is kept on a ground and was there before `before`: `due` are the ids to erase, oldest first. */
type Clock = {
  readonly due: (basis: string, before: Date) => ReturnType<typeof sql<{ id: number | string }>>;
  readonly erase: (tx: Tx, ids: readonly (number | string)[], at: Date) => Promise<void>;
};

/** Each subject's clock: from when it counts, and what erasing means. */
const clocks: Readonly<Record<RetentionSubject, Clock>> = {
  /** From the call. */
  recordings: {
    due: (basis, before) => sql`
      select r.id from recording r join attempt a on a.id = r.attempt_id join call_task t on t.id = a.task_id
      join campaign c on c.id = t.campaign_id where c.legal_basis = ${basis} and r.recorded_at < ${before}`,
    erase: async (tx, ids) => void (await sql`delete from recording where id = any (${[...ids]}::text[])`.execute(tx)),
  },
  /** From the upload. The file and its cells go; who came in by which row stays. */
  importFiles: {
    due: (basis, before) => sql`
      select f.id from import_file f join outbreak o on o.id = f.outbreak_id
      where o.legal_basis = ${basis} and f.uploaded_at < ${before} and f.erased_at is null`,
    erase: async (tx, ids, at) => {
      await sql`update import_row set cells = '[]' where import_id = any (${[...ids]}::bigint[])`.execute(tx);
      await sql`update import_file set content = '', erased_at = ${at} where id = any (${[...ids]}::bigint[])`.execute(tx);
    },
  },
  /** From the visit. They hang on no outbreak: whoever scans is asked, so the ground is consent unless an epidemic's rule is shorter. */
  checkIns: {
    due: (_, before) => sql`select id from check_in where came_at < ${before}`,
    erase: async (tx, ids) => void (await sql`delete from check_in where id = any (${[...ids]}::bigint[])`.execute(tx)),
  },
  /** From the end of the call: how far the dialogue came, and the network's names for the call. */
  callDetails: {
    due: (basis, before) => sql`
      select a.id from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id
      where c.legal_basis = ${basis} and a.ended_at < ${before} and a.session is not null`,
    erase: async (tx, ids) =>
      void (await sql`update attempt set session = null, identifiers = '{}' where id = any (${[...ids]}::bigint[])`.execute(tx)),
  },
  /** From the end of the last follow-up or order, the last case, the last contact or the entry, whatever is latest; nobody with something open. */
  people: {
    due: (basis, before) => sql`
      select p.id from person p
      where p.erased_at is null and p.merged_into_id is null and p.created_at < ${before}
        and not exists (select from outbreak o where o.legal_basis <> ${basis} and (
              exists (select from exposure x where x.target_person_id = p.id and x.outbreak_id = o.id)
              or exists (select from case_record c where c.person_id = p.id and c.outbreak_id = o.id)))
        and exists (select from outbreak o where o.legal_basis = ${basis})
        and not exists (select from follow_up f where f.person_id = p.id and (f.state = 'open' or f.end_on >= ${before}::date))
        and not exists (select from isolation_order i where i.person_id = p.id and (i.state = 'active' or i.end_on >= ${before}::date))
        and not exists (select from exposure x where (x.target_person_id = p.id or x.source_person_id = p.id) and x.created_at >= ${before})
        and not exists (select from case_record c where c.person_id = p.id and (c.outcome = 'ill' or c.confirmed_at >= ${before}))
        and not exists (select from errand e where e.person_id = p.id and e.done_at is null)
        and not exists (select from alert a where a.person_id = p.id and a.acknowledged_at is null)
        and not exists (select from attempt a where a.person_id = p.id and a.ended_at is null)`,
    erase: async (tx, ids, at) => await erasePeople(tx, ids.map(Number), at),
  },
};

/** How many are due. */
export async function countDue(tx: Tx, { subject, legalBasis }: RetentionRule, before: Date): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from (${clocks[subject].due(legalBasis, before)}) due`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Erases some of what is due; gives their ids. */
export async function eraseDue(
  tx: Tx,
  { subject, legalBasis }: RetentionRule,
  before: Date,
  at: Date,
  limit: number,
): Promise<(number | string)[]> {
  const { rows } = await sql<{
    id: number | string;
  }>`select id from (${clocks[subject].due(legalBasis, before)}) due order by id limit ${limit}`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await clocks[subject].erase(tx, ids, at);
  return ids;
}
