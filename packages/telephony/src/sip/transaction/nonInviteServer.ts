import { GIVE_UP_T1S, lingerMs, type Step, send, startTimer, type TimerName, type Timing, terminated } from './machine.ts';

/** Server transaction of every other method (RFC 3261 §17.2.2): trying → proceeding (1xx) → completed (final) → terminated. */
export type NonInviteServerState = { readonly name: 'trying' | 'proceeding' | 'completed' | 'terminated' };

export type NonInviteServerInput =
  /** The request came again. */
  | { readonly kind: 'request' }
  /** The user responds. */
  | { readonly kind: 'respond'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName };

export const newNonInviteServer: NonInviteServerState = { name: 'trying' };

export function stepNonInviteServer(
  state: NonInviteServerState,
  input: NonInviteServerInput,
  timing: Timing,
): Step<NonInviteServerState> {
  if (input.kind === 'request') {
    return { state, effects: state.name === 'proceeding' || state.name === 'completed' ? [send] : [] };
  }
  if (input.kind === 'timer') {
    if (state.name !== 'completed' || input.timer !== 'J') return { state, effects: [] };
    return { state: { name: 'terminated' }, effects: [terminated] };
  }
  if (state.name !== 'trying' && state.name !== 'proceeding') return { state, effects: [] };
  if (input.status < 200) return { state: { name: 'proceeding' }, effects: [send] };
  return { state: { name: 'completed' }, effects: [send, startTimer('J', lingerMs(timing, GIVE_UP_T1S * timing.t1Ms))] };
}
