import type { SipRequest, SipResponse } from '../sip/message.ts';
import type { Received } from '../sip/parseMessage.ts';
import { ackOfFailure } from '../sip/requests.ts';
import { responseTo } from '../sip/responses.ts';
import {
  adoptedInviteClient,
  type InviteClientInput,
  type InviteClientState,
  newInviteClient,
  stepInviteClient,
} from '../sip/transaction/inviteClient.ts';
import {
  type InviteServerInput,
  type InviteServerState,
  newInviteServer,
  stepInviteServer,
} from '../sip/transaction/inviteServer.ts';
import type { Timing } from '../sip/transaction/machine.ts';
import {
  type NonInviteClientInput,
  type NonInviteClientState,
  newNonInviteClient,
  stepNonInviteClient,
} from '../sip/transaction/nonInviteClient.ts';
import {
  type NonInviteServerInput,
  type NonInviteServerState,
  newNonInviteServer,
  stepNonInviteServer,
} from '../sip/transaction/nonInviteServer.ts';
import { listeningAddress, overTransport, responseAddress, type Via } from '../sip/via.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import type { Datagrams } from '../transport/datagrams.ts';
import { defaultPort, type Hop, isReliable, protocolOf } from '../transport/hop.ts';
import type { Clock } from './clock.ts';
import { type EffectHandlers, MachineHost } from './machineHost.ts';
import { Remains } from './remains.ts';

/** Who sent a request and wants to hear of its fate. */
export type ClientUser = {
  onResponse(response: SipResponse, received: Received): void;
  /** No final response came in time (timers B and F); `failure` when the transport knew that none could. */
  onTimeout(failure?: string): void;
};

export type ResponseOptions = Parameters<typeof responseTo>[2];

/** A request that was received, and the way to answer it. */
export type ServerTransaction = {
  readonly request: SipRequest;
  readonly received: Received;
  readonly source: Hop;
  respond(status: number, options?: ResponseOptions): void;
  /** Set by the user of an INVITE: a CANCEL came for it. */
  onCancel: () => void;
  /** The user needs it no more: nothing will be answered but repetitions of what was. */
  release(): void;
};

type ClientEntry = {
  readonly to: Hop;
  readonly host: MachineHost<InviteClientState, InviteClientInput> | MachineHost<NonInviteClientState, NonInviteClientInput>;
  at: { response: SipResponse; received: Received } | undefined;
  /** What the transport said when it failed. */
  failure: string | undefined;
};

type ServerEntry = {
  /** Let go of once nothing more can be answered: the machine lives on until its ACK, and what it needs is small. */
  readonly transaction: ServerTransaction | undefined;
  readonly host: MachineHost<InviteServerState, InviteServerInput> | MachineHost<NonInviteServerState, NonInviteServerInput>;
};

/** Longer requests go over TCP (RFC 3261 §18.1.1). */
const MOST_UDP_BYTES = 1300;
/** A host that took no TCP is not asked again for so long. */
const NO_TCP_MEMORY_MS = 600_000;
const MOST_REMEMBERED = 1000;

/** An INVITE that nobody has answered by then is confirmed with 100, so that it isn't said again (RFC 3261 §17.2.1). */
const TRYING_AFTER_MS = 200;

export type TransactionOptions = {
  readonly datagrams: Datagrams;
  readonly clock: Clock;
  readonly timing: Timing;
  /** Whether requests above the MTU go over TCP. */
  readonly tcpAboveMtu: boolean;
};

/** All transactions of one phone (RFC 3261 §17): matches messages to them, keeps their timers, retransmits. */
export class Transactions {
  private readonly clients = new Map<string, ClientEntry>();
  private readonly servers = new Map<string, ServerEntry>();
  private readonly remains: Remains;
  private readonly datagrams: Datagrams;
  private readonly clock: Clock;
  private readonly timing: Timing;
  private readonly reliableTiming: Timing;
  private readonly tcpAboveMtu: boolean;
  /** Hosts that took no TCP, and when that is forgotten. */
  private readonly withoutTcp = new Map<string, number>();
  private openClients = 0;

  constructor({ datagrams, clock, timing, tcpAboveMtu }: TransactionOptions) {
    this.datagrams = datagrams;
    this.clock = clock;
    this.remains = new Remains(clock);
    this.timing = timing;
    this.reliableTiming = { ...timing, reliable: true };
    this.tcpAboveMtu = tcpAboveMtu && datagrams.reach !== undefined;
    datagrams.onLost?.((hop, reason) => this.loseConnection(hop, reason));
  }

  /** Transactions of others that are remembered. */
  get serverCount(): number {
    return this.servers.size + this.remains.size;
  }

  /** Requests of ours that have no final response yet. */
  get pendingCount(): number {
    return this.openClients;
  }

