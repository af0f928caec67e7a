import { type Params, parseParams, quote, unquote, writeParams } from './params.ts';

/** What stands in From, To, Contact, Route and Record-Route (RFC 3261 §20.10). */
export type NameAddress = {
  readonly displayName?: string;
  readonly uri: string;
  /** Header parameters (`tag`), not those of the URI. */
  readonly params: Params;
};

const noParams: Params = new Map();

/** Reads one name-addr or addr-spec; undefined if there is no URI in it. */
export function parseNameAddress(text: string): NameAddress | undefined {
  const open = openingBracket(text);
  if (open < 0) return parseBare(text);
  const close = text.indexOf('>', open);
  if (close < 0) return undefined;
  const uri = text.slice(open + 1, close).trim();
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(uri)) return undefined;
  const displayName = unquote(text.slice(0, open).trim());
  const rest = text.slice(close + 1).trim();
  return {
    ...(displayName === '' ? {} : { displayName }),
    uri,
    params: rest.startsWith(';') ? parseParams(rest.slice(1)) : noParams,
  };
}

/** Always with angle brackets, so that URI parameters can't be taken for header parameters. */
export function writeNameAddress(address: NameAddress): string {
  const name = address.displayName === undefined ? '' : `${quote(address.displayName)} `;
  return `${name}<${address.uri}>${writeParams(address.params)}`;
}

function openingBracket(text: string): number {
  if (!text.startsWith('"')) return text.indexOf('<');
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return text.indexOf('<', at);
  }
  return -1;
}

// Without brackets every parameter belongs to the header (RFC 3261 §20).
function parseBare(text: string): NameAddress | undefined {
  const semicolon = text.indexOf(';');
  const uri = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  if (!/^[a-z][a-z0-9+.-]*:[^\s<>"]+$/i.test(uri)) return undefined;
  return { uri, params: semicolon < 0 ? noParams : parseParams(text.slice(semicolon + 1)) };
}
