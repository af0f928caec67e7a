import type { Address } from '../api.ts';
import type { SourceRules } from './messages.ts';

/** Decides which packets belong to a stream (the trunk's `rtpSource`), and where ours go (its `symmetricRtp`). */
export class SourceFilter {
  readonly rules: SourceRules;
  private readonly announced: Address;
  private learned: Address | undefined;

  constructor(rules: SourceRules, announced: Address) {
    this.rules = rules;
    this.announced = announced;
  }

  /** Where our packets go: symmetric, back to where the far end's come from (RFC 4961); otherwise where it announced. */
  get target(): Address {
    return this.rules.symmetric && this.learned !== undefined ? this.learned : this.announced;
  }

  /** Whether a packet from there may be the far end's. Under `learn` the first valid one decides. */
  accepts(host: string, port: number): boolean {
    const { learned, announced } = this;
    if (this.rules.source === 'learn') return learned === undefined || (host === learned.host && port === learned.port);
    return host === announced.host && (this.rules.source !== 'strict' || port === announced.port);
  }

  /** A packet from there was accepted and found valid. */
  learn(host: string, port: number): void {
    if (this.learned?.port !== port || this.learned.host !== host) this.learned = { host, port };
  }
}
