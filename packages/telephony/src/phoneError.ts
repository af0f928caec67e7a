/**
 * - `bindFailed`: the SIP address can't be bound.
 * - `unknownClip`: a clip was played that isn't loaded.
 * - `wrongState`: the call can't do that now (answering an outgoing call, starting twice).
 * - `refused`: the far end did not agree to being held or taken back.
 * - `closed`: the phone was closed.
 * - `unreachable`, `tlsRefused`: no connection to that host, or no handshake with it.
 * - `nameNotFound`: DNS knows no such host.
 * - `tooManyCalls`: the phone's limit is reached.
 */
export type PhoneErrorCode =
  | 'bindFailed'
  | 'unknownClip'
  | 'wrongState'
  | 'refused'
  | 'closed'
  | 'unreachable'
  | 'tlsRefused'
  | 'nameNotFound'
  | 'tooManyCalls';

/** A misuse or a failure that the caller of the engine must handle; what the network does comes as events instead. */
export class PhoneError extends Error {
  readonly code: PhoneErrorCode;

  constructor(code: PhoneErrorCode, message: string) {
    super(message);
    this.name = 'PhoneError';
    this.code = code;
  }
}
