/** SIP messages as plain data (RFC 3261 §7). */

/** `name` is lower case and never in compact form; `value` has its folding removed. */
export type Header = { readonly name: string; readonly value: string };

export type SipRequest = {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly Header[];
  readonly body: string;
};

export type SipResponse = {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: string;
};

export type SipMessage = SipRequest | SipResponse;

/** The first value of a header, by its lower-case name. */
export function headerOf(message: SipMessage, name: string): string | undefined {
  for (const header of message.headers) if (header.name === name) return header.value;
  return undefined;
}

/** Every value of a header, in order; several values in one line stay together. */
export function headersOf(message: SipMessage, name: string): string[] {
  const values: string[] = [];
  for (const header of message.headers) if (header.name === name) values.push(header.value);
  return values;
}

/** The same headers with the first one of that name replaced. */
export function withFirstHeader(headers: readonly Header[], name: string, value: string): Header[] {
  let done = false;
  return headers.map((header) => {
    if (done || header.name !== name) return header;
    done = true;
    return { name, value };
  });
}
