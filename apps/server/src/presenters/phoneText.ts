/** E.164 → as people write it in Vietnam: `+84936036115` → `0936036115`; other countries keep the plus. */
export function nationalPhone(e164: string): string {
  return e164.startsWith('+84') ? `0${e164.slice(3)}` : e164;
}
