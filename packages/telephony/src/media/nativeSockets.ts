import { isIPv4 } from 'node:net';
import type { Native } from './loadNative.ts';
import { nodeSockets, type Place, type ReceiveRtp, type RtpSocket, type RtpSockets } from './rtpSockets.ts';

/** As in native/datagrams.c. */
const STRIDE = 1600;
const FIELDS = 4;
/** Datagrams handed to the system at once, at most. */
const ROWS = 256;
/** Rounds of reading in one turn of the loop: a flood may not keep the thread from sending. */
const MOST_ROUNDS = 16;
const MOST_HOSTS = 4096;

/** Sockets whose datagrams are read and sent by the hundred, once a turn of the pacing loop. IPv6 stays with Node's. */
export class NativeSockets implements RtpSockets {
  private readonly native: Native;
  private readonly poller: number;
  private readonly receivers = new Map<number, ReceiveRtp>();
  private readonly inBytes = Buffer.alloc(ROWS * STRIDE);
  private readonly inTable = new Int32Array(ROWS * FIELDS);
  private readonly views: (Buffer | undefined)[] = Array.from({ length: ROWS }, () => undefined);
  private readonly outBytes = Buffer.alloc(ROWS * STRIDE);
  private readonly outTable = new Int32Array(ROWS * FIELDS);
  private readonly hosts = new Map<number, string>();
  private queued = 0;
  private lastId = 0;

  constructor(native: Native) {
    this.native = native;
    this.poller = native.poller();
  }

  open(place: Place, receive: ReceiveRtp, opened: (failure?: string) => void): RtpSocket {
    if (!isIPv4(place.host)) return nodeSockets.open(place, receive, opened);
    const descriptor = place.descriptor ?? bindIPv4(this.native, place.host, place.port);
    const id = ++this.lastId;
    const watched = descriptor < 0 ? descriptor : this.native.watch(this.poller, descriptor, id);
    if (watched < 0) {
      if (descriptor >= 0) this.native.close(descriptor);
      queueMicrotask(() => opened(`bind failed: error ${-watched}`));
      return { send: () => undefined, close: (closed) => queueMicrotask(closed) };
    }
    this.receivers.set(id, receive);
    queueMicrotask(() => opened());
    return this.socketOf(id, descriptor);
  }

  receive(): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const count = this.native.receive(this.poller, this.inBytes, this.inTable, ROWS);
      const nowMs = performance.now();
      for (let row = 0; row < count; row++) this.deliver(row, nowMs);
      if (count < ROWS) return;
    }
  }

  flush(): void {
    if (this.queued === 0) return;
    this.native.send(this.outBytes, this.outTable, this.queued);
    this.queued = 0;
  }

  private deliver(row: number, nowMs: number): void {
    const { inTable: table } = this;
    const at = row * FIELDS;
    this.receivers.get(table[at] ?? 0)?.(
      this.datagramIn(row, table[at + 1] ?? 0),
      this.hostOf(table[at + 2] ?? 0),
      table[at + 3] ?? 0,
      nowMs,
    );
  }

  // Audio packets are all of one length: the view of the row is nearly always there already.
  private datagramIn(row: number, length: number): Buffer {
    const known = this.views[row];
    if (known?.length === length) return known;
    const view = this.inBytes.subarray(row * STRIDE, row * STRIDE + length);
    this.views[row] = view;
    return view;
  }

  private socketOf(id: number, descriptor: number): RtpSocket {
    // A call nearly always sends to one address.
    let lastHost = '';
    let lastNumber = 0;
    let open = true;
    return {
      send: (packet, from, length, port, host) => {
        if (!open || length > STRIDE) return;
        if (host !== lastHost) {
          if (!isIPv4(host)) return;
          lastHost = host;
          lastNumber = numberOf(host);
        }
        this.queue(descriptor, packet, from, length, port, lastNumber);
      },
      close: (closed) => {
        // What is queued must not leave through another's socket that gets the same descriptor.
        this.flush();
        open = false;
        this.receivers.delete(id);
        this.native.close(descriptor);
        queueMicrotask(closed);
      },
    };
  }

  private queue(descriptor: number, packet: Buffer, from: number, length: number, port: number, host: number): void {
    if (this.queued === ROWS) this.flush();
    const row = this.queued++;
    const at = row * FIELDS;
    packet.copy(this.outBytes, row * STRIDE, from, from + length);
    this.outTable[at] = descriptor;
    this.outTable[at + 1] = length;
    this.outTable[at + 2] = host;
    this.outTable[at + 3] = port;
  }

  private hostOf(number: number): string {
    const known = this.hosts.get(number);
    if (known !== undefined) return known;
    // Anybody may send from anywhere: the names are few in truth, and forgotten when they are not.
    if (this.hosts.size >= MOST_HOSTS) this.hosts.clear();
    const host = [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
    this.hosts.set(number, host);
    return host;
  }
}

/** A descriptor bound there, or −errno. `host` must be an IPv4 address. */
export const bindIPv4 = (native: Native, host: string, port: number): number => native.open(numberOf(host), port);

function numberOf(host: string): number {
  return host.split('.').reduce((bits, part) => (bits << 8) | Number(part), 0);
}
