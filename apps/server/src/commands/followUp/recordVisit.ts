import { type FollowUpVisit, Problem } from '@truyvet/contract';
import { diseaseProfile, seenAgain, triage } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type FollowUpOnDay, insertAlertOfVisit, putVisit, readFollowUps, resumeFollowUp } from '../../db/followUp/followUps.ts';
import { holdPeople } from '../../db/personFacts/holdPeople.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { localDate, localYear } from '../../localTime.ts';

/**
 * Writes down that an officer saw or spoke to somebody, with the symptoms of the day; also on a day outside the period, and for someone
 * who was lost, whose follow-up then goes on. Symptoms raise the alerts a call would raise. Throws `resource.missing`,
 * `followUp.dayInFuture`, `followUp.symptomUnknown`.
 */
export async function recordVisit(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly followUpId: number;
    readonly visit: FollowUpVisit;
    readonly now: Date;
  },
): Promise<FollowUpOnDay> {
  const { scope, userId, followUpId, visit, now } = request;
  const today = localDate(now);
  const dayOn = visit.dayOn ?? today;
  if (dayOn > today) throw new Problem('followUp.dayInFuture', { day: dayOn });
  return await inScope(db, scope, async (tx) => {
    await holdPeople(tx, [(await requireFollowUp(tx, followUpId, dayOn)).personId]);
    const before = await requireFollowUp(tx, followUpId, dayOn);
    const severe = await severityOf(tx, before.outbreakId, visit.symptoms);
    const symptoms = { symptoms: yesNo(visit.symptoms.length > 0), severe: yesNo(severe), codes: visit.symptoms };
    await putVisit(tx, { followUpId, dayOn, seenBy: visit.how, symptoms, note: visit.note ?? null, userId });
    const state = seenAgain(before.state, before.endOn, today);
    if (state !== null) await resumeFollowUp(tx, { followUpId, state, seenOn: dayOn, at: now });
    if (dayOn === today) await raiseAlerts(tx, before, symptoms, now);
    const { personId, unitId } = before;
    const details = { personId, dayOn, how: visit.how, before: before.recorded, symptoms: visit.symptoms };
    await appendAudit(tx, { at: now, userId, unitId, action: 'record', subject: 'followUp', subjectId: followUpId, details });
    return await requireFollowUp(tx, followUpId, dayOn);
  });
}

async function requireFollowUp(tx: Tx, id: number, day: string): Promise<FollowUpOnDay> {
  const [found] = await readFollowUps(tx, { id }, day, { limit: 1 });
  if (!found) throw new Problem('resource.missing');
  return found;
}

/** Whether any of these is a severe sign of the outbreak's disease. */
async function severityOf(tx: Tx, outbreakId: number, codes: readonly string[]): Promise<boolean> {
  const outbreak = await tx.selectFrom('outbreak').select('disease').where('id', '=', outbreakId).executeTakeFirst();
  const profile = diseaseProfile(outbreak?.disease ?? '');
  if (!profile) return false;
  const known: ReadonlySet<string> = new Set([...profile.symptoms, ...profile.severeSigns].map(({ code }) => code));
  const unknown = codes.find((code) => !known.has(code));
  if (unknown !== undefined) throw new Problem('followUp.symptomUnknown', { code: unknown });
  return codes.some((code) => profile.severeSigns.some((sign) => sign.code === code));
}

type Told = { readonly symptoms: 'yes' | 'no'; readonly severe: 'yes' | 'no' };

async function raiseAlerts(tx: Tx, { personId, birthYear }: FollowUpOnDay, told: Told, now: Date): Promise<void> {
  const { symptoms, severe } = told;
  const { alerts } = triage({
    findings: { symptoms, severe, namedContacts: [] },
    disposition: 'completed',
    closed: true,
    ...(birthYear !== null && { ageYears: localYear(now) - birthYear }),
  });
  for (const alert of alerts) await insertAlertOfVisit(tx, { ...alert, personId, at: now });
}

const yesNo = (yes: boolean) => (yes ? ('yes' as const) : ('no' as const));
