import { type Header, headerOf, headersOf, type SipMessage, type SipRequest, type SipResponse } from './message.ts';
import { parseParams } from './params.ts';
import { splitOutside } from './splitList.ts';

/** Session timers (RFC 4028): a dialog that nobody refreshes in time is over. */

/** The shortest interval we take (§5). */
export const MIN_SE_S = 90;

export type SessionTerms = { readonly intervalS: number; readonly weRefresh: boolean };

type SessionExpires = { readonly intervalS: number; readonly refresher?: 'uac' | 'uas' };

/** Reads `1800;refresher=uac`; undefined if there is none or it can't be read. */
export function sessionExpiresOf(message: SipMessage): SessionExpires | undefined {
  const [seconds = '', ...params] = splitOutside(headerOf(message, 'session-expires') ?? '', ';');
  if (!/^\d{1,9}$/.test(seconds)) return undefined;
  const refresher = parseParams(params.join(';')).get('refresher')?.toLowerCase();
  return { intervalS: Number(seconds), ...(refresher === 'uac' || refresher === 'uas' ? { refresher } : {}) };
}

/** Seconds of Min-SE, 90 at least. */
export function minSeOf(message: SipMessage): number {
  const seconds = /^\d{1,9}/.exec(headerOf(message, 'min-se') ?? '')?.[0];
  return Math.max(MIN_SE_S, Number(seconds ?? 0));
}

/** Whether an option tag stands in Supported or Require. */
export function hasOption(message: SipMessage, header: 'supported' | 'require', tag: string): boolean {
  return headersOf(message, header).some((value) => splitOutside(value, ',').some((option) => option.toLowerCase() === tag));
}

/** Headers of a request that asks for a timer. */
export function askForTimer(intervalS: number, weRefresh: boolean | undefined): Header[] {
  const refresher = weRefresh === undefined ? '' : `;refresher=${weRefresh ? 'uac' : 'uas'}`;
  return [
    { name: 'session-expires', value: `${intervalS}${refresher}` },
    { name: 'min-se', value: `${MIN_SE_S}` },
  ];
}

/** What we, as the answering side, say to a request's timer (§9): 422 when it is too short, else terms and the 2xx's headers. */
export function answerTimer(request: SipRequest): 'tooSmall' | { readonly terms?: SessionTerms; readonly headers: Header[] } {
  const asked = sessionExpiresOf(request);
  if (asked === undefined) return { headers: [] };
  const supported = hasOption(request, 'supported', 'timer') || hasOption(request, 'require', 'timer');
  if (asked.intervalS < MIN_SE_S) return supported ? 'tooSmall' : { headers: [] };
  const refresher = supported ? (asked.refresher ?? 'uac') : 'uas';
  return {
    terms: { intervalS: asked.intervalS, weRefresh: refresher === 'uas' },
    headers: [
      { name: 'session-expires', value: `${asked.intervalS};refresher=${refresher}` },
      ...(supported ? [{ name: 'require', value: 'timer' }] : []),
    ],
  };
}

/** What a 2xx to our request agreed on (§7.2); undefined: no timer. */
export function termsOfAnswer(response: SipResponse): SessionTerms | undefined {
  const agreed = sessionExpiresOf(response);
  if (agreed === undefined || agreed.intervalS < 1) return undefined;
  return { intervalS: Math.max(MIN_SE_S, agreed.intervalS), weRefresh: agreed.refresher !== 'uas' };
}
