import type { TrunkState } from '@truyvet/contract';
import type { DialerEvent } from '../calls/dialerEvent.ts';

/**
 * What the dialer tells the board: that something moved (the rows themselves are read from PostgreSQL, in each reader's scope), the step that
 * each call has reached, and how the trunk is. One a server.
 */
export type LiveBoard = {
  /** Takes the dialer's events: `createDialer({ …, onEvent: board.follow })`. */
  readonly follow: (event: DialerEvent) => void;
  /** Something else that the board shows has changed. Cheap; readers look at most twice a second. */
  readonly changed: () => void;
  readonly trunk: () => TrunkState;
  readonly dialing: () => boolean;
  /** The step being asked in a call under way, as far as it was told. */
  readonly stepOf: (attemptId: number) => string | null;
  /** `listener` is called on every change; the result removes it. */
  readonly subscribe: (listener: () => void) => () => void;
};

/** A board that knows nothing yet. */
export function createLiveBoard(trunkName: string): LiveBoard {
  const listeners = new Set<() => void>();
  const steps = new Map<number, string>();
  let trunk: TrunkState = { name: trunkName, state: 'unknown', since: null, message: null };
  let dialing = false;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const follow = (event: DialerEvent) => {
    switch (event.kind) {
      case 'attempt':
        if (event.state === 'ended') steps.delete(event.attemptId);
        break;
      case 'step':
        steps.set(event.attemptId, event.stepId);
        break;
      case 'trunk':
        trunk = event.trunk;
        break;
      case 'dialing':
        dialing = event.dialing;
        break;
    }
    changed();
  };
  return {
    follow,
    changed,
    trunk: () => trunk,
    dialing: () => dialing,
    stepOf: (attemptId) => steps.get(attemptId) ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
