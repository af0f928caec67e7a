import { missing, Problem, type RegisterName } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { countChanges } from '../../db/registers/changes.ts';
import { countOpenEntries } from '../../db/registers/openEntries.ts';
import { readUnitPart, type UnitPart } from '../../db/registers/parts.ts';
import { writeReport } from '../../db/registers/registerReports.ts';
import { inScope } from '../../db/scope.ts';
import type { Actor } from './entryRules.ts';
import { type ReportFrame, reportFrame } from './settings.ts';

export type ReportRequest = {
  readonly unitId: number;
  readonly outbreakId: number;
  readonly register: RegisterName;
  readonly day?: string | undefined;
  readonly note: string | null;
};
export type ReportedRegister = {
  readonly unit: UnitPart;
  readonly day: string;
  readonly counts: { readonly new: number; readonly changed: number; readonly closed: number; readonly total: number };
  readonly version: number;
  readonly late: boolean;
};

/**
 * A commune or a village team has reported a register for a day, "nothing new" included: the counts are the register's own at this moment.
 * Throws `resource.missing`, `report.notExpected`, `report.future`.
 */
export async function reportRegister(db: Db, actor: Actor, request: ReportRequest): Promise<ReportedRegister> {
  return await inScope(db, actor.scope, async (tx) => {
    const unit = await readUnitPart(tx, request.unitId);
    if (!unit) throw missing('unitId');
    if (unit.kind !== 'commune' && unit.kind !== 'hamlet') throw new Problem('report.notExpected');
    const frame = await reportFrame(tx, unit.id, request.day, actor.now);
    if (frame.day > frame.runningDay) throw new Problem('report.future', { day: frame.day, today: frame.runningDay });
    const counts = await countsOf(tx, request, frame);
    const { day } = frame;
    const written = { ...request, day, counts, at: actor.now, userId: actor.userId };
    const version = await writeReport(tx, written);
    const details = { register: request.register, day, counts, note: request.note };
    const entry = { at: actor.now, userId: actor.userId, unitId: unit.id, subject: 'registerReport', subjectId: unit.id };
    await appendAudit(tx, { ...entry, action: version === 1 ? 'create' : 'change', details });
    return { unit, day, counts, version, late: actor.now >= frame.until };
  });
}

async function countsOf(
  tx: Tx,
  { register, outbreakId, unitId }: ReportRequest,
  frame: ReportFrame,
): Promise<ReportedRegister['counts']> {
  const { day, from, until, returneesSince } = frame;
  const changes = await countChanges(tx, { register, outbreakId, unitId, day, from, until, returneesSince });
  const total = await countOpenEntries(tx, { register, outbreakId, unitId, day, returneesSince });
  return { new: changes.new, changed: changes.changed + changes.reopened, closed: changes.closed, total };
}
