import type { Effect, Step, TimerName } from '../sip/transaction/machine.ts';
import type { Cancel, Clock } from './clock.ts';

/** What a machine's effects do in the world, all but its timers. */
export type EffectHandlers = {
  readonly send: () => void;
  readonly sendAck: () => void;
  readonly deliver: () => void;
  readonly timedOut: () => void;
  readonly terminated: () => void;
};

/** Runs one transaction machine: keeps its state and its timers. */
export class MachineHost<State, Input> {
  state: State;
  private readonly timers = new Map<TimerName, Cancel>();
  private readonly step: (state: State, input: Input | { readonly kind: 'timer'; readonly timer: TimerName }) => Step<State>;
  private readonly clock: Clock;
  private readonly handlers: EffectHandlers;

  constructor(
    state: State,
    step: (state: State, input: Input | { readonly kind: 'timer'; readonly timer: TimerName }) => Step<State>,
    clock: Clock,
    handlers: EffectHandlers,
  ) {
    this.state = state;
    this.step = step;
    this.clock = clock;
    this.handlers = handlers;
  }

  feed(input: Input | { readonly kind: 'timer'; readonly timer: TimerName }): void {
    const { state, effects } = this.step(this.state, input);
    this.state = state;
    for (const effect of effects) this.apply(effect);
  }

  /** Forgets the timers; the transaction is dropped without a word. */
  stop(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }

  private apply(effect: Effect): void {
    if (effect.kind === 'startTimer') {
      this.timers.get(effect.timer)?.();
      this.timers.set(
        effect.timer,
        this.clock.after(effect.afterMs, () => this.feed({ kind: 'timer', timer: effect.timer })),
      );
    } else if (effect.kind === 'stopTimer') {
      this.timers.get(effect.timer)?.();
      this.timers.delete(effect.timer);
    } else {
      if (effect.kind === 'terminated') this.stop();
      this.handlers[effect.kind]();
    }
  }
}
