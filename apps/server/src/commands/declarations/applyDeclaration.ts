import { alertDeadlineMs, errandDeadlineMs, isVulnerableAge } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { hasJourney, raiseAlert, raiseErrand } from '../../db/declarations/effects.ts';
import { addJourney } from '../registers/journeys.ts';
import { isSevere } from './severity.ts';

/** What a declaration says, once it is known whom it is about. */
export type DeclaredFacts = {
  readonly code: string;
  readonly outbreakId: number;
  readonly birthYear: number | null;
  readonly fromUnitId: number | null;
  readonly fromText: string | null;
  readonly leftOn: string | null;
  readonly arrivedOn: string | null;
  readonly vehicle: string | null;
  readonly companions: string | null;
  readonly reason: string | null;
  readonly symptoms: readonly string[];
  readonly metCase: 'yes' | 'no' | 'unsure' | null;
  readonly metCaseText: string | null;
};

/**
 * Lets a declaration count for a person: symptoms raise the alerts that a call would raise, an arrival enters the register of returnees (with an
 * errand, because nobody has checked it), a meeting with a case becomes an errand. Returns the journey it made.
 */
export async function applyDeclaration(
  tx: Tx,
  personId: number,
  facts: DeclaredFacts,
  { userId, now }: { readonly userId: number | null; readonly now: Date },
): Promise<number | null> {
  const severe = await isSevere(tx, facts.outbreakId, facts.symptoms);
  for (const code of alertsOf(facts, severe, now))
    await raiseAlert(tx, { personId, code, at: now, dueInMs: alertDeadlineMs[code] });
  const details = { declaration: facts.code };
  const errand = { personId, at: now, details };
  if (facts.metCase === 'yes') {
    const said = facts.metCaseText === null ? {} : { said: facts.metCaseText };
    const dueInMs = errandDeadlineMs.declaredContact;
    await raiseErrand(tx, { ...errand, code: 'declaredContact', dueInMs, details: { ...details, ...said } });
  }
  const { arrivedOn, fromUnitId, fromText } = facts;
  if (fromUnitId === null && fromText === null) return null;
  if (await hasJourney(tx, { outbreakId: facts.outbreakId, personId, arrivedOn })) return null;
  const { leftOn, vehicle, companions, reason } = facts;
  const entry = { personId, fromUnitId, fromText, leftOn, arrivedOn, vehicle, companions, reason };
  const journey = await addJourney(tx, { userId, now }, facts.outbreakId, entry);
  await raiseErrand(tx, { ...errand, code: 'declaredReturnee', dueInMs: errandDeadlineMs.declaredReturnee });
  return journey.id;
}

/** The handover rules of the scripts, as for a call. */
function alertsOf({ symptoms, birthYear }: DeclaredFacts, severe: boolean, now: Date): Array<keyof typeof alertDeadlineMs> {
  if (symptoms.length === 0) return [];
  const age = birthYear === null ? undefined : now.getUTCFullYear() - birthYear;
  return [
    ...(severe ? (['severeSign'] as const) : []),
    ...(isVulnerableAge(age) ? (['vulnerableWithFever'] as const) : []),
    'symptoms' as const,
  ];
}
