import type { CallEvents, Unsubscribe } from '../api.ts';

type Listener<K extends keyof CallEvents> = (payload: CallEvents[K]) => void;

/** Listeners of one call. A listener that throws is reported and hurts nobody else. */
export class CallEmitter {
  private listeners: { [K in keyof CallEvents]?: Set<Listener<K>> } = {};
  private readonly onFault: (event: string, error: unknown) => void;

  constructor(onFault: (event: string, error: unknown) => void) {
    this.onFault = onFault;
  }

  on<K extends keyof CallEvents>(event: K, listener: Listener<K>): Unsubscribe {
    const set: Set<Listener<K>> = this.listeners[event] ?? new Set();
    (this.listeners as Record<K, Set<Listener<K>>>)[event] = set;
    set.add(listener);
    return () => set.delete(listener);
  }

  emit<K extends keyof CallEvents>(event: K, payload: CallEvents[K]): void {
    for (const listener of this.listeners[event] ?? []) {
      try {
        listener(payload);
      } catch (error) {
        this.onFault(event, error);
      }
    }
  }

  /** After this nothing is heard any more. */
  clear(): void {
    this.listeners = {};
  }
}
