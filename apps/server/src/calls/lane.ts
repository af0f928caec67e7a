import { type Dialogue, parseDialogue } from '@truyvet/dialogue';
import { type DialPolicy, readDialPolicy } from '../commands/dialPolicy.ts';
import { type RunningCampaign, readRunningCampaigns } from '../db/campaignStart.ts';
import { readDialogueVersion } from '../db/dialogues.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { type ClaimedTask, claimTasks, deferOverDailyMaximum, openTasks, releaseTasks } from '../db/tasks.ts';
import { localDayStart } from '../localTime.ts';
import type { CallContext } from './callContext.ts';
import type { CampaignInHand } from './callTask.ts';
import { type Bucket, emptyBucket } from './pace.ts';
import { isOpen, nextOpening, openingOfNextDay } from './windows.ts';

/** One running campaign: its rules, its budget, the tasks leased for it and not yet called, and how many of its calls are under way. */
export type Lane = CampaignInHand & {
  bucket: Bucket;
  leased: ClaimedTask[];
  live: number;
  /** Paused or closed while calls of it are under way: they end by themselves, no new ones begin. */
  paused: boolean;
  /** There is nothing to claim before this instant, unless a call ends first. */
  idleUntil: Date;
  /** When the next task comes due; null when none is left to call. */
  nextDueAt: Date | null;
  /** Tasks that are neither done nor given up, as far as last seen. */
  open: number;
};

const leaseMs = 60_000;
/** New tasks and campaigns are seen at the latest after this. */
const lookAgainMs = 1000;

/** The lanes of the campaigns that run now; known ones go on, with the policy as it is now. One that was paused stays while it has calls. */
export async function readLanes(ctx: CallContext, only: number | 'all', known: readonly Lane[]): Promise<Lane[]> {
  const running = await inScope(ctx.db, systemScope, (tx) => readRunningCampaigns(tx, only));
  const stopped = known.filter(({ id }) => !running.some((campaign) => campaign.id === id));
  for (const lane of stopped) {
    lane.paused = true;
    await emptyLane(ctx, lane);
  }
  const lanes = running.map(async (campaign) => {
    const lane = known.find(({ id }) => id === campaign.id);
    const policy = readDialPolicy(campaign.policy);
    return lane ? Object.assign(lane, { policy, paused: false }) : await newLane(ctx, campaign, policy);
  });
  return [...(await Promise.all(lanes)), ...stopped.filter(({ live }) => live > 0)];
}

async function newLane(ctx: CallContext, campaign: RunningCampaign, policy: DialPolicy): Promise<Lane> {
  const document = await inScope(ctx.db, systemScope, (tx) => readDialogueVersion(tx, campaign.dialogueVersionId));
  const now = ctx.clock.now();
  const budget = {
    bucket: emptyBucket(now.getTime()),
    leased: [],
    live: 0,
    paused: false,
    idleUntil: now,
    nextDueAt: now,
    open: 1,
  };
  return { id: campaign.id, policy, dialogue: publishedDialogue(document), ...budget };
}

function publishedDialogue(document: unknown): Dialogue {
  const parsed = parseDialogue(document);
  if (!parsed.ok) throw new Error(`a published dialogue cannot be read: ${JSON.stringify(parsed.problems[0])}`);
  return parsed.dialogue;
}

/** Leases tasks until `wanted` are at hand, as far as there are any and the window is open. */
export async function fillLane(ctx: CallContext, lane: Lane, wanted: number): Promise<void> {
  const now = ctx.clock.now();
  const limit = wanted - lane.leased.length;
  if (limit < 1 || now < lane.idleUntil) return;
  if (!isOpen(lane.policy.windows, now)) return await lookAhead(ctx, lane, now);
  const claim = { campaignIds: [lane.id], engine: ctx.engineId, now, leaseUntil: new Date(now.getTime() + leaseMs), limit };
  const claimed = await inScope(ctx.db, systemScope, (tx) => claimTasks(tx, { ...claim, dayStart: localDayStart(now) }));
  lane.leased.push(...claimed);
  if (claimed.length === 0) await lookAhead(ctx, lane, now);
}

/** Finds out when it is worth claiming again; puts tasks off whose phones have had their calls of the day. */
async function lookAhead(ctx: CallContext, lane: Lane, now: Date): Promise<void> {
  const tomorrow = openingOfNextDay(lane.policy.windows, now);
  const left = await inScope(ctx.db, systemScope, async (tx) => {
    await deferOverDailyMaximum(tx, { campaignId: lane.id, dayStart: localDayStart(now), now, dueAt: tomorrow });
    return await openTasks(tx, lane.id);
  });
  lane.open = left.open;
  lane.nextDueAt = left.nextDueAt && nextOpening(lane.policy.windows, left.nextDueAt > now ? left.nextDueAt : now);
  const again = now.getTime() + lookAgainMs;
  const dueMs = left.nextDueAt && left.nextDueAt > now ? left.nextDueAt.getTime() : again;
  lane.idleUntil = new Date(Math.min(again, dueMs));
}

/** Gives leased tasks back that were not called. */
export async function emptyLane(ctx: CallContext, lane: Lane): Promise<void> {
  const ids = lane.leased.splice(0).map(({ id }) => id);
  if (ids.length === 0) return;
  await inScope(ctx.db, systemScope, (tx) => releaseTasks(tx, ids, ctx.engineId, null));
}
