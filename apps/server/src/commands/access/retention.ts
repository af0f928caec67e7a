import { Problem } from '@truyvet/contract';
import { callUnderWay, erasePeople, recordsOfPerson } from '../../db/access/erasure.ts';
import {
  confirmRetentionRule,
  countDue,
  eraseDue,
  type RetentionRule,
  type RetentionSubject,
  readRetentionRules,
} from '../../db/access/retention.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inScope, type Scope, systemScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';

const dayMs = 86_400_000;
const batch = 500;

export type RetentionLine = RetentionRule & {
  /** Older than the period. */
  readonly due: number;
  /** 0 in a dry run, and for a period that nobody has confirmed. */
  readonly erased: number;
};

/** Erases what is older than its confirmed period, in batches that are committed one by one, each in the audit log. `dryRun` only counts. */
export async function runRetention(
  db: Db,
  { now, dryRun }: { readonly now: Date; readonly dryRun: boolean },
): Promise<RetentionLine[]> {
  const rules = await inScope(db, systemScope, readRetentionRules);
  const lines: RetentionLine[] = [];
  for (const rule of rules) {
    const before = new Date(now.getTime() - rule.keepDays * dayMs);
    const due = await inScope(db, systemScope, (tx) => countDue(tx, rule, before));
    const acts = !dryRun && rule.confirmedAt !== null;
    lines.push({ ...rule, due, erased: acts ? await eraseAll(db, rule, before, now) : 0 });
  }
  return lines;
}

async function eraseAll(db: Db, rule: RetentionRule, before: Date, now: Date): Promise<number> {
  const { legalBasis, subject, keepDays } = rule;
  let erased = 0;
  for (;;) {
    const ids = await inScope(db, systemScope, async (tx) => {
      const gone = await eraseDue(tx, rule, before, now, batch);
      const details = { legalBasis, keepDays, ids: gone };
      if (gone.length > 0) await appendAudit(tx, { at: now, userId: null, unitId: null, action: 'expire', subject, details });
      return gone;
    });
    erased += ids.length;
    if (ids.length < batch) return erased;
  }
}

export type Confirmation = {
  readonly legalBasis: string;
  readonly subject: RetentionSubject;
  readonly keepDays: number;
  readonly document: string;
  readonly now: Date;
};

/** Puts a period into force, with the document that says so. Throws `resource.missing`. */
export async function confirmRetention(db: Db, { now: at, ...rule }: Confirmation): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    if (!(await confirmRetentionRule(tx, { ...rule, at, userId: null }))) throw new Problem('resource.missing');
    await appendAudit(tx, {
      at,
      userId: null,
      unitId: null,
      action: 'confirm',
      subject: 'retention',
      subjectId: rule.subject,
      details: rule,
    });
  });
}

export type Erasure = {
  readonly scope: Scope;
  readonly userId: number | null;
  readonly personId: number;
  /** The version of the person that was seen. */
  readonly seen: number;
  readonly reason: string;
  readonly now: Date;
};

/**
 * Erases what names a person, on request: the record and all that were merged into it. The act stays in the audit log; the log's earlier rows
 * stay too, and name nobody but by number.
 * Throws `resource.missing`, `resource.changed`, `person.underCall`.
 */
export async function erasePerson(db: Db, { scope, userId, personId, seen, reason, now }: Erasure): Promise<void> {
  const unitId = await inScope(db, scope, async (tx) => {
    const person = await tx.selectFrom('person').select('unit_id').where('id', '=', personId).executeTakeFirst();
    if (!person) throw new Problem('resource.missing');
    return person.unit_id;
  });
  // The person may see that all of it goes, also what lies in other units: as the system.
  await inScope(db, systemScope, async (tx) => {
    await lockVersion(tx, 'person', personId, seen);
    const records = await recordsOfPerson(tx, personId);
    if (await callUnderWay(tx, records)) throw new Problem('person.underCall');
    await erasePeople(tx, records, now);
    const details = { reason, records };
    await appendAudit(tx, { at: now, userId, unitId, action: 'erase', subject: 'person', subjectId: personId, details });
  });
}
