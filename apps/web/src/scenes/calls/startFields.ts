import { type CallPolicy, defaultCallPolicy, type StartCampaignBody } from '@truyvet/contract';

/** The start form as it is filled in. Times in seconds, since nobody thinks in milliseconds. */
export type StartFields = {
  readonly name?: string;
  readonly outbreakId?: number;
  readonly unitIds?: readonly number[];
  readonly channels: number;
  readonly callsPerSecond: number;
  readonly ringTimeoutSeconds: number;
  readonly maxAttempts: number;
  readonly maxPerPhonePerDay: number;
  readonly windows: readonly { readonly from: string; readonly to: string }[];
};

/** The form as it is offered: the usual policy, and what is known already. */
export function firstFields(known: { unitId: number | undefined; outbreakId: number | undefined }): StartFields {
  const { ringTimeoutMs, windows, ...policy } = defaultCallPolicy;
  return {
    ...policy,
    ringTimeoutSeconds: ringTimeoutMs / 1000,
    windows: windows.map(([from, to]) => ({ from, to })),
    ...(known.outbreakId === undefined ? {} : { outbreakId: known.outbreakId }),
    ...(known.unitId === undefined ? {} : { unitIds: [known.unitId] }),
  };
}

/** What goes to the server; null while something is missing. */
export function toStartBody(fields: StartFields): StartCampaignBody | null {
  const { name, outbreakId, unitIds } = fields;
  if (!name || outbreakId === undefined || unitIds === undefined || unitIds.length === 0) return null;
  return { name, outbreakId, unitIds: [...unitIds], policy: toPolicy(fields) };
}

function toPolicy(fields: StartFields): CallPolicy {
  return {
    channels: fields.channels,
    callsPerSecond: fields.callsPerSecond,
    ringTimeoutMs: fields.ringTimeoutSeconds * 1000,
    maxAttempts: fields.maxAttempts,
    maxPerPhonePerDay: fields.maxPerPhonePerDay,
    windows: fields.windows.map(({ from, to }) => [from, to]),
  };
}
