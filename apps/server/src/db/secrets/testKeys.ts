/** For tests: keys that are the same in every process. */
import type { KeyRing, Keys } from './keyRing.ts';

const keys: Keys = { current: 'k1', keys: new Map([['k1', Buffer.alloc(32, 1)]]), hashKey: Buffer.alloc(32, 2) };
export const testKeyRing: KeyRing = { read: () => keys };
