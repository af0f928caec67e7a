import { invalidOf, Problem } from '@truyvet/contract';
import { addressForm, type Dialogue, type Variables } from '@truyvet/dialogue';
import { errandDeadlineMs } from '@truyvet/outbreak';
import { ZodError } from 'zod';
import { insertErrandWithoutCall } from '../db/answers.ts';
import { type Candidate, insertCampaign, insertTasks, type NewTask, readCandidates } from '../db/campaignStart.ts';
import type { Db, Tx } from '../db/connect.ts';
import { publishDialogueVersion } from '../db/dialogues.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { localDate, localYear } from '../localTime.ts';
import { type DialPolicy, readDialPolicy } from './dialPolicy.ts';
import { requireFit } from './requireFit.ts';

export type CampaignSelection = {
  readonly scope: Scope;
  readonly outbreakId: number;
  /** Units and everything below them. */
  readonly unitIds: readonly number[];
  readonly now: Date;
};

/** Who is calling; spoken in the call. */
export type CallerIdentity = {
  readonly organisation: string;
  readonly callbackNumber: string;
  /** "This call is free" is said only when the trunk is declared toll-free. @default false */
  readonly tollFree?: boolean;
};

export type StartCampaign = CampaignSelection & {
  readonly name: string;
  readonly dialogue: Dialogue;
  /** `DialPolicyInput`; what is missing takes the default. */
  readonly policy: unknown;
  readonly userId: number | null;
  readonly caller: CallerIdentity;
};

export type StartedCampaign = {
  readonly campaignId: number;
  readonly tasks: number;
  /** Got an errand for a door visit instead. */
  readonly withoutPhone: number;
  /** Under 18: got an errand to find and speak to the guardian, who alone may be asked. */
  readonly withoutGuardian: number;
  /** Left to the campaign they are in already. */
  readonly alreadyWaiting: number;
};

const tracedLevels = [1, 2];

/**
 * Starts calling: publishes the dialogue, writes the campaign, and a call task for every contact under follow-up with a number to dial.
 * Nearest contacts first. One transaction.
 * Throws Problem `dialogue.unfit` (the publishing check fails), `request.invalid` (the policy), `campaign.nobody` (there is nobody to call).
 */
export async function startCampaign(db: Db, request: StartCampaign): Promise<StartedCampaign> {
  requireFit(request.dialogue);
  const policy = checkedPolicy(request.policy);
  return await inScope(db, request.scope, async (tx) => {
    const sorted = sortOut(await candidates(tx, request), localYear(request.now));
    if (sorted.toCall.length === 0) throw new Problem('campaign.nobody', { withoutPhone: sorted.withoutPhone.length });
    const dialogueVersionId = await publishDialogueVersion(tx, request.dialogue, request.now);
    const campaignId = await insertCampaign(tx, {
      ...request,
      dialogueVersionId,
      policy,
      createdBy: request.userId,
      at: request.now,
    });
    const tasks = sorted.toCall.map((person) => taskFor(person, request));
    await insertTasks(tx, campaignId, tasks, request.now);
    await askOfficers(tx, sorted, request.now);
    return {
      campaignId,
      tasks: tasks.length,
      withoutPhone: sorted.withoutPhone.length,
      withoutGuardian: sorted.withoutGuardian.length,
      alreadyWaiting: sorted.alreadyWaiting.length,
    };
  });
}

/** Whom `startCampaign` would call. Changes nothing. */
export async function previewCampaign(
  db: Db,
  request: CampaignSelection,
): Promise<{ readonly toCall: number; readonly withoutPhone: number; readonly alreadyWaiting: number }> {
  const people = await inScope(db, request.scope, (tx) => candidates(tx, request));
  const sorted = sortOut(people, localYear(request.now));
  return {
    toCall: sorted.toCall.length,
    withoutPhone: sorted.withoutPhone.length,
    alreadyWaiting: sorted.alreadyWaiting.length,
  };
}

function candidates(tx: Tx, { outbreakId, unitIds, now }: CampaignSelection): Promise<Candidate[]> {
  return readCandidates(tx, { outbreakId, unitIds, levels: tracedLevels, today: localDate(now) });
}

type Callable = Candidate & { readonly e164: string };
type Sorted = {
  readonly toCall: Callable[];
  readonly withoutPhone: Candidate[];
  readonly withoutGuardian: Candidate[];
  readonly alreadyWaiting: Candidate[];
};

function sortOut(people: readonly Candidate[], todayYear: number): Sorted {
  const sorted: Sorted = { toCall: [], withoutPhone: [], withoutGuardian: [], alreadyWaiting: [] };
  for (const person of people) {
    if (person.waiting) sorted.alreadyWaiting.push(person);
    else if (person.e164 === null) sorted.withoutPhone.push(person);
    else if (addressForm({ ...person, todayYear }).guardian) sorted.withoutGuardian.push(person);
    else sorted.toCall.push({ ...person, e164: person.e164 });
  }
  return sorted;
}

async function askOfficers(tx: Tx, { withoutPhone, withoutGuardian }: Sorted, at: Date): Promise<void> {
  const visits = [
    ...withoutPhone.map(({ personId }) => ({ personId, code: 'noPhone' as const })),
    ...withoutGuardian.map(({ personId }) => ({ personId, code: 'guardianNeeded' as const })),
  ];
  for (const visit of visits) await insertErrandWithoutCall(tx, { ...visit, at, dueInMs: errandDeadlineMs[visit.code] });
}

function taskFor(person: Callable, { caller, now }: StartCampaign): NewTask {
  return { personId: person.personId, e164: person.e164, variables: variablesFor(person, caller, localYear(now)) };
}

/**
 * What the dialogue may say and compare. A birth year that was derived from an age is given as the age only: the gate then
 * accepts one year more or less, and notes that it is weak.
 */
export function variablesFor(person: Candidate, caller: CallerIdentity, todayYear: number): Variables {
  const { birthYear, birthPrecision, fullName, level, lastContactOn } = person;
  return {
    co_quan: caller.organisation,
    tram: `Trạm Y tế ${person.unitName.replace(/^(Xã|Phường|Thị trấn)(?=\s)/u, (kind) => kind.toLowerCase())}`,
    so_goi_lai: caller.callbackNumber,
    xung: addressForm({ ...person, todayYear }).xung,
    ten: fullName,
    level: `F${level}`,
    ...(caller.tollFree && { mien_phi: true }),
    ...(birthYear !== null && { tuoi: todayYear - birthYear }),
    ...(birthYear !== null && birthPrecision !== 'age' && { nam_sinh: birthYear }),
    ...(lastContactOn !== null && { ngay_tiep_xuc: lastContactOn }),
  };
}

function checkedPolicy(given: unknown): DialPolicy {
  try {
    return readDialPolicy(given);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw invalidOf(error);
  }
}
