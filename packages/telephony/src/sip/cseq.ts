/** `314159 INVITE` (RFC 3261 §20.16). */
export type CSeq = { readonly number: number; readonly method: string };

/** Undefined for anything else, and for numbers of 2³¹ or more (§8.1.1.5). */
export function parseCSeq(text: string): CSeq | undefined {
  const match = /^(\d{1,10})\s+([A-Za-z0-9.!%*_+`'~-]+)$/.exec(text.trim());
  if (match === null) return undefined;
  const number = Number(match[1]);
  return number < 2 ** 31 ? { number, method: match[2] ?? '' } : undefined;
}
