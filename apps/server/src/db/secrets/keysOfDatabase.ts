import type { Db, Tx } from '../connect.ts';
import { KeyCarrier } from './keyCarrier.ts';
import type { KeyRing } from './keyRing.ts';

/** The keys of a pool or transaction. Throws when it was opened without any: whoever stores secrets opens it with its keys. */
export function keysOf(tx: Tx | Db): KeyRing {
  for (const plugin of tx.getExecutor().plugins) if (plugin instanceof KeyCarrier) return plugin.ring;
  throw new Error('this connection was opened without keys (see connect)');
}
