import type { Cancel, Clock } from '../signalling/clock.ts';
import { headerOf, type SipRequest, type SipResponse } from '../sip/message.ts';
import { askForTimer, minSeOf, type SessionTerms, termsOfAnswer } from '../sip/sessionExpires.ts';
import type { CallMedia } from './callMedia.ts';
import type { InDialogRequest } from './inDialog.ts';

type Owner = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly media: CallMedia;
  /** We chose the Call-ID: it decides who waits longer after a glare (RFC 3261 §14.1). */
  readonly ownsCallId: boolean;
  readonly mayUpdate: () => boolean;
  request(request: InDialogRequest, onFinal: (response: SipResponse | undefined, sent: SipRequest) => void): void;
  acknowledge(sent: SipRequest): void;
  refreshed(response: SipResponse, terms: SessionTerms | undefined): void;
  /** The far end knows no such dialog, or is gone (RFC 3261 §12.2.1.2). */
  dead(detail: string): void;
};

/** Refreshes a session of ours: UPDATE where the far end takes it (RFC 3311, RFC 4028 §7.4), else re-INVITE with an offer. */
export class SessionRefresh {
  private readonly owner: Owner;
  private cancelRetry: Cancel | undefined;
  private stopped = false;
  /** While an offer of ours waits for its answer the far end's are refused with 491. */
  offering = false;
  private pending = false;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  start(terms: SessionTerms, method = this.owner.mayUpdate() ? 'UPDATE' : 'INVITE'): void {
    if (this.stopped || this.pending) return;
    const extra = [{ name: 'supported', value: 'timer' }, ...askForTimer(terms.intervalS, terms.weRefresh)];
    const body = method === 'INVITE' ? this.owner.media.offer() : '';
    this.pending = true;
    this.offering = body !== '';
    let settled = false;
    this.owner.request({ method, extra, body }, (response, sent) => {
      const accepted = response !== undefined && response.status < 300;
      if (accepted && method === 'INVITE') this.owner.acknowledge(sent);
      // Repetitions of a 2xx want nothing but their ACK.
      if (settled || this.stopped) return;
      settled = true;
      this.pending = false;
      this.offering = false;
      if (accepted) this.accept(response);
      else this.retry(response, terms, method);
    });
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
  }

  private accept(response: SipResponse): void {
    const { media } = this.owner;
    const plan = response.body === '' ? undefined : media.planFor(media.read(response.body));
    if (plan !== undefined) media.setPlan(plan, true);
    this.owner.refreshed(response, termsOfAnswer(response));
  }

  private retry(response: SipResponse | undefined, terms: SessionTerms, method: string): void {
    const status = response?.status ?? 408;
    if (status === 408 || status === 481) this.owner.dead(`a session refresh was answered with ${response?.status ?? 'nothing'}`);
    else if (status === 491) this.again(this.glareWaitMs(), terms, method);
    else if (status === 422 && response !== undefined) this.again(0, { ...terms, intervalS: minSeOf(response) }, method);
    else if (status === 405 || status === 501) this.again(0, terms, 'INVITE');
    else
      this.again(
        Math.max(1, Number.parseInt(headerOf(response ?? noHeaders, 'retry-after') ?? '5', 10) || 5) * 1000,
        terms,
        method,
      );
  }

  private again(afterMs: number, terms: SessionTerms, method: string): void {
    this.cancelRetry?.();
    this.cancelRetry = this.owner.clock.after(afterMs, () => this.start(terms, method));
  }

  // RFC 3261 §14.1, in steps of 10 ms.
  private glareWaitMs(): number {
    const [from, to] = this.owner.ownsCallId ? [210, 400] : [0, 200];
    return 10 * Math.floor(from + this.owner.random() * (to - from + 1));
  }
}

const noHeaders: SipResponse = { kind: 'response', status: 408, reason: '', headers: [], body: '' };
