import { type Header, headerOf, headersOf, type SipRequest } from './message.ts';
import { splitOutside } from './splitList.ts';
import { parseUri } from './uri.ts';

/** What is wrong with a request before anybody asks what it wants (RFC 3261 §8.2.2, §8.2.3). */
export type Refusal = { readonly status: number; readonly extra: readonly Header[] };

/** Of a request outside of dialogs. Methods that we don't take anyway are not looked into. */
export function refusalOf(request: SipRequest): Refusal | undefined {
  if (request.method !== 'INVITE' && request.method !== 'OPTIONS') return undefined;
  if (parseUri(request.uri) === undefined) {
    const status = /^[a-z][a-z0-9+.-]*:/i.test(request.uri) && !/^(sips?|tel):/i.test(request.uri) ? 416 : 400;
    return { status, extra: [] };
  }
  if (hasEmptyPart(request, 'via') || hasEmptyPart(request, 'contact')) return { status: 400, extra: [] };
  return refusalInDialog(request);
}

/** Of an INVITE, UPDATE or OPTIONS inside a dialog; whoever hangs up is let go, whatever else he wants. */
export function refusalInDialog(request: SipRequest): Refusal | undefined {
  if (!['INVITE', 'UPDATE', 'OPTIONS'].includes(request.method)) return undefined;
  const unknown = headersOf(request, 'require')
    .flatMap((value) => splitOutside(value, ','))
    .filter((tag) => !['', '100rel', 'timer'].includes(tag.toLowerCase()));
  if (unknown.length > 0) return { status: 420, extra: [{ name: 'unsupported', value: unknown.join(', ') }] };
  const type = headerOf(request, 'content-type');
  if (request.body !== '' && type !== undefined && !/^\s*application\/sdp\b/i.test(type))
    return { status: 415, extra: [{ name: 'accept', value: 'application/sdp' }] };
  // An answer with a session description would be unreadable there (§20.1, RFC 4475 §3.3.15).
  if (request.method === 'INVITE' && !takesSdp(request)) return { status: 406, extra: [] };
  return undefined;
}

function takesSdp(request: SipRequest): boolean {
  const accepted = headersOf(request, 'accept');
  return accepted.length === 0 || accepted.some((value) => /(^|,)\s*(application\/(sdp|\*)|\*\/\*)/i.test(value));
}

/** `a;;b` or `a,,b` outside of quotes (RFC 4475 §3.1.2.1). */
function hasEmptyPart(request: SipRequest, name: string): boolean {
  return headersOf(request, name)
    .filter((value) => /[;,]\s*([;,]|$)/.test(value))
    .some((value) => splitOutside(value, ',').some((one) => one === '' || splitOutside(one, ';').includes('')));
}
