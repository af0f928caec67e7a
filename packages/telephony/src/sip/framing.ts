/** Cuts a stream into messages by Content-Length (RFC 3261 §18.3, §7.5). Bytes in, whole messages out; nothing is parsed beyond that. */

export type FramingFault = 'tooLong' | 'noContentLength' | 'notSip';

export type Framed = {
  readonly messages: readonly Buffer[];
  /** Double CRLFs between messages: a keep-alive that wants a CRLF back (RFC 5626 §3.5.1). */
  readonly pings: number;
  /** After a fault the stream can't be read on: there is no telling where the next message starts. */
  readonly fault?: FramingFault;
};

const CR = 13;
const LF = 10;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export class Framer {
  private buffered: Buffer = Buffer.alloc(0);
  private readonly maxBytes: number;
  private faulty = false;
  /** Bytes of line breaks seen since the last message. */
  private breaks = 0;

  /** `maxBytes`: the longest message taken, head and body; no more than that is ever held. */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  take(chunk: Buffer): Framed {
    if (this.faulty) return { messages: [], pings: 0 };
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const messages: Buffer[] = [];
    let pings = 0;
    for (;;) {
      pings += this.skipLineBreaks();
      const length = this.nextLength();
      if (typeof length === 'string') {
        this.faulty = true;
        this.buffered = Buffer.alloc(0);
        return { messages, pings, fault: length };
      }
      if (length === undefined || this.buffered.length < length) return { messages, pings };
      this.breaks = 0;
      messages.push(this.buffered.subarray(0, length));
      this.buffered = this.buffered.subarray(length);
    }
  }

  /** Line breaks before a message carry nothing but keep-alives, four bytes each; they may come in pieces. */
  private skipLineBreaks(): number {
    let at = 0;
    while (this.buffered[at] === CR || this.buffered[at] === LF) at++;
    if (at === 0) return 0;
    this.buffered = this.buffered.subarray(at);
    const before = Math.floor(this.breaks / 4);
    this.breaks += at;
    return Math.floor(this.breaks / 4) - before;
  }

  /** Length of the first message, undefined while its head isn't whole. */
  private nextLength(): number | undefined | FramingFault {
    const end = this.buffered.indexOf(END_OF_HEAD);
    if (end < 0) return this.buffered.length > this.maxBytes ? 'tooLong' : undefined;
    if (end > this.maxBytes) return 'tooLong';
    const head = this.buffered.toString('latin1', 0, end + 2);
    const body = contentLengthOf(head);
    if (typeof body === 'string') return body;
    const length = end + END_OF_HEAD.length + body;
    return length > this.maxBytes ? 'tooLong' : length;
  }
}

function contentLengthOf(head: string): number | FramingFault {
  // Of another version the length can be read all the same, so that it can be refused (RFC 3261 §21.5.6).
  if (!/^[^\r\n]*SIP\/\d+\.\d+/i.test(head)) return 'notSip';
  const stated = [...head.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r]*)/gi)];
  const length = stated[0]?.[1]?.trim() ?? '';
  // Two of them leave open where the message ends (RFC 4475 §3.3.9).
  return stated.length === 1 && /^\d{1,9}$/.test(length) ? Number(length) : 'noContentLength';
}
