import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';
import type { RegisterName } from '../schema/registers.ts';
import type { UnitPart } from './parts.ts';

export type ReportToWrite = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly register: RegisterName;
  readonly day: string;
  readonly counts: { readonly new: number; readonly changed: number; readonly closed: number; readonly total: number };
  readonly note: string | null;
  readonly at: Date;
  readonly userId: number | null;
};

/** Writes that a unit has reported; again for the same day replaces what was said. Returns the row's version. */
export async function writeReport(tx: Tx, report: ReportToWrite): Promise<number> {
  const said = {
    new_count: report.counts.new,
    changed_count: report.counts.changed,
    closed_count: report.counts.closed,
    total_count: report.counts.total,
    note: report.note,
    reported_at: report.at,
    reported_by: report.userId,
  };
  const key = { unit_id: report.unitId, outbreak_id: report.outbreakId, register: report.register, report_day: report.day };
  const row = await tx
    .insertInto('register_report')
    .values({ ...key, ...said })
    .onConflict((oc) =>
      oc
        .columns(['outbreak_id', 'register', 'report_day', 'unit_id'])
        .doUpdateSet((eb) => ({ ...said, version: eb('register_report.version', '+', 1) })),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export type MissingFilter = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly day: string;
  readonly registers: readonly RegisterName[];
  readonly of: 'commune' | 'hamlet';
};
export type MissingRecord = { readonly unit: UnitPart; readonly missing: RegisterName[]; readonly lastReportDay: string | null };

/** Units that owe a report of the day, by name, and how many units there are in all. */
export async function readMissing(
  tx: Tx,
  filter: MissingFilter,
): Promise<{ readonly expected: number; readonly units: readonly MissingRecord[] }> {
  const { rows } = await sql<MissingRecord>`
    select jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) as unit,
      array(select n from unnest(${[...filter.registers]}::text[]) with ordinality as wanted (n, place)
            where not exists (select from register_report r where r.outbreak_id = ${filter.outbreakId} and r.register = n
              and r.report_day = ${filter.day} and r.unit_id = u.id) order by place) as missing,
      (select max(r.report_day) from register_report r where r.outbreak_id = ${filter.outbreakId} and r.unit_id = u.id) as "lastReportDay"
    from unit u
    where u.id in ${unitsBelow(filter.unitId)} and u.kind = ${filter.of} and u.valid_from <= ${filter.day}
      and (u.valid_to is null or u.valid_to >= ${filter.day})
    order by u.name, u.id`.execute(tx);
  return { expected: rows.length, units: rows.filter(({ missing }) => missing.length > 0) };
}
