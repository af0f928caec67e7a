import { missing, type NewRiskArea, Problem, type RiskAreaChange } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { insertRiskArea, type RiskAreaRecord, readRiskAreas, updateRiskArea } from '../../db/registers/entries.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { type Actor, requireOrder } from './entryRules.ts';

/**
 * Lists an area of risk. Areas are mostly other provinces, which nobody but the system sees: the route has asked for the permission, and the
 * act is written in the system's scope. Throws `riskArea.twice`, `resource.missing`, `register.dates`.
 */
export async function createRiskArea(
  db: Db,
  { userId, now }: Actor,
  outbreakId: number,
  body: NewRiskArea,
): Promise<RiskAreaRecord> {
  requireOrder(body.validFrom, body.validTo, 'validTo');
  return await inScope(db, systemScope, async (tx) => {
    const unit = await tx.selectFrom('unit').select('id').where('id', '=', body.unitId).executeTakeFirst();
    if (!unit) throw missing('unitId');
    const { grade, validFrom, validTo, document } = body;
    const row = { grade, valid_from: validFrom, valid_to: validTo, document };
    const id = await insertRiskArea(tx, { ...row, outbreak_id: outbreakId, unit_id: body.unitId });
    if (id === undefined) throw new Problem('riskArea.twice', { day: validFrom });
    const entry = { at: now, userId, unitId: null, subject: 'riskArea', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'create', details: { ...body, outbreakId } });
    return await one(readRiskAreas(tx, outbreakId, id));
  });
}

/** Throws `resource.missing`, `resource.changed`, `register.dates`. */
export async function changeRiskArea(
  db: Db,
  { userId, now }: Actor,
  id: number,
  seen: number,
  change: RiskAreaChange,
): Promise<RiskAreaRecord> {
  return await inScope(db, systemScope, async (tx) => {
    await lockVersion(tx, 'risk_area', id, seen);
    const { grade, validTo, document } = change;
    const set = {
      ...(grade !== undefined && { grade }),
      ...(validTo !== undefined && { valid_to: validTo }),
      ...(document !== undefined && { document }),
    };
    const { outbreakId } = await updateRiskArea(tx, id, set);
    const entry = { at: now, userId, unitId: null, subject: 'riskArea', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'change', details: set });
    const after = await one(readRiskAreas(tx, outbreakId, id));
    requireOrder(after.valid_from, after.valid_to, 'validTo');
    return after;
  });
}

async function one<T>(rows: Promise<readonly T[]>): Promise<T> {
  const [row] = await rows;
  if (!row) throw new Problem('resource.missing');
  return row;
}
