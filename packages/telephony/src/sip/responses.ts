import { type Header, headersOf, type SipRequest, type SipResponse } from './message.ts';

/** Reason phrases of the responses we send (RFC 3261 §21). */
const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  410: 'Gone',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  422: 'Session Interval Too Small',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  484: 'Address Incomplete',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  607: 'Unwanted',
  608: 'Rejected',
};

/**
 * A response to a request whose top Via was stamped (RFC 3261 §8.2.6).
 * `toTag` is put on To if it has none; Record-Route is mirrored, which only dialog-making responses need but none is hurt by.
 */
export function responseTo(
  request: SipRequest,
  status: number,
  options: { readonly toTag?: string; readonly extra?: readonly Header[]; readonly body?: string } = {},
): SipResponse {
  const { toTag, extra = [], body = '' } = options;
  const copy = (name: string) => headersOf(request, name).map((value) => ({ name, value }));
  const [to] = headersOf(request, 'to');
  const tagged =
    toTag === undefined || status === 100 || (to !== undefined && /;\s*tag\s*=/i.test(to.slice(to.lastIndexOf('>') + 1)));
  return {
    kind: 'response',
    status,
    reason: phrases[status] ?? 'Response',
    headers: [
      ...copy('via'),
      ...(status > 100 && status < 300 ? copy('record-route') : []),
      ...copy('from'),
      // A request without To can only be refused (RFC 4475 §3.3.1).
      ...(to === undefined ? [] : [{ name: 'to', value: tagged ? to : `${to};tag=${toTag}` }]),
      ...copy('call-id'),
      ...copy('cseq'),
      ...extra,
      ...(body === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }]),
    ],
    body,
  };
}
