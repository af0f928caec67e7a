import type { Counters, PhoneLimits, PhoneOptions } from '../api.ts';
import { dialogOfResponse, nextHop } from '../sip/dialog.ts';
import { readMalformed } from '../sip/malformedRequest.ts';
import { headerOf, headersOf, type SipRequest, type SipResponse, withFirstHeader } from '../sip/message.ts';
import { parseMessage, type Received } from '../sip/parseMessage.ts';
import { refusalInDialog, refusalOf } from '../sip/refusals.ts';
import { ALLOW, dialogRequest, KNOWN_METHODS, type Sender } from '../sip/requests.ts';
import { responseTo } from '../sip/responses.ts';
import { splitOutside } from '../sip/splitList.ts';
import { standardTiming, type Timing } from '../sip/transaction/machine.ts';
import { hostPort } from '../sip/uri.ts';
import { overTransport, responseAddress, stampVia, type Via, writeVia } from '../sip/via.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import type { Datagrams } from '../transport/datagrams.ts';
import { type Hop, isReliable, protocolOf } from '../transport/hop.ts';
import type { Clock } from './clock.ts';
import { KeepAlive } from './keepAlive.ts';
import { DEFAULT_LIMITS, newCounters, RateGate } from './limits.ts';
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
  readonly limits?: PhoneLimits;
  readonly tcpAboveMtu?: boolean;
  /** 0 or absent: none. */
  readonly keepAliveMs?: number;
};

/** Routes messages of one socket: to transactions, to calls, or to nobody (RFC 3261 §8.2, §12.2.2, §18). */
export class UserAgent {
  readonly transactions: Transactions;
  readonly timing: Timing;
  readonly options: UserAgentOptions;
  /** Takes a new INVITE. */
  onInvite: (transaction: ServerTransaction) => void = (transaction) => transaction.respond(480, { toTag: this.options.token() });
  private readonly dialogs = new Map<string, DialogUser>();
  readonly counters: { -readonly [K in keyof Counters]: number } = newCounters();
  readonly limits: PhoneLimits;
  private readonly knownHosts: Set<string>;
  private readonly gate: RateGate;
  private readonly keepAlive: KeepAlive;
  /** To tag of every refusal that has no transaction: the same request gets the same one (§8.2.7). */
  private readonly refusalTag: string;

  constructor(options: UserAgentOptions) {
    this.options = options;
    this.timing = options.timing ?? standardTiming;
    this.limits = options.limits ?? DEFAULT_LIMITS;
    this.gate = new RateGate(options.clock);
    this.refusalTag = options.token();
    this.keepAlive = new KeepAlive(options.datagrams, options.clock, options.keepAliveMs ?? 0);
    const { datagrams, clock, tcpAboveMtu = true } = options;
    this.transactions = new Transactions({ datagrams, clock, timing: this.timing, tcpAboveMtu });
    this.knownHosts = new Set(options.inboundHosts);
    options.datagrams.onDatagram((datagram, from) => this.receive(datagram, from));
  }

  newBranch(): string {
    return `z9hG4bK${this.options.token()}`;
  }

  /** `port`: ours as that far end sees it; the UDP port if absent. */
  senderAt(host: string, port = this.options.datagrams.address.port): Sender {
    return { host, port, userAgent: this.options.userAgent };
  }

  /** A trunk of ours: from now on its OPTIONS are answered, its late 2xx settled, and the way to it is kept open. */
  trust(hop: Hop): void {
    this.knownHosts.add(hop.host);
    this.keepAlive.use(hop);
  }

  /** Drops every transaction without a word. */
  close(): void {
    this.keepAlive.stop();
    this.transactions.close();
  }

  /** Whether that host is a trunk of ours, or may call. */
  knows(host: string): boolean {
    return this.knownHosts.has(host);
  }

  request(request: SipRequest, branch: string, to: Hop, user: ClientUser): void {
    this.transactions.request(request, branch, to, user);
  }

