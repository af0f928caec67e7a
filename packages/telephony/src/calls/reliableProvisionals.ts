import type { Cancel, Clock } from '../signalling/clock.ts';
import { type Header, headerOf, type SipRequest, type SipResponse } from '../sip/message.ts';
import { hasOption } from '../sip/sessionExpires.ts';
import type { Timing } from '../sip/transaction/machine.ts';

/** Provisional responses that are acknowledged by PRACK (RFC 3262). */

/** The calling side: which provisional responses count, and what their PRACK says. One instance a call; forks are told apart by tag. */
export class PrackBook {
  private readonly last = new Map<string, number>();

  /**
   * `plain`: nothing to acknowledge. `ignore`: a repetition, or one that came too early (§4). Otherwise the value of RAck.
   */
  enter(response: SipResponse, remoteTag: string): 'plain' | 'ignore' | { readonly rack: string } {
    if (response.status === 100 || !hasOption(response, 'require', '100rel')) return 'plain';
    const rseq = headerOf(response, 'rseq') ?? '';
    const cseq = headerOf(response, 'cseq') ?? '';
    if (!/^\d{1,10}$/.test(rseq) || remoteTag === '') return 'ignore';
    const number = Number(rseq);
    const before = this.last.get(remoteTag);
    if (before !== undefined && number !== before + 1) return 'ignore';
    this.last.set(remoteTag, number);
    return { rack: `${number} ${cseq}` };
  }
}

type Ringing = { readonly rseq: number; readonly stop: Cancel };

/** The called side: repeats its 180 until PRACK comes (§3). */
export class ReliableRinging {
  private readonly clock: Clock;
  private readonly timing: Timing;
  private rseq: number;
  private waiting: Ringing | undefined;

  /** `firstRseq`: 1 to 2³¹ − 1, at random (§3). */
  constructor(clock: Clock, timing: Timing, firstRseq: number) {
    this.clock = clock;
    this.timing = timing;
    this.rseq = firstRseq;
  }

  /** Sends at once, then after T1, 2 T1, 4 T1 …; after 64 T1 without PRACK the caller is lost. */
  send(respond: (extra: Header[]) => void, lost: () => void): void {
    this.stop();
    const rseq = this.rseq++;
    const extra = [
      { name: 'require', value: '100rel' },
      { name: 'rseq', value: `${rseq}` },
    ];
    let intervalMs = this.timing.t1Ms;
    let next: Cancel = () => undefined;
    const repeat = () => {
      respond(extra);
      next = this.clock.after(intervalMs, repeat);
      intervalMs *= 2;
    };
    const end = this.clock.after(64 * this.timing.t1Ms, () => {
      next();
      this.waiting = undefined;
      lost();
    });
    const stop = () => {
      next();
      end();
    };
    this.waiting = { rseq, stop };
    repeat();
  }

  /** Whether that PRACK acknowledges what waits. */
  acknowledge(prack: SipRequest, inviteCseq: number): boolean {
    const [rseq, cseq, method] = (headerOf(prack, 'rack') ?? '').trim().split(/\s+/);
    if (this.waiting === undefined || Number(rseq) !== this.waiting.rseq) return false;
    if (Number(cseq) !== inviteCseq || method !== 'INVITE') return false;
    this.stop();
    return true;
  }

  stop(): void {
    this.waiting?.stop();
    this.waiting = undefined;
  }
}
