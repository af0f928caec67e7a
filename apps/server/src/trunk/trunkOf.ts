import type { Trunk } from '@truyvet/telephony';
import type { TrunkConfig } from './trunkConfig.ts';

const DEFAULT_PORT = 5060;
/** RFC 3261 §19.1.2. */
const DEFAULT_TLS_PORT = 5061;

/** The engine's trunk for the administrator's settings; `readCa` reads the file they name, and what it throws is thrown. */
export function trunkOf(config: TrunkConfig, readCa: (file: string) => string): Trunk {
  const { name, host, port, transport, callerNumber, rtpSource, username, password, tls } = config;
  const { srtp, domain, outboundProxy, displayName, assertedIdentity, privacy, codecs, ptimeMs, sessionExpiresS, symmetricRtp } =
    config;
  return {
    name,
    proxy: { host, port: port ?? (transport === 'tls' ? DEFAULT_TLS_PORT : DEFAULT_PORT) },
    transport,
    callerNumber,
    rtpSource,
    ...defined({
      srtp,
      domain,
      outboundProxy,
      displayName,
      assertedIdentity,
      privacy,
      codecs,
      ptimeMs,
      sessionExpiresS,
      symmetricRtp,
    }),
    ...(username !== undefined && password !== undefined && { credentials: { username, password } }),
    ...(tls !== undefined && { tls: tlsOf(tls, readCa) }),
  };
}

function tlsOf(tls: NonNullable<TrunkConfig['tls']>, readCa: (file: string) => string): NonNullable<Trunk['tls']> {
  const { serverName, caFile, allowSelfSigned } = tls;
  const ca = caFile === undefined ? undefined : readCa(caFile);
  return { allowSelfSigned, ...defined({ serverName, ca }) };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the entries that are undefined. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
