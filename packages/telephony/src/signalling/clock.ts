/** Time as an argument: the real one in a phone, a virtual one in tests. */
export type Clock = {
  /** Milliseconds since any fixed moment; never goes back. */
  nowMs(): number;
  /** Runs once after that time; the function returned calls it off. */
  after(delayMs: number, run: () => void): Cancel;
};

export type Cancel = () => void;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
