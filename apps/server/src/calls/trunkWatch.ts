import type { TrunkState } from '@truyvet/contract';
import type { CallContext } from './callContext.ts';
import { afterCall, afterProbe, channelsOf, healthyTrunk, type TrunkHealth, type TrunkResult } from './trunkHealth.ts';

const probeTimeoutMs = 2000;

/** Keeps the health of the dialer's trunk: learns from every call, asks the line when a back-off is over, and tells of every change. */
export class TrunkWatch {
  readonly #ctx: CallContext;
  #health: TrunkHealth = healthyTrunk;
  #used = false;

  constructor(ctx: CallContext) {
    this.#ctx = ctx;
  }

  learn(result: TrunkResult): void {
    this.#used = true;
    this.#set(afterCall(this.#health, result, this.#ctx.trunk.name));
  }

  /** OPTIONS to a trunk that was down, once its back-off is over. */
  async probe(): Promise<void> {
    const { state, retryAt } = this.#health;
    if (state !== 'down' || !retryAt || this.#ctx.clock.now() < retryAt) return;
    const { ok } = await this.#ctx.phone.ping(this.#ctx.trunk, probeTimeoutMs);
    this.#set(afterProbe(this.#health, ok, this.#ctx.clock.now()));
  }

  /** Calls that may be under way at once, of `channels`. */
  channels(channels: number): number {
    return channelsOf(this.#health, channels);
  }

  /** For the board: a line that is being tried is still down; one that was never used is unknown. */
  state(): TrunkState {
    const { state, since, message } = this.#health;
    return {
      name: this.#ctx.trunk.name,
      state: state !== 'up' ? 'down' : this.#used ? 'up' : 'unknown',
      since: since?.toISOString() ?? null,
      message,
    };
  }

  #set(next: TrunkHealth): void {
    const before = this.state();
    const wasIn = this.#health.state;
    this.#health = next;
    if (wasIn !== next.state) {
      const level = next.state === 'up' ? 'info' : 'warn';
      this.#ctx.log(level, `trunk ${next.state}`, { trunk: this.#ctx.trunk.name, message: next.message?.en });
    }
    const now = this.state();
    if (before.state !== now.state || before.message !== now.message) this.#ctx.onEvent({ kind: 'trunk', trunk: now });
  }
}
