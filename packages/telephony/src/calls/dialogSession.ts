import type { TransferResult } from '../api.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import { headerOf, type SipMessage, type SipRequest, type SipResponse } from '../sip/message.ts';
import { ALLOW } from '../sip/requests.ts';
import { answerTimer, MIN_SE_S, type SessionTerms } from '../sip/sessionExpires.ts';
import type { CallEnvironment } from './callEnvironment.ts';
import type { CallMedia } from './callMedia.ts';
import type { InDialogRequest } from './inDialog.ts';
import { ReInvites } from './reInvites.ts';
import { SessionRefresh } from './sessionRefresh.ts';
import { SessionTimer } from './sessionTimer.ts';
import { Transfer } from './transfer.ts';

/** The call, as seen by what happens inside its dialog. */
export type SessionOwner = {
  readonly environment: CallEnvironment;
  readonly media: CallMedia;
  readonly ownsCallId: boolean;
  contact(): string;
  /** Answered and not on its way out. */
  ready(): boolean;
  request(request: InDialogRequest, onFinal: (response: SipResponse | undefined, sent: SipRequest) => void): void;
  acknowledge(sent: SipRequest): void;
  /** The far end may have moved (RFC 3261 §12.2). */
  adoptTarget(message: SipMessage): void;
  lost(detail: string): void;
};

/**
 * What goes on inside a dialog besides its beginning and its end: re-INVITE, UPDATE, session timer, transfer. Its parts are made when they are first
 * needed: most calls need none.
 */
export class DialogSession {
  private readonly owner: SessionOwner;
  private madeReInvites: ReInvites | undefined;
  private madeRefresh: SessionRefresh | undefined;
  private madeTimer: SessionTimer | undefined;
  private transferring: Transfer | undefined;
  private farEndAllows = '';

  constructor(owner: SessionOwner) {
    this.owner = owner;
  }

  private get reInvites(): ReInvites {
    const { owner } = this;
    this.madeReInvites ??= new ReInvites(owner.environment, owner.media, {
      contact: () => owner.contact(),
      lost: () => owner.lost('no ACK to the 200 of a re-INVITE'),
    });
    return this.madeReInvites;
  }

  private get refresh(): SessionRefresh {
    const { owner } = this;
    this.madeRefresh ??= new SessionRefresh({
      clock: owner.environment.clock,
      random: owner.environment.random,
      media: owner.media,
      ownsCallId: owner.ownsCallId,
      mayUpdate: () => /\bUPDATE\b/i.test(this.farEndAllows),
      request: (request, onFinal) => owner.request(request, onFinal),
      acknowledge: (sent) => owner.acknowledge(sent),
      refreshed: (response, terms) => {
        owner.adoptTarget(response);
        this.setTerms(terms);
      },
      dead: (detail) => owner.lost(detail),
    });
    return this.madeRefresh;
  }

  private get terms(): SessionTerms | undefined {
    return this.madeTimer?.terms;
  }

  private setTerms(terms: SessionTerms | undefined): void {
    if (terms === undefined && this.madeTimer === undefined) return;
    this.madeTimer ??= new SessionTimer(this.owner.environment.clock, {
      refresh: () => {
        if (this.terms !== undefined && this.owner.ready()) this.refresh.start(this.terms);
      },
      expired: () => this.owner.lost('the session was not refreshed in time'),
    });
    this.madeTimer.set(terms);
  }

  /** The dialog is confirmed by that message of the far end, under these terms. */
  start(message: SipMessage, terms: SessionTerms | undefined): void {
    this.farEndAllows = headerOf(message, 'allow') ?? '';
    this.setTerms(terms);
  }

  /** A request in the dialog that neither begins nor ends it. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const allow = { extra: [{ name: 'allow', value: ALLOW }] };
    if (request.method === 'INVITE' || request.method === 'UPDATE') this.receiveOffer(transaction);
    else if (request.method === 'OPTIONS') transaction.respond(200, allow);
    else if (request.method === 'NOTIFY') transaction.respond(this.transferring?.notify(request) === true ? 200 : 481);
    // Nobody transfers a robot.
    else if (request.method === 'REFER') transaction.respond(603);
    else transaction.respond(405, allow);
  }

  receiveAck(ack: SipRequest): void {
    this.madeReInvites?.receiveAck(ack);
  }

  /** Whoever transfers again gives the first transfer up. */
  transfer(target: string, referredBy: string): Promise<TransferResult> {
    this.transferring?.stop();
    this.transferring = new Transfer(this.owner.environment.clock, target, referredBy, (request, onFinal) =>
      this.owner.request(request, onFinal),
    );
    return this.transferring.result;
  }

  /** Holds the far end or takes it back. Resolves to the final status, undefined when the call ended before one came. */
  async hold(held: boolean): Promise<number | undefined> {
    const { media } = this.owner;
    const before = media.held;
    media.held = held;
    const status = await new Promise<number | undefined>((resolve) => this.refresh.reoffer(this.terms, resolve));
    if (status === undefined || status >= 300) media.held = before;
    return status;
  }

  stop(): void {
    this.madeReInvites?.stop();
    this.madeRefresh?.stop();
    this.madeTimer?.stop();
    this.transferring?.stop();
  }

  private receiveOffer(transaction: ServerTransaction): void {
    const { request } = transaction;
    const timer = answerTimer(request);
    if (timer === 'tooSmall') {
      transaction.respond(422, { extra: [{ name: 'min-se', value: `${MIN_SE_S}` }] });
      return;
    }
    // Both sides offered at once: both go back and try again (RFC 3261 §14.2, RFC 3311 §5.2).
    if (this.madeRefresh?.offering === true && (request.method === 'INVITE' || request.body !== '')) {
      transaction.respond(491);
      return;
    }
    this.owner.adoptTarget(request);
    const taken =
      request.method === 'INVITE'
        ? this.reInvites.receive(transaction, this.owner.ready(), timer.headers)
        : this.reInvites.receiveUpdate(transaction, this.owner.ready(), timer.headers);
    if (taken && timer.terms !== undefined) this.setTerms(timer.terms);
  }
}
