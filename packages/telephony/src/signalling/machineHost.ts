import type { Effect, Step, TimerName, Timing } from '../sip/transaction/machine.ts';
import type { Cancel, Clock } from './clock.ts';

/** What a machine's effects do in the world, all but its timers. */
export type EffectHandlers = {
  readonly send: () => void;
  readonly sendAck: () => void;
  readonly deliver: () => void;
  readonly timedOut: () => void;
  readonly terminated: () => void;
  /** That timer would only wait for repeats: true where somebody else does that from now on, and the machine is needed no more. */
  readonly lingers?: (timer: TimerName, afterMs: number) => boolean;
};

type TimerInput = { readonly kind: 'timer'; readonly timer: TimerName };
type StepOf<State, Input> = (state: State, input: Input | TimerInput, timing: Timing) => Step<State>;

/** Runs one transaction machine: keeps its state and its timers. */
export class MachineHost<State, Input> {
  state: State;
  private timers: Map<TimerName, Cancel> | undefined;
  private readonly step: StepOf<State, Input>;
  private readonly timing: Timing;
  private readonly clock: Clock;
  private readonly handlers: EffectHandlers;

  constructor(state: State, step: StepOf<State, Input>, timing: Timing, clock: Clock, handlers: EffectHandlers) {
    this.state = state;
    this.step = step;
    this.timing = timing;
    this.clock = clock;
    this.handlers = handlers;
  }

  feed(input: Input | TimerInput): void {
    const { state, effects } = this.step(this.state, input, this.timing);
    this.state = state;
    for (const effect of effects) this.apply(effect);
  }

  /** Forgets the timers; the transaction is dropped without a word. */
  stop(): void {
    for (const cancel of this.timers?.values() ?? []) cancel();
    this.timers = undefined;
  }

  private apply(effect: Effect): void {
    if (effect.kind === 'startTimer') this.startTimer(effect.timer, effect.afterMs);
    else if (effect.kind === 'stopTimer') {
      this.timers?.get(effect.timer)?.();
      this.timers?.delete(effect.timer);
    } else {
      if (effect.kind === 'terminated') this.stop();
      this.handlers[effect.kind]();
    }
  }

  private startTimer(timer: TimerName, afterMs: number): void {
    if (this.handlers.lingers?.(timer, afterMs) === true) {
      this.stop();
      return;
    }
    this.timers?.get(timer)?.();
    this.timers ??= new Map();
    this.timers.set(
      timer,
      this.clock.after(afterMs, () => this.feed({ kind: 'timer', timer })),
    );
  }
}
