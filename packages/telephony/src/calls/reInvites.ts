import { planOf, writeAnswer, writeOffer } from '../sdp/negotiate.ts';
import { readSdp } from '../sdp/session.ts';
import type { Cancel } from '../signalling/clock.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import type { SipRequest } from '../sip/message.ts';
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

  receive(transaction: ServerTransaction, ready: boolean): void {
    if (!ready || this.stopRepeating !== undefined) {
      transaction.respond(491);
      return;
    }
    const { body } = transaction.request;
    this.offered = body === '';
    if (this.offered) {
      this.accept(transaction, writeOffer(this.media.nextLocal(), this.media.codecs));
      return;
    }
    const offer = readSdp(body);
    const plan = offer === undefined ? undefined : planOf(offer, this.media.codecs);
    // The session goes on as it was (§14.2).
    if (offer === undefined || plan === undefined) {
      transaction.respond(488);
      return;
    }
    this.media.setPlan(plan, true);
    this.accept(transaction, writeAnswer(this.media.nextLocal(), offer, plan));
  }

  receiveAck(ack: SipRequest): void {
    if (this.stopRepeating === undefined) return;
    this.stop();
    const answer = this.offered ? readSdp(ack.body) : undefined;
    const plan = answer === undefined ? undefined : planOf(answer, this.media.codecs);
    if (plan !== undefined) this.media.setPlan(plan, true);
  }

  stop(): void {
    this.stopRepeating?.();
    this.stopRepeating = undefined;
  }

  private accept(transaction: ServerTransaction, sdp: string): void {
    const { clock, ua } = this.environment;
    const send = () => transaction.respond(200, { body: sdp, extra: [{ name: 'contact', value: `<${this.call.contact()}>` }] });
    send();
    this.stopRepeating = repeatUntilAck(clock, ua.timing, send, () => {
      this.stopRepeating = undefined;
      this.call.lost();
    });
  }
}
