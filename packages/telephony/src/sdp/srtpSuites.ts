/** SRTP by keys in the session description (RFC 4568): the suites spoken, best first. */
export const SRTP_SUITES = ['AEAD_AES_128_GCM', 'AES_CM_128_HMAC_SHA1_80'] as const;

export type SrtpSuite = (typeof SRTP_SUITES)[number];

/** Master key and master salt together, in bytes (RFC 4568 §6.2.1: 16 + 14; RFC 7714 §12: 16 + 12). */
export const KEY_BYTES: Readonly<Record<SrtpSuite, number>> = { AEAD_AES_128_GCM: 28, AES_CM_128_HMAC_SHA1_80: 30 };

/** One `a=crypto` line: `key` is the base64 of master key and salt. */
export type CryptoLine = { readonly tag: number; readonly suite: SrtpSuite; readonly key: string };

/** What a stream needs: each side's key protects what that side sends. Never to be logged. */
export type SrtpPlan = { readonly tag: number; readonly suite: SrtpSuite; readonly sendKey: string; readonly receiveKey: string };

/** Our key for a suite, the same throughout a call. */
export type LocalKeys = (suite: SrtpSuite) => string;

/**
 * Reads what follows `inline:`. Lifetime is allowed, since no call reaches 2^31 packets; a master key index is not spoken (undefined), nor
 * are session parameters that weaken or change the transform (RFC 4568 §6.3).
 */
export function readCryptoLine(line: {
  readonly id: number;
  readonly suite: string;
  readonly config: string;
  readonly sessionConfig?: string | undefined;
}): CryptoLine | undefined {
  const suite = SRTP_SUITES.find((known) => known === line.suite);
  const key = /^inline:([A-Za-z0-9+/]+={0,2})(\|[\d^]+)?$/.exec(line.config)?.[1];
  if (suite === undefined || key === undefined || (line.sessionConfig ?? '').trim() !== '') return undefined;
  // Four characters carry three bytes; padding tells how many the last ones lack.
  const bytes = Math.floor((key.replace(/=+$/, '').length * 3) / 4);
  return bytes === KEY_BYTES[suite] ? { tag: line.id, suite, key } : undefined;
}

/** One line for each suite we speak, best first. */
export const offeredLines = (keys: LocalKeys): CryptoLine[] =>
  SRTP_SUITES.map((suite, index) => ({ tag: index + 1, suite, key: keys(suite) }));

export const writeCryptoLine = ({ tag, suite, key }: CryptoLine): string => `a=crypto:${tag} ${suite} inline:${key}\r\n`;

/** The first of the far end's lines that we speak. */
export function srtpPlanOf(lines: readonly CryptoLine[], keys: LocalKeys): SrtpPlan | undefined {
  const line = lines[0];
  return line && { tag: line.tag, suite: line.suite, sendKey: keys(line.suite), receiveKey: line.key };
}
