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
 * INVITE server transaction (RFC 3261 §17.2.1, with the Accepted state of RFC 6026 §7.1).
 *
 * proceeding → completed (≥ 300, retransmitted until ACK) → confirmed → terminated, or → accepted (2xx, retransmitted by the user,
 * not from here, until timer L) → terminated.
 */
export type InviteServerState = {
  readonly name: 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';
  /** Timer G's next interval. */
  readonly intervalMs: number;
};

export type InviteServerInput =
  /** The INVITE came again. */
  | { readonly kind: 'request' }
  | { readonly kind: 'ack' }
  /** The user responds. */
  | { readonly kind: 'respond'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName };

export const newInviteServer = (timing: Timing): InviteServerState => ({ name: 'proceeding', intervalMs: timing.t1Ms });

export function stepInviteServer(state: InviteServerState, input: InviteServerInput, timing: Timing): Step<InviteServerState> {
  switch (input.kind) {
    case 'request':
      return { state, effects: state.name === 'proceeding' || state.name === 'completed' ? [send] : [] };
    case 'respond':
      return respond(state, input.status, timing);
    case 'ack':
      return onAck(state, timing);
    case 'timer':
      return onTimer(state, input.timer, timing);
  }
}

function respond(state: InviteServerState, status: number, timing: Timing): Step<InviteServerState> {
  const giveUpMs = GIVE_UP_T1S * timing.t1Ms;
  // Every 2xx of the accepted state is the user's own retransmission (RFC 6026 §7.1).
  if (state.name === 'accepted') return { state, effects: status >= 200 && status < 300 ? [send] : [] };
  if (state.name !== 'proceeding') return { state, effects: [] };
  if (status < 200) return { state, effects: [send] };
  if (status < 300) return { state: { ...state, name: 'accepted' }, effects: [send, startTimer('L', giveUpMs)] };
  return {
    state: { ...state, name: 'completed' },
    effects: [send, ...(timing.reliable === true ? [] : [startTimer('G', state.intervalMs)]), startTimer('H', giveUpMs)],
  };
}

function onAck(state: InviteServerState, timing: Timing): Step<InviteServerState> {
  if (state.name === 'accepted') return { state, effects: [deliver] };
  if (state.name !== 'completed') return { state, effects: [] };
  return {
    state: { ...state, name: 'confirmed' },
    effects: [stopTimer('G'), stopTimer('H'), startTimer('I', lingerMs(timing, timing.t4Ms))],
  };
}

function onTimer(state: InviteServerState, timer: TimerName, timing: Timing): Step<InviteServerState> {
  const over: InviteServerState = { ...state, name: 'terminated' };
  if (state.name === 'completed' && timer === 'G') {
    const intervalMs = Math.min(state.intervalMs * 2, timing.t2Ms);
    return { state: { ...state, intervalMs }, effects: [send, startTimer('G', intervalMs)] };
  }
  if (state.name === 'completed' && timer === 'H') return { state: over, effects: [stopTimer('G'), timedOut, terminated] };
  if (state.name === 'confirmed' && timer === 'I') return { state: over, effects: [terminated] };
  if (state.name === 'accepted' && timer === 'L') return { state: over, effects: [terminated] };
  return { state, effects: [] };
}
