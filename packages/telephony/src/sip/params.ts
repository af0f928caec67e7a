import { splitOutside } from './splitList.ts';

/** `;name=value` parameters; names in lower case, a flag such as `lr` has the value ''. */
export type Params = ReadonlyMap<string, string>;

/** Reads `a=1;b;c="x"` (no leading semicolon). Of a repeated name the first counts. */
export function parseParams(text: string): Params {
  const params = new Map<string, string>();
  if (text === '') return params;
  for (const part of splitOutside(text, ';')) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name === '' || params.has(name)) continue;
    params.set(name, equals < 0 ? '' : unquote(part.slice(equals + 1).trim()));
  }
  return params;
}

/** Writes `;a=1;b`; a value that isn't a plain token, host or address goes in quotes. */
export function writeParams(params: Params): string {
  let text = '';
  for (const [name, value] of params) text += value === '' ? `;${name}` : `;${name}=${quoteIfNeeded(value)}`;
  return text;
}

/** Removes quotes and backslash escapes (RFC 3261 §25.1, quoted-string). */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** As a quoted-string. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function quoteIfNeeded(value: string): string {
  return /^[\w.!%*+`'~:[\]@/-]+$/.test(value) ? value : quote(value);
}
