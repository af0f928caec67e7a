import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import type { ExposureTable, LearntFrom, LocalDate } from '../schema.ts';

export type ExposureRow = {
  readonly id: number;
  readonly version: number;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly targetId: number;
  readonly targetName: string;
  readonly sourcePersonId: number | null;
  readonly sourcePersonName: string | null;
  readonly sourceCaseId: number | null;
  readonly sourceCaseCode: string | null;
  readonly sourceText: string | null;
  readonly statedLevel: number | null;
  readonly firstContactOn: LocalDate | null;
  readonly lastContactOn: LocalDate | null;
  readonly setting: string | null;
  readonly closeness: ExposureTable['closeness'];
  readonly certainty: ExposureTable['certainty'];
  readonly learntFrom: LearntFrom;
  readonly milestoneId: number | null;
  readonly overlapMinutes: number | null;
  readonly negatedAt: Date | null;
  readonly negatedBecause: string | null;
  readonly createdAt: Date;
};
export type ExposureFacts = Pick<ExposureRow, 'firstContactOn' | 'lastContactOn' | 'setting' | 'closeness' | 'certainty'>;
export type ExposureFilter = {
  readonly id?: number | undefined;
  /** Whom the person met, either way. */
  readonly personId?: number | undefined;
  readonly caseId?: number | undefined;
  readonly milestoneId?: number | undefined;
};

/** Contacts whose target the scope may see, the newest first. */
export async function readExposureRows(
  tx: Tx,
  filter: ExposureFilter,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<ExposureRow[]> {
  const conditions = [sql`true`];
  if (filter.id !== undefined) conditions.push(sql`x.id = ${filter.id}`);
  if (filter.personId !== undefined)
    conditions.push(
      sql`x.id in (select id from exposure where target_person_id = ${filter.personId} union select id from exposure where source_person_id = ${filter.personId}
        union select e.id from exposure e join case_record c on c.id = e.source_case_id where c.person_id = ${filter.personId})`,
    );
  if (filter.caseId !== undefined)
    conditions.push(sql`(x.source_case_id = ${filter.caseId}
      or x.source_person_id = (select c.person_id from case_record c where c.id = ${filter.caseId}))`);
  if (filter.milestoneId !== undefined) conditions.push(sql`x.milestone_id = ${filter.milestoneId}`);
  if (page.before !== undefined) conditions.push(sql`x.id < ${page.before}`);
  const { rows } = await sql<ExposureRow>`
    select x.id, x.version, x.outbreak_id as "outbreakId", u.id as "unitId", u.code as "unitCode", u.name as "unitName", t.id as "targetId",
      t.full_name as "targetName", s.id as "sourcePersonId", s.full_name as "sourcePersonName", k.id as "sourceCaseId", k.code as "sourceCaseCode",
      x.source_text as "sourceText", x.stated_level as "statedLevel", x.first_contact_on as "firstContactOn", x.last_contact_on as "lastContactOn",
      x.setting, x.closeness, x.certainty, x.learnt_from as "learntFrom", x.milestone_id as "milestoneId", x.overlap_minutes as "overlapMinutes",
      x.negated_at as "negatedAt", x.negated_because as "negatedBecause", x.created_at as "createdAt"
    from exposure x join person t on t.id = x.target_person_id join unit u on u.id = t.unit_id
    left join case_record k on k.id = x.source_case_id
    left join person s on s.id = coalesce(x.source_person_id, k.person_id)
    where ${sql.join(conditions, sql` and `)} order by x.id desc limit ${page.limit}`.execute(tx);
  return rows;
}

export async function readExposureRow(tx: Tx, id: number): Promise<ExposureRow | undefined> {
  const [row] = await readExposureRows(tx, { id }, { limit: 1 });
  return row;
}

export type NewExposureRow = ExposureFacts & {
  readonly outbreakId: number;
  readonly unitId: number;
  readonly targetId: number;
  readonly sourcePersonId: number | null;
  readonly sourceCaseId: number | null;
  readonly sourceText: string | null;
  readonly learntFrom: LearntFrom;
  readonly milestoneId?: number | null;
  readonly placeId?: number | null;
  readonly overlapMinutes?: number | null;
  readonly errandId?: number | null;
};

/** Writes contacts down; those that are there already (same source, target and last day) are left alone. Gives the new ones. */
export async function insertExposureRows(
  tx: Tx,
  rows: readonly NewExposureRow[],
  at: Date,
): Promise<{ readonly id: number; readonly targetId: number }[]> {
  if (rows.length === 0) return [];
  const inserted = await sql<{ id: number; targetId: number }>`
    insert into exposure (outbreak_id, unit_id, target_person_id, source_case_id, source_person_id, source_text, first_contact_on,
      last_contact_on, setting, closeness, certainty, learnt_from, milestone_id, place_id, overlap_minutes, errand_id, created_at)
    select r."outbreakId", r."unitId", r."targetId", r."sourceCaseId", r."sourcePersonId", r."sourceText", r."firstContactOn", r."lastContactOn",
      r.setting, r.closeness, r.certainty, r."learntFrom", r."milestoneId", r."placeId", r."overlapMinutes", r."errandId", ${at}
    from jsonb_to_recordset(${json(rows)}::jsonb) as r("outbreakId" bigint, "unitId" bigint, "targetId" bigint, "sourceCaseId" bigint,
      "sourcePersonId" bigint, "sourceText" text, "firstContactOn" date, "lastContactOn" date, setting text, closeness text, certainty text,
      "learntFrom" text, "milestoneId" bigint, "placeId" bigint, "overlapMinutes" integer, "errandId" bigint)
    on conflict do nothing returning id, target_person_id as "targetId"`.execute(tx);
  return inserted.rows;
}

export async function updateExposureFacts(tx: Tx, id: number, facts: ExposureFacts, version: number): Promise<void> {
  await tx
    .updateTable('exposure')
    .set({
      first_contact_on: facts.firstContactOn,
      last_contact_on: facts.lastContactOn,
      setting: facts.setting,
      closeness: facts.closeness,
      certainty: facts.certainty,
      version,
    })
    .where('id', '=', id)
    .execute();
}

export async function setNegated(
  tx: Tx,
  id: number,
  negated: { readonly at: Date; readonly because: string } | null,
  version: number,
): Promise<void> {
  await tx
    .updateTable('exposure')
    .set({ negated_at: negated?.at ?? null, negated_because: negated?.because ?? null, version })
    .where('id', '=', id)
    .execute();
}
