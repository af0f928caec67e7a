import type { Cancel } from '../signalling/clock.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import type { Header, SipRequest } from '../sip/message.ts';
import type { CallEnvironment } from './callEnvironment.ts';
import type { CallMedia } from './callMedia.ts';
import { repeatUntilAck } from './okRetransmission.ts';

/** Answers the far end's re-INVITEs: hold and resume, another codec, another address (RFC 3261 §14.2). */
export class ReInvites {
  private readonly environment: CallEnvironment;
  private readonly media: CallMedia;
  private readonly call: { readonly contact: () => string; readonly lost: () => void };
  private stopRepeating: Cancel | undefined;
  /** We offered in the 200; the answer comes in the ACK. */
  private offered = false;

  constructor(
    environment: CallEnvironment,
    media: CallMedia,
    call: { readonly contact: () => string; readonly lost: () => void },
  ) {
    this.environment = environment;
    this.media = media;
    this.call = call;
  }

  /** False when it was refused. `extra`: headers of the 200. */
  receive(transaction: ServerTransaction, ready: boolean, extra: readonly Header[] = []): boolean {
    if (!ready || this.stopRepeating !== undefined) {
      transaction.respond(491);
      return false;
    }
    const { body } = transaction.request;
    this.offered = body === '';
    if (this.offered) {
      this.accept(transaction, this.media.offer(), extra);
      return true;
    }
    const offer = this.media.read(body);
    const plan = this.media.planFor(offer);
    // The session goes on as it was (§14.2).
    if (offer === undefined || plan === undefined) {
      transaction.respond(488);
      return false;
    }
    this.media.setPlan(plan, true);
    this.accept(transaction, this.media.answer(offer, plan), extra);
    return true;
  }

  /** UPDATE (RFC 3311 §5.2): answered at once, without ACK; without a description it only refreshes. False when it was refused. */
  receiveUpdate(transaction: ServerTransaction, ready: boolean, extra: readonly Header[]): boolean {
    const headers = [{ name: 'contact', value: `<${this.call.contact()}>` }, ...extra];
    const { body } = transaction.request;
    if (body === '') {
      transaction.respond(200, { extra: headers });
      return true;
    }
    if (!ready || this.stopRepeating !== undefined) {
      // Before our answer to the first offer there can be no second one.
      transaction.respond(ready ? 491 : 500, { extra: [{ name: 'retry-after', value: '2' }] });
      return false;
    }
    const offer = this.media.read(body);
    const plan = this.media.planFor(offer);
    if (offer === undefined || plan === undefined) {
      transaction.respond(488);
      return false;
    }
    this.media.setPlan(plan, true);
    transaction.respond(200, { body: this.media.answer(offer, plan), extra: headers });
    return true;
  }

  receiveAck(ack: SipRequest): void {
    if (this.stopRepeating === undefined) return;
    this.stop();
    const plan = this.offered ? this.media.planFor(this.media.read(ack.body)) : undefined;
    if (plan !== undefined) this.media.setPlan(plan, true);
  }

  stop(): void {
    this.stopRepeating?.();
    this.stopRepeating = undefined;
  }

  private accept(transaction: ServerTransaction, sdp: string, extra: readonly Header[]): void {
    const { clock, ua } = this.environment;
    const headers = [{ name: 'contact', value: `<${this.call.contact()}>` }, ...extra];
    const send = () => transaction.respond(200, { body: sdp, extra: headers });
    send();
    this.stopRepeating = repeatUntilAck(clock, ua.timing, send, () => {
      this.stopRepeating = undefined;
      this.call.lost();
    });
  }
}