  /** Sends a request in a transaction of its own. `key` must hold the branch of its Via. */
  request(request: SipRequest, branch: string, to: Hop, user: ClientUser): void {
    // A CANCEL takes the way that its INVITE took (§9.1).
    const invited = request.method === 'CANCEL' ? this.clients.get(clientKey(branch, 'INVITE'))?.to : undefined;
    if (invited === undefined && this.isTooLongForUdp(request, to)) this.requestOverTcp(request, branch, to, user);
    else this.openClient(request, branch, invited ?? to, user, false).feed({ kind: 'start' });
  }

  private isTooLongForUdp(request: SipRequest, to: Hop): boolean {
    if (!this.tcpAboveMtu || isReliable(to) || request.method === 'ACK') return false;
    // Headers of ours seldom pass 900 bytes; writing the message twice is for the rare long one.
    if (request.body.length + request.headers.length * 60 < MOST_UDP_BYTES / 2) return false;
    if (writeMessage(request).length <= MOST_UDP_BYTES) return false;
    return (this.withoutTcp.get(to.host) ?? 0) <= this.clock.nowMs();
  }

  /** Falls back to UDP where TCP is refused (§18.1.1). */
  private requestOverTcp(request: SipRequest, branch: string, to: Hop, user: ClientUser): void {
    const overTcp: ClientUser = {
      onResponse: (response, received) => user.onResponse(response, received),
      onTimeout: (failure) => {
        if (failure === undefined) {
          user.onTimeout();
          return;
        }
        if (this.withoutTcp.size >= MOST_REMEMBERED) this.withoutTcp.clear();
        this.withoutTcp.set(to.host, this.clock.nowMs() + NO_TCP_MEMORY_MS);
        this.openClient(request, branch, to, user, false).feed({ kind: 'start' });
      },
    };
    this.openClient(request, branch, { ...to, protocol: 'tcp' }, overTcp, false).feed({ kind: 'start' });
  }

  /** Waits for the end of an INVITE that another process sent. */
  adoptInvite(invite: SipRequest, branch: string, to: Hop, user: ClientUser): void {
    this.openClient(invite, branch, to, user, true);
  }

  /** Hands a response to its transaction; false if it has none. */
  receiveResponse(received: Received, response: SipResponse): boolean {
    const entry = this.clients.get(clientKey(received.via.params.get('branch') ?? '', received.cseq.method));
    if (entry === undefined) return false;
    entry.at = { response, received };
    entry.host.feed({ kind: 'response', status: response.status });
    return true;
  }

  /** Absorbs a retransmission or an ACK of a failure; false if the request is a new one. */
  receiveRequest(received: Received): boolean {
    const key = serverKey(received, received.cseq.method === 'ACK' ? 'INVITE' : received.cseq.method);
    const entry = this.servers.get(key);
    if (entry === undefined) return this.repeat(key);
    const host = entry.host as MachineHost<unknown, { kind: 'ack' | 'request' }>;
    host.feed({ kind: received.cseq.method === 'ACK' ? 'ack' : 'request' });
    return true;
  }

  private repeat(key: string): boolean {
    const remainder = this.remains.find(key);
    remainder?.repeat?.();
    return remainder !== undefined;
  }

  /** The INVITE that a CANCEL means (§9.2); cancelling one that was answered has no effect. */
  inviteOf(cancel: Received): Pick<ServerTransaction, 'onCancel'> | undefined {
    const key = serverKey(cancel, 'INVITE');
    const entry = this.servers.get(key);
    if (entry === undefined && this.remains.find(key) === undefined) return undefined;
    return entry?.transaction ?? { onCancel: nothing };
  }

  /** Opens the transaction of a new request; its top Via must be stamped. */
  openServer(received: Received, request: SipRequest, source: Hop): ServerTransaction {
    const key = serverKey(received, received.cseq.method);
    const answer: { bytes: Buffer | undefined } = { bytes: undefined };
    const handlers = this.serverHandlers(key, answer, this.wayBack(received.via, source));
    const host = this.serverHost(request.method, handlers, isReliable(source) ? this.reliableTiming : this.timing);
    let cancelTrying = nothing;
    const transaction: ServerTransaction = {
      request,
      received,
      source,
      respond: (status, options) => {
        cancelTrying();
        const bytes = writeMessage(responseTo(request, status, options));
        if (mayRespond(host.state.name, status)) answer.bytes = bytes;
        (host as MachineHost<unknown, { kind: 'respond'; status: number }>).feed({ kind: 'respond', status });
        if (status >= (request.method === 'INVITE' ? 300 : 200)) transaction.release();
      },
      onCancel: nothing,
      release: () => {
        if (this.servers.get(key)?.host === host) this.servers.set(key, { transaction: undefined, host });
      },
    };
    this.servers.set(key, { transaction, host });
    if (request.method === 'INVITE') cancelTrying = this.clock.after(TRYING_AFTER_MS, () => transaction.respond(100));
    return transaction;
  }

  /** Drops everything without a word. */
  close(): void {
    for (const { host } of [...this.clients.values(), ...this.servers.values()]) host.stop();
    this.clients.clear();
    this.servers.clear();
    this.remains.clear();
  }

