/** Timers as an argument, so that tests own time. `after` returns what cancels it. */
export type Timers = { after(ms: number, then: () => void): () => void };

export const systemTimers: Timers = {
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
