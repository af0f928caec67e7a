import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { type Dose, putDose, readVaccinations } from '../../db/isolation/vaccinations.ts';
import { readPerson } from '../../db/people.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { requireCame } from '../registers/entryRules.ts';

/** Writes down a dose, or corrects it. Advice given before stays as it is. Throws `resource.missing`, `register.future`. */
export async function recordDose(
  db: Db,
  request: { readonly scope: Scope; readonly userId: number; readonly personId: number; readonly dose: Dose; readonly now: Date },
): Promise<Dose[]> {
  const { scope, userId, personId, dose, now } = request;
  requireCame(dose.givenOn, now, 'givenOn');
  return await inScope(db, scope, async (tx) => {
    const person = await readPerson(tx, personId);
    if (!person) throw new Problem('resource.missing');
    const { unitId } = person;
    const before = (await readVaccinations(tx, personId)).find((one) => one.dose === dose.dose) ?? null;
    await putDose(tx, personId, unitId, dose);
    const details = { before, after: dose };
    await appendAudit(tx, { at: now, userId, unitId, action: 'change', subject: 'vaccination', subjectId: personId, details });
    return await readVaccinations(tx, personId);
  });
}
