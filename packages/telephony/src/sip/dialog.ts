import { type Header, headerOf, headersOf, type SipMessage, type SipRequest, type SipResponse } from './message.ts';
import { parseNameAddress, writeNameAddress } from './nameAddress.ts';
import { splitOutside } from './splitList.ts';
import { parseUri } from './uri.ts';

/** One dialog from our side (RFC 3261 §12). `localUri` and `remoteUri` are name-addrs without their tags. */
export type Dialog = {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly localUri: string;
  readonly remoteUri: string;
  /** The far end's Contact. */
  readonly remoteTarget: string;
  /** Route header values, first hop first. */
  readonly routeSet: readonly string[];
};

/** The dialog that a response to our INVITE makes (§12.1.2). `fallbackTarget`: the request URI, should Contact be missing. */
export function dialogOfResponse(response: SipResponse, fallbackTarget: string): Dialog {
  const from = untagged(headerOf(response, 'from') ?? '');
  const to = untagged(headerOf(response, 'to') ?? '');
  return {
    callId: headerOf(response, 'call-id') ?? '',
    localTag: from.tag,
    remoteTag: to.tag,
    localUri: from.value,
    remoteUri: to.value,
    remoteTarget: contactOf(response) ?? fallbackTarget,
    routeSet: recordRoute(response).reverse(),
  };
}

/** The dialog that an INVITE sent to us makes, once we choose a tag (§12.1.1). */
export function dialogOfRequest(request: SipRequest, localTag: string): Dialog {
  const from = untagged(headerOf(request, 'from') ?? '');
  const to = untagged(headerOf(request, 'to') ?? '');
  return {
    callId: headerOf(request, 'call-id') ?? '',
    localTag,
    remoteTag: from.tag,
    localUri: to.value,
    remoteUri: from.value,
    remoteTarget: contactOf(request) ?? parseNameAddress(from.value)?.uri ?? '',
    routeSet: recordRoute(request),
  };
}

/** The URI in Contact; undefined if there is none or it is `*`. */
export function contactOf(message: SipMessage): string | undefined {
  const first = splitOutside(headerOf(message, 'contact') ?? '', ',')[0] ?? '';
  return parseNameAddress(first)?.uri;
}

/** Request URI and Route headers inside a dialog, for loose and strict routers (§12.2.1.1). */
export function routed(dialog: Pick<Dialog, 'remoteTarget' | 'routeSet'>): { uri: string; routes: Header[] } {
  const [first, ...rest] = dialog.routeSet;
  const asHeaders = (values: readonly string[]) => values.map((value) => ({ name: 'route', value }));
  if (first === undefined) return { uri: dialog.remoteTarget, routes: [] };
  const firstUri = parseNameAddress(first)?.uri ?? '';
  if (parseUri(firstUri)?.params.has('lr') ?? true) return { uri: dialog.remoteTarget, routes: asHeaders(dialog.routeSet) };
  return { uri: firstUri, routes: asHeaders([...rest, `<${dialog.remoteTarget}>`]) };
}

/** Without `protocol`: UDP. */
export type NextHop = { readonly host: string; readonly port: number; readonly protocol?: 'tcp' | 'tls' };

/** Where a request inside a dialog is sent (§8.1.2); undefined if that URI can't be read. */
export function nextHop(dialog: Pick<Dialog, 'remoteTarget' | 'routeSet'>): NextHop | undefined {
  const first = dialog.routeSet[0];
  const uri = parseUri(first === undefined ? dialog.remoteTarget : (parseNameAddress(first)?.uri ?? ''));
  if (uri === undefined || uri.host === '') return undefined;
  const host = uri.params.get('maddr') || uri.host;
  const stated = uri.params.get('transport')?.toLowerCase();
  const protocol = uri.scheme === 'sips' || stated === 'tls' ? 'tls' : stated === 'tcp' ? 'tcp' : undefined;
  return { host, port: uri.port ?? (protocol === 'tls' ? 5061 : 5060), ...(protocol === undefined ? {} : { protocol }) };
}

function recordRoute(message: SipMessage): string[] {
  return headersOf(message, 'record-route')
    .flatMap((value) => splitOutside(value, ','))
    .filter((value) => value !== '');
}

function untagged(value: string): { value: string; tag: string } {
  const address = parseNameAddress(value);
  if (address === undefined) return { value, tag: '' };
  const params = new Map(address.params);
  const tag = params.get('tag') ?? '';
  params.delete('tag');
  return { value: writeNameAddress({ ...address, params }), tag };
}
