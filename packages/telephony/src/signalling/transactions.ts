import type { Address } from '../api.ts';
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
import { responseAddress } from '../sip/via.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import type { Datagrams } from '../transport/datagrams.ts';
import type { Clock } from './clock.ts';
import { type EffectHandlers, MachineHost } from './machineHost.ts';

/** Who sent a request and wants to hear of its fate. */
export type ClientUser = {
  onResponse(response: SipResponse, received: Received): void;
  /** No final response came in time (timers B and F). */
  onTimeout(): void;
};

export type ResponseOptions = Parameters<typeof responseTo>[2];

/** A request that was received, and the way to answer it. */
export type ServerTransaction = {
  readonly request: SipRequest;
  readonly received: Received;
  readonly source: Address;
  respond(status: number, options?: ResponseOptions): void;
  /** Set by the user of an INVITE: a CANCEL came for it. */
  onCancel: () => void;
};

type ClientEntry = {
  readonly user: ClientUser;
  readonly host: MachineHost<InviteClientState, InviteClientInput> | MachineHost<NonInviteClientState, NonInviteClientInput>;
  at: { response: SipResponse; received: Received } | undefined;
};

type ServerEntry = {
  readonly transaction: ServerTransaction;
  readonly host: MachineHost<InviteServerState, InviteServerInput> | MachineHost<NonInviteServerState, NonInviteServerInput>;
};

/** All transactions of one socket (RFC 3261 §17): matches messages to them, keeps their timers, retransmits. */
export class Transactions {
  private readonly clients = new Map<string, ClientEntry>();
  private readonly servers = new Map<string, ServerEntry>();
  private readonly datagrams: Datagrams;
  private readonly clock: Clock;
  private readonly timing: Timing;
  private openClients = 0;

  constructor(datagrams: Datagrams, clock: Clock, timing: Timing) {
    this.datagrams = datagrams;
    this.clock = clock;
    this.timing = timing;
  }

  /** Requests of ours that have no final response yet. */
  get pendingCount(): number {
    return this.openClients;
  }

  /** Sends a request in a transaction of its own. `key` must hold the branch of its Via. */
  request(request: SipRequest, branch: string, to: Address, user: ClientUser): void {
    this.openClient(request, branch, to, user, false).feed({ kind: 'start' });
  }

  /** Waits for the end of an INVITE that another process sent. */
  adoptInvite(invite: SipRequest, branch: string, to: Address, user: ClientUser): void {
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
    const entry = this.servers.get(serverKey(received, received.cseq.method === 'ACK' ? 'INVITE' : received.cseq.method));
    if (entry === undefined) return false;
    const host = entry.host as MachineHost<unknown, { kind: 'ack' | 'request' }>;
    host.feed({ kind: received.cseq.method === 'ACK' ? 'ack' : 'request' });
    return true;
  }

  /** The INVITE that a CANCEL means (§9.2). */
  inviteOf(cancel: Received): ServerTransaction | undefined {
    return this.servers.get(serverKey(cancel, 'INVITE'))?.transaction;
  }

  /** Opens the transaction of a new request; its top Via must be stamped. */
  openServer(received: Received, request: SipRequest, source: Address): ServerTransaction {
    const key = serverKey(received, received.cseq.method);
    let last: Buffer | undefined;
    const to = responseAddress(received.via);
    const handlers: EffectHandlers = {
      send: () => {
        if (last !== undefined) this.datagrams.send(last, to);
      },
      sendAck: () => undefined,
      deliver: () => undefined,
      timedOut: () => undefined,
      terminated: () => this.servers.delete(key),
    };
    const host = this.serverHost(request.method, handlers);
    const transaction: ServerTransaction = {
      request,
      received,
      source,
      respond: (status, options) => {
        const bytes = writeMessage(responseTo(request, status, options));
        if (mayRespond(host.state.name, status)) last = bytes;
        (host as MachineHost<unknown, { kind: 'respond'; status: number }>).feed({ kind: 'respond', status });
      },
      onCancel: () => undefined,
    };
    this.servers.set(key, { transaction, host });
    return transaction;
  }

  /** Drops everything without a word. */
  close(): void {
    for (const { host } of [...this.clients.values(), ...this.servers.values()]) host.stop();
    this.clients.clear();
    this.servers.clear();
  }

  private serverHost(method: string, handlers: EffectHandlers): ServerEntry['host'] {
    if (method === 'INVITE') {
      return new MachineHost<InviteServerState, InviteServerInput>(
        newInviteServer(this.timing),
        (state, input) => stepInviteServer(state, input, this.timing),
        this.clock,
        handlers,
      );
    }
    return new MachineHost<NonInviteServerState, NonInviteServerInput>(
      newNonInviteServer,
      (state, input) => stepNonInviteServer(state, input, this.timing),
      this.clock,
      handlers,
    );
  }

  private openClient(request: SipRequest, branch: string, to: Address, user: ClientUser, adopted: boolean): ClientEntry['host'] {
    const key = clientKey(branch, request.method);
    const bytes = writeMessage(request);
    let open = true;
    const settle = () => {
      if (open) this.openClients--;
      open = false;
    };
    const handlers: EffectHandlers = {
      send: () => this.datagrams.send(bytes, to),
      sendAck: () => {
        const at = this.clients.get(key)?.at;
        if (at !== undefined) this.datagrams.send(writeMessage(ackOfFailure(request, at.response)), to);
      },
      deliver: () => {
        const at = this.clients.get(key)?.at;
        if (at === undefined) return;
        if (at.response.status >= 200) settle();
        user.onResponse(at.response, at.received);
      },
      timedOut: () => {
        settle();
        user.onTimeout();
      },
      terminated: () => this.clients.delete(key),
    };
    const host = this.clientHost(request.method, handlers, adopted);
    this.openClients++;
    this.clients.set(key, { user, host, at: undefined });
    return host;
  }

  private clientHost(method: string, handlers: EffectHandlers, adopted: boolean): ClientEntry['host'] {
    if (method === 'INVITE') {
      return new MachineHost<InviteClientState, InviteClientInput>(
        adopted ? adoptedInviteClient : newInviteClient(this.timing),
        (state, input) => stepInviteClient(state, input, this.timing),
        this.clock,
        handlers,
      );
    }
    return new MachineHost<NonInviteClientState, NonInviteClientInput>(
      newNonInviteClient(this.timing),
      (state, input) => stepNonInviteClient(state, input, this.timing),
      this.clock,
      handlers,
    );
  }
}

const clientKey = (branch: string, method: string): string => `${branch} ${method}`;

// RFC 3261 §17.2.3; Call-ID and CSeq make it right for branches without the magic cookie as well.
const serverKey = (received: Received, method: string): string =>
  `${received.via.params.get('branch') ?? ''} ${received.via.host}:${received.via.port ?? 5060} ${received.callId} ${received.cseq.number} ${method}`;

// A response that the machine won't send must not replace the one it retransmits.
function mayRespond(stateName: string, status: number): boolean {
  if (stateName === 'accepted') return status >= 200 && status < 300;
  return stateName === 'proceeding' || stateName === 'trying';
}
