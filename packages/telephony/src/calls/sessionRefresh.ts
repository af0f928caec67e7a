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

/** How an offer of ours ended: the final status, or undefined when none came or the call ended first. */
type Settled = (status: number | undefined) => void;
type Retry = { readonly afterMs: number; readonly terms: SessionTerms | undefined; readonly method: string };
type Reoffer = { readonly terms: SessionTerms | undefined; readonly settled: Settled };

/**
 * Refreshes a session of ours: UPDATE where the far end takes it (RFC 3311, RFC 4028 §7.4), else re-INVITE with an offer. Offers anew when what we
 * want of the audio has changed. One at a time: what comes meanwhile waits (RFC 3261 §14.1).
 */
export class SessionRefresh {
  private readonly owner: Owner;
  private cancelRetry: Cancel | undefined;
  private stopped = false;
  /** While an offer of ours waits for its answer the far end's are refused with 491. */
  offering = false;
  private pending = false;
  private reoffers: Reoffer[] = [];

  constructor(owner: Owner) {
    this.owner = owner;
  }

  start(terms: SessionTerms, method = this.owner.mayUpdate() ? 'UPDATE' : 'INVITE'): void {
    if (this.stopped || this.pending) return;
    this.send(method, terms);
  }

  /** A re-INVITE with the description as it is now, after what is under way. */
  reoffer(terms: SessionTerms | undefined, settled: Settled): void {
    if (this.stopped) settled(undefined);
    else this.reoffers.push({ terms, settled });
    this.nextReoffer();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
    for (const { settled } of this.reoffers.splice(0)) settled(undefined);
  }

  private nextReoffer(): void {
    const next = this.reoffers[0];
    if (next !== undefined && !this.pending && !this.stopped) this.send('INVITE', next.terms, next);
  }

  private send(method: string, terms: SessionTerms | undefined, reoffer?: Reoffer): void {
    const timer = terms === undefined ? [] : askForTimer(terms.intervalS, terms.weRefresh);
    const extra = [{ name: 'supported', value: 'timer' }, ...timer];
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
      const again = accepted ? undefined : this.retryOf(response, terms, method, reoffer !== undefined);
      if (again !== undefined) this.again(again, reoffer);
      else if (reoffer !== undefined) this.settle(reoffer, response?.status);
      if (again === undefined) this.nextReoffer();
    });
  }

  private accept(response: SipResponse): void {
    const { media } = this.owner;
    const plan = response.body === '' ? undefined : media.planFor(media.read(response.body));
    if (plan !== undefined) media.setPlan(plan, true);
    this.owner.refreshed(response, termsOfAnswer(response));
  }

  private settle(reoffer: Reoffer, status: number | undefined): void {
    this.reoffers = this.reoffers.filter((one) => one !== reoffer);
    reoffer.settled(status);
  }

  /** When and how to ask again; undefined: not at all. */
  private retryOf(
    response: SipResponse | undefined,
    terms: SessionTerms | undefined,
    method: string,
    reoffer: boolean,
  ): Retry | undefined {
    const status = response?.status ?? 408;
    if (status === 408 || status === 481) {
      this.owner.dead(`a request in the session was answered with ${response?.status ?? 'nothing'}`);
      return undefined;
    }
    if (status === 491) return { afterMs: this.glareWaitMs(), terms, method };
    if (status === 422 && response !== undefined && terms !== undefined)
      return { afterMs: 0, terms: { ...terms, intervalS: minSeOf(response) }, method };
    if (reoffer) return undefined;
    if (status === 405 || status === 501) return { afterMs: 0, terms, method: 'INVITE' };
    return { afterMs: retryAfterMs(response), terms, method };
  }

  private again({ afterMs, terms, method }: Retry, reoffer: Reoffer | undefined): void {
    this.cancelRetry?.();
    this.cancelRetry = this.owner.clock.after(afterMs, () => {
      if (!this.stopped && !this.pending) this.send(method, terms, reoffer);
    });
  }

  // RFC 3261 §14.1, in steps of 10 ms.
  private glareWaitMs(): number {
    const [from, to] = this.owner.ownsCallId ? [210, 400] : [0, 200];
    return 10 * Math.floor(from + this.owner.random() * (to - from + 1));
  }
}

const retryAfterMs = (response: SipResponse | undefined): number =>
  1000 * Math.max(1, Number.parseInt((response && headerOf(response, 'retry-after')) ?? '5', 10) || 5);
