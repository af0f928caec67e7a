import type { Address } from '../api.ts';
import type { Clock } from '../signalling/clock.ts';
import { parseMessage } from '../sip/parseMessage.ts';
import type { Datagrams } from '../transport/datagrams.ts';

/** What happens to one datagram on its way: how often it arrives, and how long each copy takes. */
export type Fate = readonly number[];

/** One line of the trace: `INVITE`, `180 INVITE`. */
export type Passed = {
  readonly atMs: number;
  readonly from: number;
  readonly to: number;
  readonly what: string;
  readonly text: string;
};

/** A network of ports on one clock, with a delay and whatever losses a test wants. */
export class VirtualNetwork {
  /** Everything that was sent, lost or not. */
  readonly trace: Passed[] = [];
  fate: (passed: Passed) => Fate = () => [5];
  private readonly clock: Clock;
  private readonly receivers = new Map<number, (datagram: Buffer, from: Address) => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A socket on `port`. Binding a port again takes it over, as a new process does after a crash. */
  bind(port: number): Datagrams {
    const address = { host: '127.0.0.1', port };
    let mine: ((datagram: Buffer, from: Address) => void) | undefined;
    return {
      address,
      send: (datagram, to) => {
        if (this.receivers.get(port) === mine) this.carry(datagram, address, to);
      },
      onDatagram: (receive) => {
        mine = receive;
        this.receivers.set(port, receive);
      },
      close: () => {
        if (mine !== undefined && this.receivers.get(port) === mine) this.receivers.delete(port);
        return Promise.resolve();
      },
    };
  }

  /** As `kill -9`: nothing arrives there any more, and nothing leaves. */
  unplug(port: number): void {
    this.receivers.delete(port);
  }

  /** The trace as words, for one direction or all. */
  words(from?: number): string[] {
    return this.trace.filter((passed) => from === undefined || passed.from === from).map(({ what }) => what);
  }

  private carry(datagram: Buffer, from: Address, to: Address): void {
    const passed = {
      atMs: this.clock.nowMs(),
      from: from.port,
      to: to.port,
      what: describe(datagram),
      text: datagram.toString(),
    };
    this.trace.push(passed);
    for (const delayMs of this.fate(passed)) {
      this.clock.after(delayMs, () => this.receivers.get(to.port)?.(datagram, from));
    }
  }
}

function describe(datagram: Buffer): string {
  const received = parseMessage(datagram);
  if ('fault' in received) return received.fault;
  return received.message.kind === 'request' ? received.message.method : `${received.message.status} ${received.cseq.method}`;
}
