import {
  deliver,
  GIVE_UP_T1S,
  lingerMs,
  type Step,
  send,
  startTimer,
  stopTimer,
  type TimerName,
  type Timing,
  terminated,
  timedOut,
} from './machine.ts';

/**
 * Client transaction of every other method (RFC 3261 §17.1.2): trying → proceeding (1xx) → completed (final) → terminated.
 */
export type NonInviteClientState = {
  readonly name: 'trying' | 'proceeding' | 'completed' | 'terminated';
  /** Timer E's next interval. */
  readonly intervalMs: number;
};

export type NonInviteClientInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'response'; readonly status: number }
  /** The transport said that the request can't arrive (§17.1.4). */
  | { readonly kind: 'transportError' }
  | { readonly kind: 'timer'; readonly timer: TimerName };

export const newNonInviteClient = (timing: Timing): NonInviteClientState => ({ name: 'trying', intervalMs: timing.t1Ms });

export function stepNonInviteClient(
  state: NonInviteClientState,
  input: NonInviteClientInput,
  timing: Timing,
): Step<NonInviteClientState> {
  const open = state.name === 'trying' || state.name === 'proceeding';
  if (input.kind === 'start') {
    if (state.name !== 'trying') return { state, effects: [] };
    const repeat = timing.reliable === true ? [] : [startTimer('E', state.intervalMs)];
    return { state, effects: [...repeat, startTimer('F', GIVE_UP_T1S * timing.t1Ms), send] };
  }
  if (input.kind === 'transportError') return onTimer(state, 'F', timing);
  if (input.kind === 'timer') return onTimer(state, input.timer, timing);
  if (!open) return { state, effects: [] };
  if (input.status < 200) return { state: { ...state, name: 'proceeding' }, effects: [deliver] };
  return {
    state: { ...state, name: 'completed' },
    effects: [stopTimer('E'), stopTimer('F'), deliver, startTimer('K', lingerMs(timing, timing.t4Ms))],
  };
}

function onTimer(state: NonInviteClientState, timer: TimerName, timing: Timing): Step<NonInviteClientState> {
  const over: NonInviteClientState = { ...state, name: 'terminated' };
  const open = state.name === 'trying' || state.name === 'proceeding';
  if (open && timer === 'E') {
    const intervalMs = state.name === 'proceeding' ? timing.t2Ms : Math.min(state.intervalMs * 2, timing.t2Ms);
    return { state: { ...state, intervalMs }, effects: [send, startTimer('E', intervalMs)] };
  }
  if (open && timer === 'F') return { state: over, effects: [stopTimer('E'), timedOut, terminated] };
  if (state.name === 'completed' && timer === 'K') return { state: over, effects: [terminated] };
  return { state, effects: [] };
}
