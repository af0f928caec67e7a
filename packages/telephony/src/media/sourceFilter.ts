import type { Address } from '../api.ts';
import type { SourceRule } from './messages.ts';

/** Decides which packets belong to a stream (the trunk's `rtpSource`). */
export class SourceFilter {
  readonly rule: SourceRule;
  private readonly announced: Address;
  private learned: Address | undefined;

  constructor(rule: SourceRule, announced: Address) {
    this.rule = rule;
    this.announced = announced;
  }

  /** Where our packets go: under `learn`, back to where the far end's come from (symmetric RTP, RFC 4961). */
  get target(): Address {
    return this.learned ?? this.announced;
  }

  /** Whether a valid RTP packet from there is the far end's. Under `learn` the first one decides. */
  accepts(host: string, port: number): boolean {
    if (this.rule === 'sameAddress') return host === this.announced.host;
    if (this.rule === 'strict') return host === this.announced.host && port === this.announced.port;
    this.learned ??= { host, port };
    return host === this.learned.host && port === this.learned.port;
  }
}
