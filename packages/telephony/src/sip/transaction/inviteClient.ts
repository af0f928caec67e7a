import {
  deliver,
  GIVE_UP_T1S,
  lingerMs,
  type Step,
  send,
  sendAck,
  startTimer,
  stopTimer,
  type TimerName,
  type Timing,
  terminated,
  timedOut,
} from './machine.ts';

/**
 * INVITE client transaction (RFC 3261 §17.1.1, with the Accepted state of RFC 6026 §7.2).
 *
 * calling → proceeding (1xx) → completed (≥ 300, ACK sent by the transaction) or accepted (2xx, ACK sent by the user) → terminated.
 * A 2xx may come several times, from several phones, until timer M; each is delivered.
 */
export type InviteClientState = {
  readonly name: 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated';
  /** Timer A's next interval. */
  readonly intervalMs: number;
};

export type InviteClientInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'response'; readonly status: number }
  /** The transport said that the request can't arrive (§17.1.4). */
  | { readonly kind: 'transportError' }
  | { readonly kind: 'timer'; readonly timer: TimerName };

/** Timer D is at least 32 s over UDP (§17.1.1.2). */
const TIMER_D_MS = 32_000;

export const newInviteClient = (timing: Timing): InviteClientState => ({ name: 'calling', intervalMs: timing.t1Ms });

/** A transaction whose request was sent by someone else: it only waits for the end. */
export const adoptedInviteClient: InviteClientState = { name: 'proceeding', intervalMs: 0 };

export function stepInviteClient(state: InviteClientState, input: InviteClientInput, timing: Timing): Step<InviteClientState> {
  if (input.kind === 'start') return start(state, timing);
  if (input.kind === 'transportError') {
    if (state.name !== 'calling') return { state, effects: [] };
    return onTimer(state, 'B');
  }
  if (input.kind === 'response') return onResponse(state, input.status, timing);
  return onTimer(state, input.timer);
}

function start(state: InviteClientState, timing: Timing): Step<InviteClientState> {
  if (state.name !== 'calling') return { state, effects: [] };
  const repeat = timing.reliable === true ? [] : [startTimer('A', state.intervalMs)];
  return { state, effects: [...repeat, startTimer('B', GIVE_UP_T1S * timing.t1Ms), send] };
}

function onResponse(state: InviteClientState, status: number, timing: Timing): Step<InviteClientState> {
  switch (state.name) {
    case 'calling':
    case 'proceeding':
      return fromOpen(state, status, timing);
    case 'completed':
      return { state, effects: status >= 300 ? [sendAck] : [] };
    case 'accepted':
      return { state, effects: status >= 200 && status < 300 ? [deliver] : [] };
    case 'terminated':
      return { state, effects: [] };
  }
}

function fromOpen(state: InviteClientState, status: number, timing: Timing): Step<InviteClientState> {
  const quiet = state.name === 'calling' ? [stopTimer('A'), stopTimer('B')] : [];
  if (status < 200) return { state: { ...state, name: 'proceeding' }, effects: [...quiet, deliver] };
  if (status < 300) {
    return { state: { ...state, name: 'accepted' }, effects: [...quiet, deliver, startTimer('M', GIVE_UP_T1S * timing.t1Ms)] };
  }
  return {
    state: { ...state, name: 'completed' },
    effects: [...quiet, sendAck, deliver, startTimer('D', lingerMs(timing, TIMER_D_MS))],
  };
}

function onTimer(state: InviteClientState, timer: TimerName): Step<InviteClientState> {
  const over: InviteClientState = { ...state, name: 'terminated' };
  if (state.name === 'calling' && timer === 'A') {
    const intervalMs = state.intervalMs * 2;
    return { state: { ...state, intervalMs }, effects: [send, startTimer('A', intervalMs)] };
  }
  if (state.name === 'calling' && timer === 'B') return { state: over, effects: [stopTimer('A'), timedOut, terminated] };
  if (state.name === 'completed' && timer === 'D') return { state: over, effects: [terminated] };
  if (state.name === 'accepted' && timer === 'M') return { state: over, effects: [terminated] };
  return { state, effects: [] };
}
