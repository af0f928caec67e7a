import { callPolicy, defaultCallPolicy } from '@truyvet/contract';
import { z } from 'zod';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * Waits before the next attempt. Busy people are free again soon; who does not answer is tried at another time of day; a line
 * that failed is tried again in a minute or two.
 */
export const defaultRetryMs = {
  busy: 10 * minuteMs,
  noAnswer: 3 * hourMs,
  unreachable: 3 * hourMs,
  rejected: 4 * hourMs,
  numberSuspect: 3 * hourMs,
  machine: 3 * hourMs,
  abandoned: 2 * hourMs,
  callBackLater: hourMs,
  mediaLost: 10 * minuteMs,
  trunkFault: minuteMs,
  codecFault: 2 * minuteMs,
  congestion: 90_000,
};
export type RetryReason = keyof typeof defaultRetryMs;
const retryReasons = Object.keys(defaultRetryMs) as RetryReason[];

/** The stored form of a campaign's policy: what the desk sets, the waits, and the pace of a demonstration. */
export const dialPolicy = callPolicy.extend({
  retryMs: z
    .partialRecord(z.enum(retryReasons), z.number().nonnegative())
    .transform((waits): Readonly<Record<RetryReason, number>> => ({ ...defaultRetryMs, ...waits }))
    .prefault({}),
  /** Divides retry waits and the ring timeout, never the audio. 1 in real use. */
  pace: z.number().min(1).max(100_000).default(1),
});
export type DialPolicy = z.infer<typeof dialPolicy>;
export type DialPolicyInput = Partial<z.input<typeof dialPolicy>>;

/** Fills what is not given with the defaults. Throws a `ZodError` for values out of range. */
export function readDialPolicy(given: unknown): DialPolicy {
  return dialPolicy.parse({ ...defaultCallPolicy, ...(typeof given === 'object' ? given : {}) });
}
