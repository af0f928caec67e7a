import { type ContactVerdict, judgeContact, levelProfileOf } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { readCaseOfPerson } from '../../db/levels/cases.ts';
import { type DecisionRecord, readDecisions } from '../../db/levels/decisions.ts';
import { type KeptLevel, readContacts, readKeptLevels, readNames, type StoredContact } from '../../db/levels/explain.ts';

/** One step back towards the case; `name` null where the reader may not see who it is. */
export type ExplainedStep = {
  readonly personId: number;
  readonly name: string | null;
  readonly level: number;
  readonly contact: StoredContact | null;
};
export type ExplainedLevel = {
  readonly kept: KeptLevel;
  readonly chain: readonly ExplainedStep[];
  readonly caseCode: string | null;
  readonly leftOut: number;
  readonly contacts: ReadonlyArray<{ readonly contact: StoredContact; readonly verdict: ContactVerdict }>;
  readonly decision: DecisionRecord | null;
};

/** The levels of a person whom the scope may see, each with the way back to the case. People of other units on the way stay without a name. */
export async function explainLevels(tx: Tx, personId: number): Promise<ExplainedLevel[]> {
  const found = await asSystem(tx, async () => {
    const kept = await readKeptLevels(tx, personId);
    const decisions = await readDecisions(tx, personId);
    return await Promise.all(
      kept.map(async (one) => {
        const contacts = await readContacts(tx, one.outbreakId, { targetId: personId });
        const decision = decisions.find(({ outbreakId }) => outbreakId === one.outbreakId) ?? null;
        return { kept: one, contacts, decision, ...(await walkBack(tx, one, personId)) };
      }),
    );
  });
  const names = await readNames(
    tx,
    found.flatMap(({ steps }) => steps.map((step) => step.personId)),
  );
  return found.map(({ steps, contacts, kept, ...rest }) => {
    const { maxLevel } = levelProfileOf(kept.disease);
    return {
      ...rest,
      kept,
      chain: steps.map((step) => ({ ...step, name: names.get(step.personId) ?? null })),
      contacts: contacts.map((contact) => ({
        contact,
        verdict: judgeContact(
          {
            ...contact,
            first: contact.interval.from,
            last: contact.interval.until,
            hasSource: contact.sourceId !== null || contact.caseId !== null,
            sourceWindows: windowsOf(contact),
          },
          maxLevel,
        ),
      })),
    };
  });
}

type Walk = { readonly steps: Omit<ExplainedStep, 'name'>[]; readonly caseCode: string | null; readonly leftOut: number };

/** From the person to the case, along the exposures that the levels came through. */
async function walkBack(tx: Tx, kept: KeptLevel, personId: number): Promise<Walk> {
  const steps: Omit<ExplainedStep, 'name'>[] = [];
  let at = { personId, level: kept.level, via: kept.viaExposureId };
  // A level is one nearer at every step, so that the walk ends.
  while (at.level !== null && at.level > 0 && at.via !== null) {
    const [contact] = await readContacts(tx, kept.outbreakId, { id: at.via });
    if (!contact) break;
    steps.push({ personId: at.personId, level: at.level, contact });
    const next = at.level - contact.distance;
    if (contact.sourceId === null || next <= 0) return await endOf(tx, kept.outbreakId, contact, steps);
    at = { personId: contact.sourceId, level: next, via: viaOf(contact, next) };
  }
  if (at.level === null) return { steps, caseCode: null, leftOut: 0 };
  steps.push({ personId: at.personId, level: at.level, contact: null });
  const record = at.level === 0 ? await readCaseOfPerson(tx, kept.outbreakId, at.personId) : undefined;
  return { steps, caseCode: record?.code ?? null, leftOut: 0 };
}

async function endOf(tx: Tx, outbreakId: number, contact: StoredContact, steps: Walk['steps']): Promise<Walk> {
  const record = contact.sourceId === null ? undefined : await readCaseOfPerson(tx, outbreakId, contact.sourceId);
  if (contact.sourceId !== null && contact.distance === 1) steps.push({ personId: contact.sourceId, level: 0, contact: null });
  return { steps, caseCode: record?.code ?? contact.caseCode, leftOut: contact.distance - 1 };
}

/** The exposure through which the source had that level on the days of the contact; null when it was decided by hand. */
function viaOf({ sourceWindows, interval }: StoredContact, level: number): number | null {
  const met = sourceWindows.find(
    (window) => window.level === level && window.from <= interval.until && window.until >= interval.from,
  );
  return met === undefined || met.via === 0 ? null : met.via;
}

/** A case known by its code only has no kept windows: whatever is known of it is judged when levels are derived, and its level is what counts. */
function windowsOf(contact: StoredContact): StoredContact['sourceWindows'] {
  if (contact.sourceId !== null || !contact.caseCounts) return contact.sourceWindows;
  return [{ level: 0, from: contact.interval.from, until: contact.interval.until, via: 0 }];
}
