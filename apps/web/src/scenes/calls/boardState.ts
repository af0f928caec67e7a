import type { BoardEvent, BoardSnapshot, LiveCall } from '@truyvet/contract';

/** A call on the board; `endedAtMs` (the browser's clock) once it is over, so that it stays readable for a moment. */
export type BoardCall = LiveCall & { readonly endedAtMs: number | null };

export type BoardState = Omit<BoardSnapshot, 'calls' | 'now'> & {
  readonly calls: ReadonlyMap<number, BoardCall>;
  /** The server's clock minus the browser's. */
  readonly clockShiftMs: number;
};

/** How long an ended call stays on the board. */
export const endedStaysMs = 4_000;

/**
 * The board after events, in the order they came. `null` is a board that has not heard anything: only a snapshot begins it.
 * @param nowMs the browser's clock
 */
export function applyBoardEvents(state: BoardState | null, events: readonly BoardEvent[], nowMs: number): BoardState | null {
  return events.reduce<BoardState | null>((board, event) => applyBoardEvent(board, event, nowMs), state);
}

function applyBoardEvent(board: BoardState | null, event: BoardEvent, nowMs: number): BoardState | null {
  if (event.kind === 'snapshot') return fromSnapshot(event.data, nowMs);
  if (board === null) return null;
  switch (event.kind) {
    case 'call':
      return { ...board, calls: new Map(board.calls).set(event.data.attemptId, onBoard(event.data, nowMs)) };
    case 'counters':
      return { ...board, counters: event.data };
    case 'trunk':
      return { ...board, trunk: event.data };
  }
}

function fromSnapshot({ calls, now, ...rest }: BoardSnapshot, nowMs: number): BoardState {
  const byAttempt = new Map(calls.map((call) => [call.attemptId, onBoard(call, nowMs)]));
  return { ...rest, calls: byAttempt, clockShiftMs: Date.parse(now) - nowMs };
}

function onBoard(call: LiveCall, nowMs: number): BoardCall {
  return { ...call, endedAtMs: call.state === 'ended' ? nowMs : null };
}

/** The board without the calls that ended a while ago; the same object if there are none. */
export function withoutOldCalls(board: BoardState, nowMs: number): BoardState {
  const kept = [...board.calls].filter(([, call]) => call.endedAtMs === null || nowMs - call.endedAtMs < endedStaysMs);
  return kept.length === board.calls.size ? board : { ...board, calls: new Map(kept) };
}
