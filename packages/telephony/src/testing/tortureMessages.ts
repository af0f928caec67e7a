import { readFileSync } from 'node:fs';

/**
 * The messages of RFC 4475 (SIP torture tests), byte for byte as in its appendix A, by the names they have there; and what becomes of them.
 *
 * (`baddn` lacks its empty line there; here it has it, so that its point, the display name, is tested.)
 *
 * `read`: whether our parser takes it, and else why not. `reply`: what a host that may call us gets back; null: nothing.
 * Where the RFC leaves a choice (`may be liberal`) the choice is ours and stands here.
 */
export type TortureMessage = {
  readonly name: string;
  readonly read: 'read' | 'notSip' | 'badHeader' | 'missingHeader' | 'shortBody';
  readonly reply: number | null;
};

/** As it goes on the wire. */
export const wire = ({ name }: TortureMessage): Buffer => readFileSync(new URL(`./rfc4475/${name}.dat`, import.meta.url));

export const tortureMessages: readonly TortureMessage[] = [
  { name: 'wsinv', read: 'read', reply: 481 },
  { name: 'intmeth', read: 'read', reply: 501 },
  { name: 'esc01', read: 'read', reply: 180 },
  { name: 'escnull', read: 'read', reply: 405 },
  { name: 'esc02', read: 'read', reply: 501 },
  { name: 'lwsdisp', read: 'read', reply: 200 },
  { name: 'longreq', read: 'read', reply: 180 },
  { name: 'dblreq', read: 'read', reply: 405 },
  { name: 'semiuri', read: 'read', reply: 200 },
  { name: 'transports', read: 'read', reply: 200 },
  { name: 'mpart01', read: 'read', reply: 405 },
  { name: 'unreason', read: 'read', reply: null },
  { name: 'noreason', read: 'read', reply: null },
  { name: 'badinv01', read: 'read', reply: 400 },
  { name: 'clerr', read: 'shortBody', reply: 400 },
  { name: 'ncl', read: 'shortBody', reply: 400 },
  { name: 'scalar02', read: 'missingHeader', reply: 400 },
  { name: 'scalarlg', read: 'missingHeader', reply: null },
  { name: 'quotbal', read: 'missingHeader', reply: 400 },
  { name: 'ltgtruri', read: 'read', reply: 400 },
  { name: 'lwsruri', read: 'notSip', reply: 400 },
  { name: 'lwsstart', read: 'notSip', reply: 400 },
  { name: 'trws', read: 'notSip', reply: 400 },
  { name: 'escruri', read: 'read', reply: 180 },
  { name: 'baddate', read: 'read', reply: 180 },
  { name: 'regbadct', read: 'read', reply: 405 },
  { name: 'badaspec', read: 'read', reply: 200 },
  { name: 'baddn', read: 'read', reply: 200 },
  { name: 'badvers', read: 'notSip', reply: 505 },
  { name: 'mismatch01', read: 'badHeader', reply: 400 },
  { name: 'mismatch02', read: 'badHeader', reply: 501 },
  { name: 'bigcode', read: 'notSip', reply: null },
  { name: 'badbranch', read: 'read', reply: 200 },
  { name: 'insuf', read: 'missingHeader', reply: 400 },
  { name: 'unkscm', read: 'read', reply: 416 },
  { name: 'novelsc', read: 'read', reply: 416 },
  { name: 'unksm2', read: 'read', reply: 405 },
  { name: 'bext01', read: 'read', reply: 420 },
  { name: 'invut', read: 'read', reply: 415 },
  { name: 'regaut01', read: 'read', reply: 405 },
  { name: 'multi01', read: 'badHeader', reply: 400 },
  { name: 'mcl01', read: 'badHeader', reply: 400 },
  { name: 'bcast', read: 'read', reply: null },
  { name: 'zeromf', read: 'read', reply: 200 },
  { name: 'cparam01', read: 'read', reply: 405 },
  { name: 'cparam02', read: 'read', reply: 405 },
  { name: 'regescrt', read: 'read', reply: 405 },
  { name: 'sdp01', read: 'read', reply: 406 },
  { name: 'inv2543', read: 'read', reply: 180 },
];
