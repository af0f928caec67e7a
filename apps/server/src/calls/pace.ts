/** A token bucket: `tokens` calls may leave now; it fills with `callsPerSecond`. */
export type Bucket = { readonly tokens: number; readonly atMs: number };

export const emptyBucket = (nowMs: number): Bucket => ({ tokens: 1, atMs: nowMs });

/** What was saved up while idle is at most this much time's worth of calls (at least one call), so that a carrier never sees a burst. */
const burstMs = 100;

export type PaceInput = {
  readonly bucket: Bucket;
  readonly nowMs: number;
  readonly callsPerSecond: number;
  /** Calls at once, at most. */
  readonly channels: number;
  /** Calls under way. */
  readonly live: number;
};

export type Pace = {
  /** Calls that may start now. */
  readonly count: number;
  /** The bucket as it is now, before any of them is taken. */
  readonly bucket: Bucket;
  /** Until the next token; 0 when there is one. Says nothing about channels. */
  readonly waitMs: number;
};

/** Robot calls keep nobody waiting, so no prediction is needed: the rate is the lesser of the calls-per-second budget and the free channels. */
export function pace({ bucket, nowMs, callsPerSecond, channels, live }: PaceInput): Pace {
  const capacity = Math.max(1, (callsPerSecond * burstMs) / 1000);
  const elapsedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(capacity, bucket.tokens + (elapsedMs * callsPerSecond) / 1000);
  const count = Math.max(0, Math.min(Math.floor(tokens + 1e-9), channels - live));
  const waitMs = tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / callsPerSecond);
  return { count, bucket: { tokens, atMs: nowMs }, waitMs };
}

/** Takes the tokens of calls that left. */
export function spend(bucket: Bucket, calls: number): Bucket {
  return { ...bucket, tokens: Math.max(0, bucket.tokens - calls) };
}
