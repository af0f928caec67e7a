import { wireName } from './headerNames.ts';
import type { SipMessage } from './message.ts';

/** The message as it goes on the wire. Content-Length is computed; a header that says otherwise is dropped. */
export function writeMessage(message: SipMessage): Buffer {
  let text =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  for (const header of message.headers) {
    if (header.name !== 'content-length') text += `${wireName(header.name)}: ${oneLine(header.value)}\r\n`;
  }
  return Buffer.from(`${text}Content-Length: ${Buffer.byteLength(message.body)}\r\n\r\n${message.body}`);
}

// A line break in a value would start a header of its own.
function oneLine(value: string): string {
  return /[\r\n]/.test(value) ? value.replace(/[\r\n]+/g, ' ') : value;
}
