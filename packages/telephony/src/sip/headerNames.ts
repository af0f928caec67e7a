/** Compact header forms (RFC 3261 §7.3.3, §20; RFC 3515, 3265, 4028). */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

/** Names whose usual spelling is more than capitals after hyphens. */
const spellings: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
  'mime-version': 'MIME-Version',
  rack: 'RAck',
  rseq: 'RSeq',
};

const spelled = new Map<string, string>();

/** The full lower-case name: `V` and `via` are both `via`. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.length === 1 ? (compactForms[lower] ?? lower) : lower;
}

/** The name as it is written on the wire: `call-id` becomes `Call-ID`. */
export function wireName(canonical: string): string {
  const known = spellings[canonical] ?? spelled.get(canonical);
  if (known !== undefined) return known;
  const made = canonical.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
  // Bounded: names come from our own requests, but a response may mirror a stranger's.
  if (spelled.size < 256) spelled.set(canonical, made);
  return made;
}
