import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
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
