/** Writes of one call, one after another in the order they were asked for, so that an older state never overwrites a newer one. */
export type OrderedWrites = {
  /** Runs `write` after all that came before; resolves when it is committed. After a failure nothing more is written. */
  add(write: () => Promise<void>): Promise<void>;
  /** Resolves when everything asked for so far is committed or has failed. */
  settled(): Promise<void>;
};

/** `onFailure` is told of the first write that fails, whether or not anybody awaits it. */
export function createOrderedWrites(onFailure: (error: unknown) => void): OrderedWrites {
  let tail: Promise<void> = Promise.resolve();
  let failed = false;
  return {
    add(write) {
      const written = tail.then(write);
      tail = written.catch((error: unknown) => {
        if (!failed) onFailure(error);
        failed = true;
        throw error;
      });
      tail.catch(() => undefined); // `onFailure` was told; the chain itself stays broken on purpose.
      return tail;
    },
    settled: () => tail.catch(() => undefined),
  };
}
