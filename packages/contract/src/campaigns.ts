/**
 * Calling campaigns.
 * - `GET /api/campaigns` → `campaignList`, newest first
 * - `POST /api/campaigns` `startCampaignBody` → 201 `campaign`
 * - `GET /api/campaigns/:id` → `campaign`
 * - `PATCH /api/campaigns/:id` `campaignChange` (If-Match) → `campaign` (pause, go on, close)
 * - `GET /api/campaigns/preview?outbreakId=&unitIds=1,2` → `campaignPreview`: whom a start would call
 */
import { z } from 'zod';
import { id, instant, unitName } from './common.ts';
import { dispositionCounts } from './dispositions.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** How a campaign may call. Times of day are Asia/Ho_Chi_Minh. */
export const callPolicy = z.object({
  /** Calls at once, at most. */
  channels: z.number().int().min(1).max(2000),
  /** New calls a second, at most. */
  callsPerSecond: z.number().min(0.1).max(200),
  ringTimeoutMs: z.number().int().min(10_000).max(120_000),
  /** Attempts that reached the network, for one person, before an officer gets an errand. */
  maxAttempts: z.number().int().min(1).max(10),
  /** Over all campaigns. */
  maxPerPhonePerDay: z.number().int().min(1).max(10),
  /** Calls leave only inside these windows. */
  windows: z
    .array(z.tuple([time, time]).refine(([from, to]) => from < to, 'a window ends after it begins'))
    .min(1)
    .max(6),
});
export type CallPolicy = z.infer<typeof callPolicy>;

/** What is offered when a campaign is started. Windows and attempts: the default of Vietnamese practice for official calls. */
export const defaultCallPolicy: CallPolicy = {
  channels: 20,
  callsPerSecond: 5,
  ringTimeoutMs: 35_000,
  maxAttempts: 3,
  maxPerPhonePerDay: 3,
  windows: [
    ['07:30', '11:30'],
    ['13:30', '20:30'],
  ],
};

export const startCampaignBody = z.object({
  name: z.string().trim().min(1).max(200),
  outbreakId: id,
  /** Whose people are called; units below them included. */
  unitIds: z.array(id).min(1).max(500),
  policy: callPolicy,
});
export type StartCampaignBody = z.infer<typeof startCampaignBody>;

export const campaignPreviewQuery = z.object({
  outbreakId: z.coerce.number().int().positive(),
  unitIds: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15})*$/)
    .transform((text) => text.split(',').map(Number)),
});
export const campaignPreview = z.object({
  /** People under follow-up whom a campaign would call. */
  toCall: z.number().int(),
  /** People under follow-up who have no number that can be dialled. */
  withoutPhone: z.number().int(),
  /** People who are already waiting in a running campaign. */
  alreadyWaiting: z.number().int(),
});
export type CampaignPreview = z.infer<typeof campaignPreview>;

export const campaignState = z.enum(['running', 'paused', 'closed']);
export type CampaignState = z.infer<typeof campaignState>;
export const campaignChange = z.object({ state: campaignState });

export const campaign = z.object({
  id,
  version: z.number().int(),
  name: z.string(),
  outbreakId: id,
  dialogue: z.object({ code: z.string(), version: z.number().int() }),
  policy: callPolicy,
  state: campaignState,
  createdAt: instant,
  createdBy: z.string().nullable(),
  units: z.array(unitName),
  /** Only what the user may see. */
  tasks: z.object({
    total: z.number().int(),
    due: z.number().int(),
    underWay: z.number().int(),
    done: z.number().int(),
    givenUp: z.number().int(),
  }),
  dispositions: dispositionCounts,
});
export type Campaign = z.infer<typeof campaign>;
export const campaignList = z.object({ items: z.array(campaign) });
