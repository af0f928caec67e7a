import type { Disposition } from '@truyvet/contract';
import type { DialogueOutcome } from '@truyvet/dialogue';
import type { CallIdentifiers } from '@truyvet/telephony';
import { readDialPolicy } from '../commands/dialPolicy.ts';
import { type LiveAttempt, liveAttempts } from '../db/attempts.ts';
import { readCampaignPolicy } from '../db/campaignStart.ts';
import { inScope, systemScope } from '../db/scope.ts';
import type { CallContext } from './callContext.ts';
import { settleCall } from './settleCall.ts';

export type RecoverySummary = {
  /** Attempts that a killed run had left open. */
  readonly found: number;
  /** Never picked up: called again like any that was not answered. */
  readonly neverAnswered: number;
  /** Picked up: ended, and never called again blindly. */
  readonly answered: number;
  /** Nobody could tell: left to an officer. */
  readonly unknown: number;
};

type Fate = 'neverAnswered' | 'answered' | 'unknown';

const parallel = 20;

/**
 * Settles every attempt that this engine left open when it died: asks the network what became of it, hangs it up, and closes it. What the
 * dialogue had reached counts: an outcome that was saved stands, even if the last words were cut off.
 * Must not run beside calls of the same engine.
 */
export async function recover(ctx: CallContext): Promise<RecoverySummary> {
  const left = await inScope(ctx.db, systemScope, (tx) => liveAttempts(tx, ctx.engineId));
  const fates: Fate[] = [];
  const queue = [...left];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) fates.push(await settleLeft(ctx, next));
  };
  await Promise.all(Array.from({ length: Math.min(parallel, left.length) }, work));
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  const summary = {
    found: left.length,
    neverAnswered: count('neverAnswered'),
    answered: count('answered'),
    unknown: count('unknown'),
  };
  if (left.length > 0) ctx.log('info', 'settled what a former run left', summary);
  return summary;
}

async function settleLeft(ctx: CallContext, attempt: LiveAttempt): Promise<Fate> {
  const answeredBefore = attempt.answeredAt !== null;
  const fate = await askNetwork(ctx, attempt, answeredBefore);
  const policy = readDialPolicy(await inScope(ctx.db, systemScope, (tx) => readCampaignPolicy(tx, attempt.campaignId)));
  await settleCall(ctx, policy, {
    attemptId: attempt.id,
    campaignId: attempt.campaignId,
    personId: attempt.personId,
    answered: answeredBefore || fate === 'answered',
    disposition: dispositionOf(fate, attempt.session),
    end: null,
  });
  return fate;
}

/** A network that cannot be asked leaves the fate unknown: an officer finds out, the machine does not guess. */
async function askNetwork(ctx: CallContext, attempt: LiveAttempt, answered: boolean): Promise<Fate> {
  try {
    const fate = await ctx.phone.settleOrphan(attempt.identifiers as CallIdentifiers, answered);
    return answered ? 'answered' : fate;
  } catch (error) {
    ctx.log('warn', 'a call of a former run could not be settled on the network', {
      attemptId: attempt.id,
      error: String(error),
    });
    return answered ? 'answered' : 'unknown';
  }
}

/** What an orphaned call counts as. Answered and cut off by us is `unknown`, also before the gate: nobody is called twice for it. */
export function dispositionOf(fate: Fate, session: unknown): Disposition {
  const { outcome, identified } = readSession(session);
  if (outcome !== null) return outcome;
  if (fate === 'neverAnswered') return 'noAnswer';
  return fate === 'answered' && identified ? 'partial' : 'unknown';
}

function readSession(session: unknown): { readonly outcome: DialogueOutcome | null; readonly identified: boolean } {
  if (typeof session !== 'object' || session === null) return { outcome: null, identified: false };
  const { outcome = null, identified = 'no' } = session as { outcome?: DialogueOutcome | null; identified?: string };
  return { outcome, identified: identified !== 'no' };
}
