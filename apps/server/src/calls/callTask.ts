import { type Dialogue, spokenPrompts, type Variables } from '@truyvet/dialogue';
import type { Call } from '@truyvet/telephony';
import type { DialPolicy } from '../commands/dialPolicy.ts';
import { saveStep } from '../commands/saveStep.ts';
import { insertAttempt, markAttempt } from '../db/attempts.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { type ClaimedTask, releaseTasks } from '../db/tasks.ts';
import { localDayStart, localYear } from '../localTime.ts';
import { type CallContext, maskNumber } from './callContext.ts';
import { classify, isFault, pickedUpLate } from './disposition.ts';
import { type CallPorts, type CallResult, runCall } from './runCall.ts';
import { settleCall } from './settleCall.ts';
import type { TrunkResult } from './trunkHealth.ts';
import { isOpen, nextOpening } from './windows.ts';

/** A campaign as the dialer works with it. */
export type CampaignInHand = { readonly id: number; readonly policy: DialPolicy; readonly dialogue: Dialogue };

/** Faults that say nothing about the trunk. */
const ours: ReadonlySet<string> = new Set(['shutdown', 'hungUp', 'noFreePort']);

/** A phone that was in another call or has had its calls of the day is looked at again after this long. */
const lookAgainMs = 30_000;

/**
 * One task from its lease to its settled attempt. The attempt row is committed before the INVITE leaves; without it nothing leaves.
 * `hangUp` ends the call under way. Returns what the call says about the trunk; null when no call was made.
 */
export async function callTask(
  ctx: CallContext,
  campaign: CampaignInHand,
  task: ClaimedTask,
  hangUp: AbortSignal,
): Promise<TrunkResult | null> {
  const { policy, dialogue } = campaign;
  const variables = task.variables as Variables;
  await firstPromptReady(ctx, dialogue, variables);
  if (!isOpen(policy.windows, ctx.clock.now())) return await putOff(ctx, task, nextOpening(policy.windows, ctx.clock.now()));
  const ringTimeoutMs = Math.round(policy.ringTimeoutMs / policy.pace);
  const call = ctx.phone.prepare({ trunk: ctx.trunk, number: task.e164, ringTimeoutMs });
  const attemptId = await commitAttempt(ctx, task, call);
  if (attemptId === null) {
    call.hangUp();
    return await putOff(ctx, task, new Date(ctx.clock.now().getTime() + lookAgainMs / policy.pace));
  }
  if (!isOpen(policy.windows, ctx.clock.now())) return await windowClosed(ctx, campaign, task, attemptId, call);
  prefetch(ctx, dialogue, variables);
  const todayYear = localYear(ctx.clock.now());
  const endCall = () => call.hangUp();
  hangUp.addEventListener('abort', endCall);
  const result = await runCall({ call, attemptId, dialogue, variables, todayYear }, portsFor(ctx, campaign, task, attemptId));
  hangUp.removeEventListener('abort', endCall);
  return await settle(ctx, campaign, task, attemptId, result);
}

async function putOff(ctx: CallContext, task: ClaimedTask, dueAt: Date): Promise<null> {
  await inScope(ctx.db, systemScope, (tx) => releaseTasks(tx, [task.id], ctx.engineId, dueAt));
  return null;
}

/** The commit took so long that the window closed meanwhile. Nothing has left; the attempt says so and counts against nobody. */
async function windowClosed(
  ctx: CallContext,
  { id: campaignId, policy }: CampaignInHand,
  { personId }: ClaimedTask,
  attemptId: number,
  call: Call,
): Promise<null> {
  call.hangUp();
  await settleCall(ctx, policy, { attemptId, campaignId, personId, answered: false, disposition: 'congestion', end: null });
  return null;
}

async function commitAttempt(ctx: CallContext, task: ClaimedTask, call: Call): Promise<number | null> {
  const at = ctx.clock.now();
  const { identifiers } = call;
  const attempt = { taskId: task.id, engine: ctx.engineId, trunk: ctx.trunk.name, callId: identifiers.callId, identifiers, at };
  const id = await inScope(ctx.db, systemScope, (tx) => insertAttempt(tx, { ...attempt, dayStart: localDayStart(at) }));
  if (id !== null) tell(ctx, task, id, 'committed');
  return id;
}

function tell(ctx: CallContext, task: ClaimedTask, attemptId: number, state: 'committed' | 'ringing' | 'answered'): void {
  const { id: taskId, campaignId, personId } = task;
  ctx.onEvent({ kind: 'attempt', attemptId, taskId, campaignId, personId, state, disposition: null, at: ctx.clock.now() });
}

/** The opening must sound at once when the phone is picked up. */
async function firstPromptReady(ctx: CallContext, dialogue: Dialogue, variables: Variables): Promise<void> {
  const [first] = spokenPrompts(dialogue, variables);
  if (first) await ctx.clips.ready(first.pieces, 'normal');
}

/** The rest is made while it rings; what is not ready in time is made when it is needed. */
function prefetch(ctx: CallContext, dialogue: Dialogue, variables: Variables): void {
  for (const { promptId, pieces } of spokenPrompts(dialogue, variables)) {
    ctx.clips
      .ready(pieces, 'normal')
      .catch((error: unknown) => ctx.log('warn', 'a prompt could not be prepared', { promptId, error: String(error) }));
  }
}

function portsFor(ctx: CallContext, campaign: CampaignInHand, task: ClaimedTask, attemptId: number): CallPorts {
  const { clips, clock, timers, newId, sabotage } = ctx;
  return {
    clips,
    clock,
    timers,
    newId,
    saveStep: (step) => saveStep(ctx.db, sabotage.step(step)),
    mark: (id, mark) => inScope(ctx.db, systemScope, (tx) => markAttempt(tx, id, mark)),
    key: sabotage.key,
    onStep: (step) => ctx.onEvent({ kind: 'step', attemptId, ...step, at: clock.now() }),
    onRinging: () => tell(ctx, task, attemptId, 'ringing'),
    onAnswered: () => {
      tell(ctx, task, attemptId, 'answered');
      ctx.log('debug', 'answered', { attemptId, campaignId: campaign.id, number: maskNumber(task.e164) });
    },
  };
}

async function settle(
  ctx: CallContext,
  { id: campaignId, policy }: CampaignInHand,
  task: ClaimedTask,
  attemptId: number,
  { end, answered, outcome, failure }: CallResult,
): Promise<TrunkResult> {
  if (failure !== null) ctx.log('error', 'a call was ended by a failure of ours', { attemptId, error: String(failure) });
  const disposition = classify(end, answered, outcome);
  const { personId } = task;
  const pickedUp = answered || pickedUpLate(end);
  const settled = await settleCall(ctx, policy, { attemptId, campaignId, personId, answered: pickedUp, disposition, end });
  ctx.log('debug', 'call ended', {
    attemptId,
    number: maskNumber(task.e164),
    disposition,
    cause: end.cause,
    sipStatus: end.sipStatus,
  });
  if (settled) await ctx.sabotage.afterOutcome(settled, task.e164);
  return { e164: task.e164, fault: isFault(disposition) && !ours.has(end.cause), end, at: ctx.clock.now() };
}
