import { type CSeq, parseCSeq } from './cseq.ts';
import { canonicalName } from './headerNames.ts';
import { type Header, headerOf, type SipMessage } from './message.ts';
import { parseNameAddress } from './nameAddress.ts';
import { splitOutside } from './splitList.ts';
import { parseVia, type Via } from './via.ts';

/** A message with the fields that route it already read. */
export type Received = {
  readonly message: SipMessage;
  /** The topmost Via. */
  readonly via: Via;
  readonly cseq: CSeq;
  readonly callId: string;
  readonly fromTag: string;
  readonly toTag: string;
};

/** `empty`: a keep-alive (RFC 5626 §3.5.1), to be ignored in silence. */
export type ParseFault = { readonly fault: 'empty' | 'notSip' | 'tooManyHeaders' | 'badHeader' | 'missingHeader' | 'shortBody' };

const MAX_HEADERS = 128;

/** Reads one datagram. Never throws: what can't be read comes back as a fault. */
export function parseMessage(datagram: Buffer, maxHeaders = MAX_HEADERS): Received | ParseFault {
  const text = datagram.toString('utf8').replace(/^[\r\n\0]+/, '');
  if (text === '') return { fault: 'empty' };
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return { fault: 'notSip' };
  const [startLine = '', ...lines] = unfold(text.slice(0, end.index)).split(/\r?\n/);
  if (lines.length > maxHeaders) return { fault: 'tooManyHeaders' };
  const headers = parseHeaders(lines);
  if (headers === undefined) return { fault: 'badHeader' };
  const rest = text.slice(end.index + end[0].length);
  const body = takeBody(rest, headers);
  if (body === undefined) return { fault: 'shortBody' };
  const message = parseStartLine(startLine, headers, body);
  return message === undefined ? { fault: 'notSip' } : essentials(message);
}

// A line that starts with white space continues the one before (RFC 3261 §7.3.1).
function unfold(head: string): string {
  return /\n[ \t]/.test(head) ? head.replace(/\r?\n[ \t]+/g, ' ') : head;
}

/** Headers of which a second one leaves open what is meant (RFC 4475 §3.3.8, §3.3.9). */
const singles: ReadonlySet<string> = new Set(['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards']);

function parseHeaders(lines: readonly string[]): Header[] | undefined {
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return undefined;
    const name = nameOf(line.slice(0, colon));
    if (name === undefined) return undefined;
    if (singles.has(name) && headers.some((header) => header.name === name)) return undefined;
    headers.push({ name, value: line.slice(colon + 1).trim() });
  }
  return headers;
}

/** Names as they were written, and what they mean: far ends write few, and always the same. */
const written = new Map<string, string>();
const MOST_WRITTEN = 256;

/** Undefined if it is no token (§25.1). */
function nameOf(text: string): string | undefined {
  const known = written.get(text);
  if (known !== undefined) return known;
  const name = text.trim();
  if (!/^[\w.!%*+`'~-]+$/.test(name)) return undefined;
  const canonical = canonicalName(name);
  if (written.size < MOST_WRITTEN && text.length < 40) written.set(text, canonical);
  return canonical;
}

// What follows Content-Length in a datagram is dropped, what is missing is a fault (RFC 3261 §18.3).
function takeBody(rest: string, headers: readonly Header[]): string | undefined {
  const stated = headers.find((header) => header.name === 'content-length')?.value;
  if (stated === undefined) return rest;
  if (!/^\d{1,9}$/.test(stated)) return undefined;
  const length = Number(stated);
  if (length === rest.length && !/[^\0-\x7f]/.test(rest)) return rest;
  const bytes = Buffer.from(rest, 'utf8');
  return bytes.length < length ? undefined : bytes.toString('utf8', 0, length);
}

function parseStartLine(line: string, headers: Header[], body: string): SipMessage | undefined {
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (response !== null) return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  const request = /^([\w.!%*+`'~-]+) (\S+) SIP\/2\.0$/i.exec(line);
  if (request === null) return undefined;
  return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body };
}

function essentials(message: SipMessage): Received | ParseFault {
  const via = parseVia(splitOutside(headerOf(message, 'via') ?? '', ',')[0] ?? '');
  const cseq = parseCSeq(headerOf(message, 'cseq') ?? '');
  const callId = headerOf(message, 'call-id');
  const from = parseNameAddress(headerOf(message, 'from') ?? '');
  const to = parseNameAddress(headerOf(message, 'to') ?? '');
  if (!via || !cseq || !callId || !from || !to) return { fault: 'missingHeader' };
  if (message.kind === 'request' && message.method !== cseq.method) return { fault: 'badHeader' };
  return { message, via, cseq, callId, fromTag: from.params.get('tag') ?? '', toTag: to.params.get('tag') ?? '' };
}
