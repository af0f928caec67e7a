import type { Address, PhoneOptions } from '../api.ts';
import { dialogOfResponse, nextHop } from '../sip/dialog.ts';
import { headerOf, type SipRequest, type SipResponse, withFirstHeader } from '../sip/message.ts';
import { parseMessage, type Received } from '../sip/parseMessage.ts';
import { ALLOW, dialogRequest, type Sender } from '../sip/requests.ts';
import { splitOutside } from '../sip/splitList.ts';
import { standardTiming, type Timing } from '../sip/transaction/machine.ts';
import { stampVia, writeVia } from '../sip/via.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import type { Datagrams } from '../transport/datagrams.ts';
import type { Clock } from './clock.ts';
import { type ClientUser, type ServerTransaction, Transactions } from './transactions.ts';

export type Log = NonNullable<PhoneOptions['log']>;

/** A call, as the router sees it. */
export type DialogUser = {
  /** A request inside the dialog, ACK excepted. The user answers it. */
  onRequest(transaction: ServerTransaction): void;
  onAck(ack: SipRequest): void;
  /** A 2xx to our INVITE that no transaction waits for any more. */
  onLate2xx(response: SipResponse): void;
};

export type UserAgentOptions = {
  readonly datagrams: Datagrams;
  readonly clock: Clock;
  /** Random token of at least 64 bits, letters and digits. */
  readonly token: () => string;
  readonly inboundHosts: ReadonlySet<string>;
  readonly log: Log;
  readonly userAgent: string;
  readonly timing?: Timing;
};

/** Routes messages of one socket: to transactions, to calls, or to nobody (RFC 3261 §8.2, §12.2.2, §18). */
export class UserAgent {
  readonly transactions: Transactions;
  readonly timing: Timing;
  readonly options: UserAgentOptions;
  /** Takes a new INVITE; 100 has been sent. */
  onInvite: (transaction: ServerTransaction) => void = (transaction) => transaction.respond(480, { toTag: this.options.token() });
  private readonly dialogs = new Map<string, DialogUser>();
  private readonly knownHosts: Set<string>;

  constructor(options: UserAgentOptions) {
    this.options = options;
    this.timing = options.timing ?? standardTiming;
    this.transactions = new Transactions(options.datagrams, options.clock, this.timing);
    this.knownHosts = new Set(options.inboundHosts);
    options.datagrams.onDatagram((datagram, from) => this.receive(datagram, from));
  }

  newBranch(): string {
    return `z9hG4bK${this.options.token()}`;
  }

  senderAt(host: string): Sender {
    return { host, port: this.options.datagrams.address.port, userAgent: this.options.userAgent };
  }

  /** From now on this host's OPTIONS are answered, and its late 2xx settled. */
  trust(host: string): void {
    this.knownHosts.add(host);
  }

  request(request: SipRequest, branch: string, to: Address, user: ClientUser): void {
    this.transactions.request(request, branch, to, user);
  }

  /** Sends outside any transaction: the ACK of a 2xx. */
  sendOnce(request: SipRequest, to: Address): void {
    this.options.datagrams.send(writeMessage(request), to);
  }

  /** Takes the requests of a dialog; the function returned gives them up. */
  registerDialog(callId: string, localTag: string, user: DialogUser): () => void {
    const key = dialogKey(callId, localTag);
    this.dialogs.set(key, user);
    return () => {
      if (this.dialogs.get(key) === user) this.dialogs.delete(key);
    };
  }

  /** One datagram from anywhere. Whatever is in it, nothing is thrown. */
  private receive(datagram: Buffer, from: Address): void {
    try {
      const received = parseMessage(datagram);
      if ('fault' in received) {
        if (received.fault !== 'empty')
          this.options.log('debug', 'unreadable SIP datagram', { fault: received.fault, from: from.host });
      } else if (received.message.kind === 'response') this.receiveResponse(received, received.message, from);
      else this.receiveRequest(received, received.message, from);
    } catch (error) {
      this.options.log('warn', 'a SIP message could not be handled', { error: String(error), from: from.host });
    }
  }

  private receiveResponse(received: Received, response: SipResponse, from: Address): void {
    if (this.transactions.receiveResponse(received, response)) return;
    if (received.cseq.method !== 'INVITE' || response.status < 200 || response.status >= 300) return;
    const user = this.dialogs.get(dialogKey(received.callId, received.fromTag));
    if (user !== undefined) user.onLate2xx(response);
    else if (this.knownHosts.has(from.host)) this.release2xx(received, response);
  }

