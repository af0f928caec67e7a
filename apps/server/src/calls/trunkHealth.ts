import type { Bilingual } from '@truyvet/contract';
import type { CallEnd } from '@truyvet/telephony';

/**
 * Whether the operator's line can be used. `up`: calls leave as the policy says. `down`: none leave until `retryAt`. `trying`: the
 * line seems back; one call at a time, until one gets through.
 */
export type TrunkHealth = {
  readonly state: 'up' | 'down' | 'trying';
  /** Since when it is in this state; null until the first call. */
  readonly since: Date | null;
  readonly message: Bilingual | null;
  readonly retryAt: Date | null;
  /** Numbers that met a fault since the last call that got through, the oldest first. */
  readonly faults: readonly string[];
  readonly backOffMs: number;
};

export const healthyTrunk: TrunkHealth = { state: 'up', since: null, message: null, retryAt: null, faults: [], backOffMs: 0 };

const firstBackOffMs = 5_000;
const longestBackOffMs = 300_000;
/** No answer at all leaves no doubt; a refusal may be one bad number, so it takes several numbers. */
const silentFaults = 2;
const refusedFaults = 5;
const refusedNumbers = 3;

export type TrunkResult = { readonly e164: string; readonly fault: boolean; readonly end: CallEnd; readonly at: Date };

/** The trunk after one more call. */
export function afterCall(health: TrunkHealth, result: TrunkResult, trunkName: string): TrunkHealth {
  if (!result.fault) return health.state === 'up' ? { ...health, faults: [] } : { ...healthyTrunk, since: result.at };
  const faults = [...health.faults, result.e164].slice(-refusedFaults);
  const silent = result.end.cause === 'unreachable';
  const down =
    health.state === 'trying' ||
    (silent ? faults.length >= silentFaults : faults.length >= refusedFaults && new Set(faults).size >= refusedNumbers);
  return down ? goDown({ ...health, faults }, result, trunkName) : { ...health, faults };
}

/** When the back-off is over: `reachable` is what OPTIONS said. */
export function afterProbe(health: TrunkHealth, reachable: boolean, at: Date): TrunkHealth {
  if (health.state !== 'down') return health;
  return reachable ? { ...health, state: 'trying', retryAt: null } : { ...health, ...backOff(health, at) };
}

/** Calls that may be under way at once. */
export function channelsOf(health: TrunkHealth, channels: number): number {
  if (health.state === 'up') return channels;
  return health.state === 'trying' ? 1 : 0;
}

function goDown(health: TrunkHealth, { end, at }: TrunkResult, trunkName: string): TrunkHealth {
  // Calls that were under way when the alarm went off fail one after another: that is not another reason to wait longer.
  if (health.state === 'down') return health;
  const since = health.state === 'up' ? at : health.since;
  return { ...health, state: 'down', since, message: messageOf(end, trunkName), ...backOff(health, at) };
}

function backOff(health: TrunkHealth, at: Date): Pick<TrunkHealth, 'backOffMs' | 'retryAt'> {
  const backOffMs = Math.min(longestBackOffMs, Math.max(firstBackOffMs, health.backOffMs * 2));
  return { backOffMs, retryAt: new Date(at.getTime() + backOffMs) };
}

function messageOf({ cause, sipStatus }: CallEnd, name: string): Bilingual {
  const refused = cause === 'refused' && sipStatus !== undefined;
  return refused
    ? {
        vi: `Trung kế ${name} từ chối cuộc gọi (SIP ${sipStatus}). Tạm dừng gọi và sẽ tự thử lại; chưa tính lượt gọi cho ai.`,
        en: `Trunk ${name} refuses calls (SIP ${sipStatus}). Calling is paused and will be tried again; nobody's attempts were counted.`,
      }
    : {
        vi: `Trung kế ${name} không trả lời. Tạm dừng gọi và sẽ tự thử lại; chưa tính lượt gọi cho ai.`,
        en: `Trunk ${name} does not answer. Calling is paused and will be tried again; nobody's attempts were counted.`,
      };
}
