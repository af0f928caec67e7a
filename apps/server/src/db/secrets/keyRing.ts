import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { Problem } from '@truyvet/contract';

/**
 * The keys of an installation, kept outside the database. `current` encrypts; older ones still decrypt until `truyvet keys rotate` has passed.
 * `hashKey` makes the keyed hashes that equal numbers are found by; it never changes, because every hash would have to.
 */
export type Keys = {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly hashKey: Buffer;
};

/** Gives the keys as they are now: another process may have added one. */
export type KeyRing = { readonly read: () => Keys };

const cipher = 'aes-256-gcm';
const keyBytes = 32;
/** NIST SP 800-38D §8.2.2: random nonces of 96 bits, far below 2^32 messages a key. */
const nonceBytes = 12;
const tagBytes = 16;

/** What is encrypted, so that one kind cannot be passed off as another: authenticated, not stored. */
export type SealedKind = 'nationalId' | 'insuranceNumber' | 'recording' | 'response' | 'webhookSecret' | 'listFile' | 'listRow';
/** What is only compared: by its keyed hash. */
type HashedKind = 'nationalId' | 'insuranceNumber' | 'request';

export function freshKeys(): Keys {
  return { current: 'k1', keys: new Map([['k1', randomBytes(keyBytes)]]), hashKey: randomBytes(keyBytes) };
}

/** A further key that encrypts from now on. */
export function withFreshKey({ keys, hashKey }: Keys): Keys {
  const last = Math.max(...[...keys.keys()].map((id) => Number(id.slice(1))));
  const current = `k${last + 1}`;
  return { current, keys: new Map([...keys, [current, randomBytes(keyBytes)]]), hashKey };
}

/** A name for a key's bytes that gives nothing of them away: the database keeps it to notice a key that is not the one it knew. */
export function fingerprintOf(key: Buffer): string {
  return createHash('sha256').update('truyvet key ').update(key).digest('hex').slice(0, 16);
}

/** Nonce, cipher text, tag. */
export function sealBytes(ring: KeyRing, kind: SealedKind, plain: Uint8Array): { keyId: string; sealed: Buffer } {
  const { current, keys } = ring.read();
  const nonce = freshNonce();
  const sealing = createCipheriv(cipher, keyOf(keys, current), nonce).setAAD(Buffer.from(kind));
  const sealed = Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
  return { keyId: current, sealed };
}

/** Nonces are drawn many at a time: a list seals each of its rows. */
const nonces = { drawn: Buffer.alloc(0), next: 0 };

function freshNonce(): Buffer {
  if (nonces.next + nonceBytes > nonces.drawn.length) {
    nonces.drawn = randomBytes(nonceBytes * 256);
    nonces.next = 0;
  }
  const nonce = nonces.drawn.subarray(nonces.next, nonces.next + nonceBytes);
  nonces.next += nonceBytes;
  return nonce;
}

/** Throws `keys.lost` when the key is not there, `keys.unreadable` when the bytes are not what was sealed. */
export function openBytes(ring: KeyRing, kind: SealedKind, keyId: string, sealed: Buffer): Buffer {
  const opening = createDecipheriv(cipher, keyOf(ring.read().keys, keyId), sealed.subarray(0, nonceBytes));
  try {
    opening.setAAD(Buffer.from(kind)).setAuthTag(sealed.subarray(sealed.length - tagBytes));
    return Buffer.concat([opening.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), opening.final()]);
  } catch (error) {
    throw new Problem('keys.unreadable', { id: keyId }, { cause: error });
  }
}

/** `<key id>.<base64url>` */
export function sealText(ring: KeyRing, kind: SealedKind, plain: string): string {
  const { keyId, sealed } = sealBytes(ring, kind, Buffer.from(plain, 'utf8'));
  return `${keyId}.${sealed.toString('base64url')}`;
}

export function openText(ring: KeyRing, kind: SealedKind, text: string): string {
  const [keyId = '', sealed = ''] = text.split('.');
  return openBytes(ring, kind, keyId, Buffer.from(sealed, 'base64url')).toString('utf8');
}

/** The keyed hash of a number: `h1.` and HMAC-SHA-256 in base64url, 46 signs. Equal numbers of one kind have equal hashes, and nobody without the key can try numbers. */
export function hashOf(ring: KeyRing, kind: HashedKind, plain: string): string {
  return `h1.${createHmac('sha256', ring.read().hashKey).update(`${kind} ${plain}`).digest('base64url')}`;
}

function keyOf(keys: ReadonlyMap<string, Buffer>, id: string): Buffer {
  const key = keys.get(id);
  if (!key) throw new Problem('keys.lost', { id });
  return key;
}
