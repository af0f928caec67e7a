import { headersOf, type SipMessage } from './message.ts';
import { parseParams } from './params.ts';
import { splitOutside } from './splitList.ts';

/** The telephone network's own cause from `Reason: Q.850;cause=17` (RFC 3326 §2), 1–127. */
export function q850CauseOf(message: SipMessage): number | undefined {
  for (const line of headersOf(message, 'reason')) {
    for (const value of splitOutside(line, ',')) {
      const [protocol = '', ...params] = splitOutside(value, ';');
      if (protocol.toUpperCase() !== 'Q.850') continue;
      const cause = parseParams(params.join(';')).get('cause') ?? '';
      if (/^\d{1,3}$/.test(cause) && Number(cause) > 0 && Number(cause) < 128) return Number(cause);
    }
  }
  return undefined;
}

/** `Reason` header value for a Q.850 cause. */
export function writeQ850(cause: number): string {
  return `Q.850;cause=${cause}`;
}
