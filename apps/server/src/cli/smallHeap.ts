import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps the heap of a command that works through very many rows small: V8 alone would let it grow with what is garbage already. Not for the server, whose
 * main thread must not stop for it.
 */
export function keepHeapSmall(everyRows = 5_000): (rows: number) => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let next = everyRows;
  return (rows) => {
    if (rows < next) return;
    next = rows + everyRows;
    collect();
  };
}
