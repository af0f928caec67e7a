import type { Address } from '../api.ts';

/** A bound datagram socket, as signalling sees it. Tests put a virtual network in its place. */
export type Datagrams = {
  /** Where it is bound. */
  readonly address: Address;
  send(datagram: Buffer, to: Address): void;
  /** Exactly one receiver. */
  onDatagram(receive: (datagram: Buffer, from: Address) => void): void;
  close(): Promise<void>;
};
