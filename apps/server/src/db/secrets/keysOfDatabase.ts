import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import type { Db, Tx } from '../connect.ts';
import type { KeyRing } from './keyRing.ts';

/**
 * Carries the keys with the pool, so that every transaction of it has them at hand and no other process-wide place does. Changes no query
 * and no result.
 */
export class KeyCarrier implements KyselyPlugin {
  readonly ring: KeyRing;
  constructor(ring: KeyRing) {
    this.ring = ring;
  }
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node;
  }
  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

/** The keys of a pool or transaction. Throws when it was opened without any: whoever stores secrets opens it with its keys. */
export function keysOf(tx: Tx | Db): KeyRing {
  for (const plugin of tx.getExecutor().plugins) if (plugin instanceof KeyCarrier) return plugin.ring;
  throw new Error('this connection was opened without keys (see connect)');
}
