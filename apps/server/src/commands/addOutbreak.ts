import { Problem } from '@truyvet/contract';
import { diseaseProfile, diseaseProfiles } from '@truyvet/outbreak';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { insertOutbreak, type NewOutbreak } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';

/**
 * Opens an outbreak of a disease that has a profile. What names no outbreak (lists, declarations, reports) belongs to the newest: from now on
 * to this one. Gives its id. Throws `disease.unknown`, `outbreak.exists`.
 */
export async function addOutbreak(db: Db, outbreak: NewOutbreak, now: Date): Promise<number> {
  const { code, disease } = outbreak;
  if (!diseaseProfile(disease))
    throw new Problem('disease.unknown', { disease, known: diseaseProfiles.map((profile) => profile.code).join(', ') });
  return await inScope(db, systemScope, async (tx) => {
    const id = await insertOutbreak(tx, outbreak);
    if (id === undefined) throw new Problem('outbreak.exists', { code });
    const entry = { at: now, userId: null, unitId: null, subject: 'outbreak', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'create', details: { code, disease } });
    return id;
  });
}
