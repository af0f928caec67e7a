import { Problem } from '@truyvet/contract';
import { diseaseProfile, diseaseProfiles } from '@truyvet/outbreak';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { insertOutbreak, type OutbreakToAdd } from '../db/outbreaks.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { localDate } from '../localTime.ts';

/** Who opens it; null from the command line. The scope is that of the whole system. */
type By = { readonly scope: Scope; readonly userId: number | null; readonly now: Date };

/**
 * Opens an outbreak of a disease that has a profile. What names no outbreak (lists, declarations, reports) belongs to the newest, from now on
 * to this one, unless another was chosen (`setDefaultOutbreak`). Gives its id. Throws `disease.unknown`, `outbreak.exists`, `register.future`.
 */
export async function addOutbreak(db: Db, outbreak: OutbreakToAdd, { scope, userId, now }: By): Promise<number> {
  const { code, disease, startedOn } = outbreak;
  if (!diseaseProfile(disease))
    throw new Problem('disease.unknown', { disease, known: diseaseProfiles.map((profile) => profile.code).join(', ') });
  if (startedOn !== null && startedOn > localDate(now))
    throw new Problem('register.future', { day: startedOn, field: 'startedOn' });
  return await inScope(db, scope, async (tx) => {
    const id = await insertOutbreak(tx, outbreak);
    if (id === undefined) throw new Problem('outbreak.exists', { code });
    const entry = { at: now, userId, unitId: null, subject: 'outbreak', subjectId: id };
    await appendAudit(tx, { ...entry, action: 'create', details: { code, disease, startedOn } });
    return id;
  });
}