  // What waits for a response on a connection that broke waits in vain (§17.1.4); a call that already rings may yet be answered.
  private loseConnection(hop: Hop, reason: string): void {
    for (const entry of [...this.clients.values()]) {
      const { to } = entry;
      if (to.host !== hop.host || to.port !== hop.port || to.protocol !== hop.protocol) continue;
      entry.failure ??= reason;
      (entry.host as MachineHost<unknown, { kind: 'transportError' }>).feed({ kind: 'transportError' });
    }
  }

  // Over a stream the answer takes the connection that brought the request; if that broke, a new one to where Via points (§18.2.2).
  private wayBack(via: Via, source: Hop): () => Hop {
    if (!isReliable(source)) {
      const to = responseAddress(via);
      return () => to;
    }
    const again = { ...source, ...listeningAddress(via, defaultPort(protocolOf(source))) };
    return () => (this.datagrams.holds?.(source) === false ? again : source);
  }

  // Apart from the request, so that these don't keep it alive.
  private serverHandlers(key: string, answer: { readonly bytes: Buffer | undefined }, to: () => Hop): EffectHandlers {
    const send = () => {
      if (answer.bytes !== undefined) this.datagrams.send(answer.bytes, to());
    };
    return {
      send,
      sendAck: nothing,
      deliver: nothing,
      timedOut: nothing,
      terminated: () => this.servers.delete(key),
      // A 2xx is repeated by who sent it, any other final response when it is asked for again.
      lingers: (timer, afterMs) => {
        if (timer !== 'L' && timer !== 'J') return false;
        this.servers.delete(key);
        if (afterMs > 0) this.remains.keep(key, afterMs, timer === 'J' ? send : undefined);
        return true;
      },
    };
  }

  private serverHost(method: string, handlers: EffectHandlers, timing: Timing): ServerEntry['host'] {
    const { clock } = this;
    if (method === 'INVITE')
      return new MachineHost<InviteServerState, InviteServerInput>(
        newInviteServer(timing),
        stepInviteServer,
        timing,
        clock,
        handlers,
      );
    return new MachineHost<NonInviteServerState, NonInviteServerInput>(
      newNonInviteServer,
      stepNonInviteServer,
      timing,
      clock,
      handlers,
    );
  }

  private openClient(plain: SipRequest, branch: string, to: Hop, user: ClientUser, adopted: boolean): ClientEntry['host'] {
    const request = overTransport(plain, protocolOf(to).toUpperCase());
    const key = clientKey(branch, request.method);
    const bytes = writeMessage(request);
    let open = true;
    const settle = () => {
      if (open) this.openClients--;
      open = false;
    };
    const handlers: EffectHandlers = {
      send: () => this.datagrams.send(bytes, to, onFailure),
      sendAck: () => {
        const { at } = entry;
        if (at !== undefined) this.datagrams.send(writeMessage(ackOfFailure(request, at.response)), to);
      },
      deliver: () => {
        const { at } = entry;
        if (at === undefined) return;
        if (at.response.status >= 200) settle();
        user.onResponse(at.response, at.received);
      },
      timedOut: () => {
        settle();
        user.onTimeout(entry.failure);
      },
      terminated: () => {
        if (this.clients.get(key) === entry) this.clients.delete(key);
      },
      // A response that finds no transaction is dropped, which is all that timer K is for.
      lingers: (timer) => {
        if (timer !== 'K') return false;
        if (this.clients.get(key) === entry) this.clients.delete(key);
        return true;
      },
    };
    const host = this.clientHost(request.method, handlers, adopted, isReliable(to) ? this.reliableTiming : this.timing);
    const entry: ClientEntry = { to, host, at: undefined, failure: undefined };
    const onFailure = (failure: string) => {
      entry.failure = failure;
      (host as MachineHost<unknown, { kind: 'transportError' }>).feed({ kind: 'transportError' });
    };
    this.openClients++;
    this.clients.set(key, entry);
    return host;
  }

  private clientHost(method: string, handlers: EffectHandlers, adopted: boolean, timing: Timing): ClientEntry['host'] {
    const { clock } = this;
    if (method !== 'INVITE')
      return new MachineHost<NonInviteClientState, NonInviteClientInput>(
        newNonInviteClient(timing),
        stepNonInviteClient,
        timing,
        clock,
        handlers,
      );
    const state = adopted ? adoptedInviteClient : newInviteClient(timing);
    return new MachineHost<InviteClientState, InviteClientInput>(state, stepInviteClient, timing, clock, handlers);
  }
}

const nothing = (): void => undefined;

const clientKey = (branch: string, method: string): string => `${branch} ${method}`;

// RFC 3261 §17.2.3; Call-ID and CSeq make it right for branches without the magic cookie as well.
const serverKey = (received: Received, method: string): string =>
  `${received.via.params.get('branch') ?? ''} ${received.via.host}:${received.via.port ?? 5060} ${received.callId} ${received.cseq.number} ${method}`;

// A response that the machine won't send must not replace the one it retransmits.
function mayRespond(stateName: string, status: number): boolean {
  if (stateName === 'accepted') return status >= 200 && status < 300;
  return stateName === 'proceeding' || stateName === 'trying';
}
