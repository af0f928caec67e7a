import { canonicalName } from './headerNames.ts';
import type { Header, SipRequest } from './message.ts';
import { KNOWN_METHODS } from './requests.ts';
import { splitOutside } from './splitList.ts';
import { parseVia, type Via } from './via.ts';

/** A request that can't be taken, read as far as an answer to it needs (RFC 3261 §8.2.6.2). */
export type MalformedRequest = {
  /** Holds only what an answer repeats: every Via, the first From, To, Call-ID and CSeq, as far as they were there. */
  readonly request: SipRequest;
  /** The topmost Via, if it is one of SIP 2.0. */
  readonly via: Via | undefined;
  /** 505 another version, 501 a method nobody knows, 400 anything else (RFC 4475 §3.1.2). */
  readonly status: 400 | 501 | 505;
};

const repeated: ReadonlySet<string> = new Set(['via', 'from', 'to', 'call-id', 'cseq']);

/**
 * Looks once more at a message that `parseMessage` gave up. Undefined where no answer may or can be given: to responses, to ACK (§17.1.1.3),
 * to what is no SIP, and without a Via.
 */
export function readMalformed(datagram: Buffer): MalformedRequest | undefined {
  const text = datagram.toString('utf8').replace(/^[\r\n\0]+/, '');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const [startLine = '', ...lines] = text
    .slice(0, end)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const start = /^([\w.!%*+`'~-]+)[ \t].*[ \t]SIP\/(\d+\.\d+)[ \t]*$/i.exec(startLine);
  if (start === null || start[1] === 'ACK') return undefined;
  const [, method = '', version] = start;
  const headers = headersToRepeat(lines);
  const top = headers.find(({ name }) => name === 'via')?.value;
  if (top === undefined) return undefined;
  return {
    request: { kind: 'request', method, uri: '', headers, body: '' },
    via: parseVia(splitOutside(top, ',')[0] ?? ''),
    status: version !== '2.0' ? 505 : KNOWN_METHODS.has(method) ? 400 : 501,
  };
}

function headersToRepeat(lines: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = canonicalName(line.slice(0, Math.max(0, colon)).trim());
    if (!repeated.has(name)) continue;
    if (name === 'via' || !headers.some((header) => header.name === name))
      headers.push({ name, value: line.slice(colon + 1).trim() });
  }
  return headers;
}
