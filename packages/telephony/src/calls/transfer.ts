import type { TransferResult } from '../api.ts';
import type { Cancel, Clock } from '../signalling/clock.ts';
import { headerOf, type SipRequest, type SipResponse } from '../sip/message.ts';
import type { InDialogRequest } from './inDialog.ts';

/** The far end has so long to tell how the new call went. */
const PATIENCE_MS = 180_000;

/** A blind transfer under way (RFC 3515): REFER, 202, then NOTIFYs with a piece of SIP. */
export class Transfer {
  readonly result: Promise<TransferResult>;
  private readonly settle: (result: TransferResult) => void;
  private readonly cancelPatience: Cancel;
  private lastStatus: number | undefined;

  constructor(
    clock: Clock,
    target: string,
    referredBy: string,
    request: (request: InDialogRequest, onFinal: (response: SipResponse | undefined) => void) => void,
  ) {
    let settle: (result: TransferResult) => void = () => undefined;
    this.result = new Promise((resolve) => {
      settle = resolve;
    });
    this.settle = settle;
    this.cancelPatience = clock.after(PATIENCE_MS, () => this.end(false));
    const extra = [
      { name: 'refer-to', value: `<${target}>` },
      { name: 'referred-by', value: referredBy },
    ];
    request({ method: 'REFER', extra }, (response) => {
      if (response !== undefined && response.status < 300) return;
      this.lastStatus = response?.status;
      this.end(false);
    });
  }

  /** A NOTIFY in the dialog; true if it was about this transfer. */
  notify(request: SipRequest): boolean {
    if (!/^refer\b/i.test(headerOf(request, 'event') ?? '')) return false;
    const status = /^SIP\/2\.0 ([1-6]\d\d)/i.exec(request.body.trimStart())?.[1];
    if (status !== undefined) this.lastStatus = Number(status);
    const over = /^terminated\b/i.test(headerOf(request, 'subscription-state') ?? '');
    if ((this.lastStatus ?? 100) >= 200) this.end((this.lastStatus ?? 0) < 300);
    else if (over) this.end(false);
    return true;
  }

  /** The call ended: nothing more will be told. */
  stop(): void {
    this.end(false);
  }

  private end(ok: boolean): void {
    this.cancelPatience();
    this.settle({ ok, ...(this.lastStatus === undefined ? {} : { sipStatus: this.lastStatus }) });
  }
}