  /** Sends outside any transaction: the ACK of a 2xx. */
  sendOnce(request: SipRequest, to: Hop): void {
    this.options.datagrams.send(writeMessage(overTransport(request, protocolOf(to).toUpperCase())), to);
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
  private receive(datagram: Buffer, from: Hop): void {
    this.counters.messages++;
    if (!this.admits(datagram, from)) return;
    try {
      const received = parseMessage(datagram, this.limits.headers);
      if ('fault' in received) {
        if (received.fault === 'empty') return;
        this.counters.unreadable++;
        this.options.log('debug', 'unreadable SIP datagram', { fault: received.fault, from: from.host });
        if (received.fault !== 'tooManyHeaders') this.refuseMalformed(datagram, from);
      } else if (received.message.kind === 'response') this.receiveResponse(received, received.message, from);
      else this.receiveRequest(received, received.message, from);
    } catch (error) {
      this.options.log('warn', 'a SIP message could not be handled', { error: String(error), from: from.host });
    }
  }

  private admits(datagram: Buffer, from: Hop): boolean {
    const { limits, counters } = this;
    const perSecond = this.knows(from.host) ? limits.datagramsPerSecond : limits.strangerDatagramsPerSecond;
    if (!this.gate.admits(from.host, perSecond)) counters.overRate++;
    else if (datagram.length > limits.messageBytes) counters.oversize++;
    else return true;
    return false;
  }

  /**
   * A trunk learns that its request was malformed; strangers learn nothing. Outside of any transaction (RFC 3261 §8.2.7): who asks again is
   * refused again.
   */
  private refuseMalformed(datagram: Buffer, from: Hop): void {
    const malformed = this.knows(from.host) ? readMalformed(datagram) : undefined;
    if (malformed === undefined) return;
    const { via, status } = malformed;
    const request = via === undefined ? malformed.request : withTopVia(malformed.request, stampVia(via, from));
    const extra = status === 501 ? [{ name: 'allow', value: ALLOW }] : [];
    const response = responseTo(request, status, { toTag: this.refusalTag, extra });
    const to = via === undefined || isReliable(from) ? from : responseAddress(stampVia(via, from));
    this.options.datagrams.send(writeMessage(response), to);
  }

  private receiveResponse(received: Received, response: SipResponse, from: Hop): void {
    if (this.transactions.receiveResponse(received, response)) return;
    if (received.cseq.method !== 'INVITE' || response.status < 200 || response.status >= 300) return;
    const user = this.dialogs.get(dialogKey(received.callId, received.fromTag));
    if (user !== undefined) user.onLate2xx(response);
    else if (this.knownHosts.has(from.host) && this.isOurs(received, response, from)) this.release2xx(received, response);
  }

  // A response with another's Via, or with several, went astray (RFC 3261 §8.1.3.3, §18.1.2).
  private isOurs({ via }: Received, response: SipResponse, from: Hop): boolean {
    const vias = headersOf(response, 'via').flatMap((value) => splitOutside(value, ','));
    return vias.length === 1 && (isReliable(from) || (via.port ?? 5060) === this.options.datagrams.address.port);
  }

  /** Somebody picked up a call that nobody here knows any more: ACK, then BYE (RFC 3261 §13.2.2.4). */
  private release2xx(received: Received, response: SipResponse): void {
    const dialog = dialogOfResponse(response, '');
    const to = nextHop(dialog);
    if (to === undefined) return;
    this.options.log('info', 'a forgotten call was answered; hanging it up', { callId: received.callId });
    const sender = this.senderAt(received.via.host, received.via.port);
    const contact = `sip:${hostPort(sender.host, sender.port)}`;
    this.ackAndBye(dialog, { invite: received.cseq.number, last: received.cseq.number }, { contact, sender, to });
  }

  /** Acknowledges a 2xx and ends its dialog at once. `cseq`: of the INVITE, and the last one used. `onEnd` hears how the BYE fared. */
  ackAndBye(
    dialog: Parameters<typeof dialogRequest>[0],
    cseq: { readonly invite: number; readonly last: number },
    way: { readonly contact: string; readonly sender: Sender; readonly to: Hop },
    onEnd: (status: number | undefined) => void = () => undefined,
  ): void {
    const { contact, sender, to } = way;
    this.sendOnce(dialogRequest(dialog, { method: 'ACK', cseq: cseq.invite, branch: this.newBranch(), contact }, sender), to);
    const branch = this.newBranch();
    const bye = dialogRequest(dialog, { method: 'BYE', cseq: cseq.last + 1, branch, contact }, sender);
    this.request(bye, branch, to, {
      onResponse: (answer) => {
        if (answer.status >= 200) onEnd(answer.status);
      },
      onTimeout: () => onEnd(undefined),
    });
  }

  private receiveRequest(raw: Received, message: SipRequest, from: Hop): void {
    const { received, request } = stamp(raw, message, from);
    if (this.transactions.receiveRequest(received)) return;
    if (this.isFull(request, from)) return;
    const known = this.dialogs.get(dialogKey(received.callId, received.toTag));
    if (request.method === 'ACK') known?.onAck(request);
    else if (request.method === 'CANCEL') this.receiveCancel(received, request, from);
    else if (known !== undefined && received.toTag !== '') this.receiveInDialog(known, received, request, from);
    else if (received.toTag !== '') this.refuseUnknownDialog(received, request, from);
    else this.receiveOutOfDialog(received, request, from);
  }

  private receiveInDialog(known: DialogUser, received: Received, request: SipRequest, from: Hop): void {
    const transaction = this.transactions.openServer(received, request, from);
    const refusal = refusalInDialog(request);
    if (refusal === undefined) known.onRequest(transaction);
    else transaction.respond(refusal.status, { extra: refusal.extra });
  }

  // BYE and CANCEL make room; everything else waits until there is some.
  private isFull({ method }: SipRequest, from: Hop): boolean {
    if (this.transactions.serverCount < this.limits.transactions) return false;
    if (method === 'ACK' || (method !== 'INVITE' && this.transactions.serverCount < this.limits.transactions * 1.1)) return false;
    this.counters.transactionsRefused++;
    this.options.log('debug', 'too many transactions', { from: from.host });
    return true;
  }

  // A stranger gets nothing, whatever tags it made up.
  private refuseUnknownDialog(received: Received, request: SipRequest, from: Hop): void {
    if (!this.knows(from.host)) {
      this.counters.strangers++;
      return;
    }
    this.transactions.openServer(received, request, from).respond(481);
  }

  private receiveCancel(received: Received, request: SipRequest, from: Hop): void {
    const invite = this.transactions.inviteOf(received);
    if (invite === undefined && !this.knownHosts.has(from.host)) {
      this.counters.strangers++;
      return;
    }
    this.transactions
      .openServer(received, request, from)
      .respond(invite === undefined ? 481 : 200, { toTag: this.options.token() });
    invite?.onCancel();
  }

  private receiveOutOfDialog(received: Received, request: SipRequest, from: Hop): void {
    const mayCall = this.options.inboundHosts.has(from.host);
    if (request.method === 'INVITE' ? !mayCall : !this.knownHosts.has(from.host)) {
      this.counters.strangers++;
      this.options.log('debug', 'request from an unknown host ignored', { method: request.method, from: from.host });
      return;
    }
    const transaction = this.transactions.openServer(received, request, from);
    const toTag = this.options.token();
    const allow = { name: 'allow', value: ALLOW };
    const refusal = refusalOf(request);
    if (refusal !== undefined) transaction.respond(refusal.status, { toTag, extra: refusal.extra });
    else if (request.method === 'INVITE') this.onInvite(transaction);
    else if (request.method === 'OPTIONS') {
      transaction.respond(200, { toTag, extra: [allow, { name: 'accept', value: 'application/sdp' }] });
    } else if (request.method === 'BYE') transaction.respond(481, { toTag });
    else transaction.respond(KNOWN_METHODS.has(request.method) ? 405 : 501, { toTag, extra: [allow] });
  }
}

const dialogKey = (callId: string, localTag: string): string => `${callId} ${localTag}`;

function stamp(received: Received, message: SipRequest, from: Hop): { received: Received; request: SipRequest } {
  const via = stampVia(received.via, from);
  const request = withTopVia(message, via);
  return { received: { ...received, via, message: request }, request };
}

function withTopVia(message: SipRequest, via: Via): SipRequest {
  const values = splitOutside(headerOf(message, 'via') ?? '', ',');
  const value = [writeVia(via), ...values.slice(1)].join(', ');
  return { ...message, headers: withFirstHeader(message.headers, 'via', value) };
}
