import type { Disposition } from '@truyvet/contract';
import type { CallEnd } from '@truyvet/telephony';
import type { DialPolicy } from '../commands/dialPolicy.ts';
import { type RecordedOutcome, recordOutcome } from '../commands/recordOutcome.ts';
import { localDate } from '../localTime.ts';
import type { CallContext } from './callContext.ts';
import { isFault } from './disposition.ts';
import { decide, faultsThatCount } from './policy.ts';

export type CallFate = {
  readonly attemptId: number;
  readonly campaignId: number;
  readonly personId: number;
  readonly answered: boolean;
  readonly disposition: Disposition;
  readonly end: CallEnd | null;
};

const waitsMs = [200, 1000, 5000];

/**
 * Closes an attempt by the campaign's policy, and tells it. A database that is away for a moment is waited for; if it stays away the
 * attempt stays open, and recovery settles it at the next start (null then, and when it was closed before).
 */
export async function settleCall(ctx: CallContext, policy: DialPolicy, fate: CallFate): Promise<RecordedOutcome | null> {
  for (const waitMs of [...waitsMs, null]) {
    try {
      return await settleOnce(ctx, policy, fate);
    } catch (error) {
      ctx.log('error', 'the outcome of a call could not be stored', { attemptId: fate.attemptId, error: String(error) });
      if (waitMs !== null) await new Promise<void>((resolve) => ctx.timers.after(waitMs, resolve));
    }
  }
  return null;
}

async function settleOnce(ctx: CallContext, policy: DialPolicy, fate: CallFate): Promise<RecordedOutcome | null> {
  const at = ctx.clock.now();
  const outcome = await recordOutcome(ctx.db, {
    attemptId: fate.attemptId,
    at,
    localDate: localDate(at),
    answered: fate.answered,
    sipStatus: fate.end?.sipStatus ?? null,
    q850Cause: fate.end?.q850Cause ?? null,
    faultsThatCount: isFault(fate.disposition) ? faultsThatCount : null,
    decide: (task) => decide(fate.disposition, task, policy, at),
  });
  if (outcome) {
    ctx.onEvent({ kind: 'attempt', ...idsOf(fate, outcome), state: 'ended', disposition: fate.disposition, at });
  }
  return outcome;
}

function idsOf({ attemptId, campaignId, personId }: CallFate, { taskId }: RecordedOutcome) {
  return { attemptId, campaignId, personId, taskId };
}
