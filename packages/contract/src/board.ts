/**
 * The live board. `GET /api/board` is a stream of server-sent events, each `event: <kind>` with JSON data:
 * - `snapshot` at once and after a lost connection: everything
 * - `call` one call began or moved on (`ended` is its last state: take it off the board after a moment)
 * - `counters` at most twice a second while something changes
 * - `trunk` the operator's line went down or came back
 * A comment line every 15 s keeps the connection open. `GET /api/board/snapshot` gives the snapshot once, as JSON.
 */
import { z } from 'zod';
import { id, instant, unitName } from './common.ts';
import { dispositionCounts } from './dispositions.ts';

export const liveCall = z.object({
  attemptId: id,
  campaignId: id,
  unit: unitName,
  personId: id,
  personName: z.string(),
  maskedPhone: z.string(),
  state: z.enum(['committed', 'ringing', 'answered', 'ended']),
  /** The step being asked, once there is one, and what it asks in few words. */
  stepId: z.string().nullable(),
  step: z.object({ vi: z.string(), en: z.string() }).nullable(),
  startedAt: instant,
  answeredAt: instant.nullable(),
  /** Set when the call has ended. */
  disposition: z.string().nullable(),
});
export type LiveCall = z.infer<typeof liveCall>;

export const boardCounters = z.object({
  /** People with a call task in campaigns that are not closed. */
  people: z.number().int(),
  waiting: z.number().int(),
  underWay: z.number().int(),
  reached: z.number().int(),
  givenUp: z.number().int(),
  attempts: z.number().int(),
  openAlerts: z.number().int(),
  openErrands: z.number().int(),
  /** Attempts that left in the last 60 s of the server's clock. */
  attemptsLastMinute: z.number().int(),
  dispositions: dispositionCounts,
});
export type BoardCounters = z.infer<typeof boardCounters>;

export const trunkState = z.object({
  name: z.string(),
  state: z.enum(['up', 'down', 'unknown']),
  since: instant.nullable(),
  message: z.object({ vi: z.string(), en: z.string() }).nullable(),
});
export type TrunkState = z.infer<typeof trunkState>;

export const boardSnapshot = z.object({
  now: instant,
  calls: z.array(liveCall),
  counters: boardCounters,
  trunk: trunkState,
  /** False when no dialer runs in this server. */
  dialing: z.boolean(),
});
export type BoardSnapshot = z.infer<typeof boardSnapshot>;

export const boardEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), data: boardSnapshot }),
  z.object({ kind: z.literal('call'), data: liveCall }),
  z.object({ kind: z.literal('counters'), data: boardCounters }),
  z.object({ kind: z.literal('trunk'), data: trunkState }),
]);
export type BoardEvent = z.infer<typeof boardEvent>;
