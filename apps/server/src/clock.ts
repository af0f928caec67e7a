/** The only source of the present. Passed in, so that tests and the demo can live at another time. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that shows `origin` at the real instant `realOrigin` and then runs at normal speed. The demo uses it to live on
 * 10 July 2021; both instants are stored, so that a restarted process goes on at the same logical time.
 */
export function shiftedClock(origin: Date, realOrigin: Date, real: () => number = Date.now): Clock {
  const shiftMs = origin.getTime() - realOrigin.getTime();
  return { now: () => new Date(real() + shiftMs) };
}
