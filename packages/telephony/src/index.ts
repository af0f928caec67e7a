export type * from './api.ts';
export { createPhone } from './createPhone.ts';
export { PhoneError, type PhoneErrorCode } from './phoneError.ts';
