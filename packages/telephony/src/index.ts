export type * from './api.ts';
export { decodeAlaw, encodeAlaw } from './audio/alaw.ts';
export { createPhone } from './createPhone.ts';
export { PhoneError, type PhoneErrorCode } from './phoneError.ts';
