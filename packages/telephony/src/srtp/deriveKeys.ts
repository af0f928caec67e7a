import { createCipheriv } from 'node:crypto';
import type { SrtpSuite } from '../sdp/srtpSuites.ts';

const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTH_KEY_BYTES = 20;

/** Keys of one direction of one kind of traffic. */
export type SessionKeys = { readonly key: Buffer; readonly salt: Buffer; readonly authKey: Buffer };

/** Labels of the key derivation (RFC 3711 §4.3.1): encryption, authentication, salt. */
const labels = { rtp: [0, 1, 2], rtcp: [3, 4, 5] } as const;

/** Session keys from the base64 of master key and salt, key derivation rate 0 (RFC 3711 §4.3; RFC 7714 §11 pads its shorter salt). */
export function deriveKeys(suite: SrtpSuite, inline: string, kind: 'rtp' | 'rtcp'): SessionKeys {
  const master = Buffer.from(inline, 'base64');
  const key = master.subarray(0, KEY_BYTES);
  const salt = Buffer.alloc(SALT_BYTES);
  master.copy(salt, 0, KEY_BYTES);
  const [encryption, authentication, salting] = labels[kind];
  return {
    key: keyStream(key, salt, encryption, KEY_BYTES),
    authKey: keyStream(key, salt, authentication, AUTH_KEY_BYTES),
    salt: keyStream(key, salt, salting, suite === 'AEAD_AES_128_GCM' ? 12 : SALT_BYTES),
  };
}

function keyStream(masterKey: Buffer, masterSalt: Buffer, label: number, bytes: number): Buffer {
  const block = Buffer.alloc(16);
  masterSalt.copy(block);
  block[7] = (block[7] ?? 0) ^ label;
  return createCipheriv('aes-128-ctr', masterKey, block).update(Buffer.alloc(bytes));
}
