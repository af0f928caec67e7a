import { randomBytes } from 'node:crypto';
import type { Codec, TrunkMedia } from '../api.ts';
import type { SourceRules } from '../media/messages.ts';
import type { MediaWishes } from '../sdp/negotiate.ts';
import { KEY_BYTES, type SrtpSuite } from '../sdp/srtpSuites.ts';

export const DEFAULT_CODECS: readonly Codec[] = ['PCMA', 'PCMU'];

/** Everything about a call's audio that its trunk decides. */
export type MediaSettings = { readonly wishes: MediaWishes; readonly rules: SourceRules };

/** `secure`: signalling is TLS. Keys in a description that anybody can read would protect nothing (RFC 4568 §1). */
export function mediaSettingsOf(options: TrunkMedia, secure: boolean): MediaSettings {
  const { codecs = DEFAULT_CODECS, rtpSource = 'sameAddress', srtp = 'accepted', rtcpMux = false } = options;
  return {
    wishes: {
      codecs,
      ...(options.ptimeMs === undefined ? {} : { ptimeMs: options.ptimeMs }),
      srtp: secure ? srtp : 'never',
      keys: newKeys(),
      rtcpMux,
    },
    rules: { source: rtpSource, symmetric: options.symmetricRtp ?? rtpSource === 'learn' },
  };
}

/** Keys of one call, made when they are first asked for. */
function newKeys(): (suite: SrtpSuite) => string {
  const made = new Map<SrtpSuite, string>();
  return (suite) => {
    const key = made.get(suite) ?? randomBytes(KEY_BYTES[suite]).toString('base64');
    made.set(suite, key);
    return key;
  };
}
