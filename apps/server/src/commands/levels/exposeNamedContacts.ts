import { type NamedContact, readPhone } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { exposeNamed } from '../../db/levels/namedContacts.ts';
import { moveLevels } from './moveLevels.ts';

/**
 * Turns contacts who were named in a call by a number that exactly one person has into exposures. The errand to verify them stays: an officer
 * completes the contact or finds that it does not count. Part of the call's transaction.
 */
export async function exposeNamedContacts(
  tx: Tx,
  call: { readonly attemptId: number; readonly namedContacts: readonly NamedContact[]; readonly at: Date },
): Promise<void> {
  const { attemptId, at } = call;
  const phones = call.namedContacts.flatMap(({ phone }) => {
    const reading = phone === undefined ? null : readPhone(phone);
    return reading?.ok ? [reading.e164] : [];
  });
  for (const { outbreakId, targetId } of await exposeNamed(tx, { attemptId, phones: [...new Set(phones)], at }))
    await moveLevels(tx, { outbreakId, people: [targetId], because: 'call', cause: { attemptId }, at, userId: null });
}