  /** Somebody picked up a call that nobody here knows any more: ACK, then BYE (RFC 3261 §13.2.2.4). */
  private release2xx(received: Received, response: SipResponse): void {
    const dialog = dialogOfResponse(response, '');
    const to = nextHop(dialog);
    if (to === undefined) return;
    this.options.log('info', 'a forgotten call was answered; hanging it up', { callId: received.callId });
    this.ackAndBye(dialog, received.cseq.number, received.via.host, to);
  }

  /** Acknowledges a 2xx and ends its dialog at once. `onEnd` hears how the BYE fared. */
  ackAndBye(
    dialog: Parameters<typeof dialogRequest>[0],
    cseq: number,
    localHost: string,
    to: Address,
    onEnd: (status: number | undefined) => void = () => undefined,
  ): void {
    const sender = this.senderAt(localHost);
    const contact = `sip:${localHost}:${sender.port}`;
    this.sendOnce(dialogRequest(dialog, { method: 'ACK', cseq, branch: this.newBranch(), contact }, sender), to);
    const branch = this.newBranch();
    const bye = dialogRequest(dialog, { method: 'BYE', cseq: cseq + 1, branch, contact }, sender);
    this.request(bye, branch, to, {
      onResponse: (answer) => {
        if (answer.status >= 200) onEnd(answer.status);
      },
      onTimeout: () => onEnd(undefined),
    });
  }

  private receiveRequest(raw: Received, message: SipRequest, from: Address): void {
    const { received, request } = stamp(raw, message, from);
    if (this.transactions.receiveRequest(received)) return;
    const known = this.dialogs.get(dialogKey(received.callId, received.toTag));
    if (request.method === 'ACK') known?.onAck(request);
    else if (request.method === 'CANCEL') this.receiveCancel(received, request, from);
    else if (known !== undefined && received.toTag !== '') known.onRequest(this.transactions.openServer(received, request, from));
    else if (received.toTag !== '') this.refuseUnknownDialog(received, request, from);
    else this.receiveOutOfDialog(received, request, from);
  }

  // A stranger's INVITE gets nothing, whatever tags it carries.
  private refuseUnknownDialog(received: Received, request: SipRequest, from: Address): void {
    if (request.method === 'INVITE' && !this.options.inboundHosts.has(from.host) && !this.knownHosts.has(from.host)) return;
    this.transactions.openServer(received, request, from).respond(481);
  }

  private receiveCancel(received: Received, request: SipRequest, from: Address): void {
    const invite = this.transactions.inviteOf(received);
    if (invite === undefined && !this.knownHosts.has(from.host)) return;
    this.transactions
      .openServer(received, request, from)
      .respond(invite === undefined ? 481 : 200, { toTag: this.options.token() });
    invite?.onCancel();
  }

  private receiveOutOfDialog(received: Received, request: SipRequest, from: Address): void {
    const mayCall = this.options.inboundHosts.has(from.host);
    if (request.method === 'INVITE' ? !mayCall : !this.knownHosts.has(from.host)) {
      this.options.log('debug', 'request from an unknown host ignored', { method: request.method, from: from.host });
      return;
    }
    const transaction = this.transactions.openServer(received, request, from);
    const toTag = this.options.token();
    if (request.method === 'INVITE') {
      transaction.respond(100);
      this.onInvite(transaction);
    } else if (request.method === 'OPTIONS') {
      transaction.respond(200, {
        toTag,
        extra: [
          { name: 'allow', value: ALLOW },
          { name: 'accept', value: 'application/sdp' },
        ],
      });
    } else if (request.method === 'BYE') transaction.respond(481, { toTag });
    else transaction.respond(405, { toTag, extra: [{ name: 'allow', value: ALLOW }] });
  }
}

const dialogKey = (callId: string, localTag: string): string => `${callId} ${localTag}`;

function stamp(received: Received, message: SipRequest, from: Address): { received: Received; request: SipRequest } {
  const via = stampVia(received.via, from);
  const values = splitOutside(headerOf(message, 'via') ?? '', ',');
  const value = [writeVia(via), ...values.slice(1)].join(', ');
  const request = { ...message, headers: withFirstHeader(message.headers, 'via', value) };
  return { received: { ...received, via, message: request }, request };
}
