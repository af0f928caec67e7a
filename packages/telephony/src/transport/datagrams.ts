import type { Address } from '../api.ts';
import type { Hop } from './hop.ts';

/** Bound sockets, as signalling sees them: one message goes out, one comes in. Tests put a virtual network in their place. */
export type Datagrams = {
  /** Where UDP is bound. */
  readonly address: Address;
  /** `onFailure` is called at most once, when it is known that the message can't arrive; over UDP never. */
  send(datagram: Buffer, to: Hop, onFailure?: (reason: string) => void): void;
  /** Exactly one receiver. */
  onDatagram(receive: (datagram: Buffer, from: Hop) => void): void;
  close(): Promise<void>;
  /** Hears of connections that broke: what was sent on them may never arrive. */
  onLost?(tell: (hop: Hop, reason: string) => void): void;
  /**
   * Opens the way to a hop and tells the port under which the far end reaches us on it. Absent where there is only UDP.
   * @throws PhoneError `unreachable`, `tlsRefused`
   */
  reach?(to: Hop): Promise<number>;
  /** The same for a way that is open already. */
  portTowards?(to: Hop): number;
  /** Whether a connection to that hop stands. */
  holds?(to: Hop): boolean;
};
