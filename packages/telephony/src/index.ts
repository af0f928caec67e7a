export type * from './api.ts';
export { createPhone } from './phone.ts';
export { PhoneError, type PhoneErrorCode } from './phoneError.ts';
