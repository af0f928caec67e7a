import type { ReferenceUnit } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { raiseAddressErrand } from '../../db/personFacts/addresses.ts';

const dueInMs = 7 * 24 * 3_600_000;

/** Asks an officer in which unit of today an address lies, naming the ones it may be. */
export async function askAboutAddress(
  tx: Tx,
  personId: number,
  { text, units, at }: { readonly text: string; readonly units: readonly ReferenceUnit[]; readonly at: Date },
): Promise<void> {
  const candidates = units.map(({ name, code }) => `${name} (${code})`).join('; ');
  await raiseAddressErrand(tx, personId, { text, candidates, at, dueInMs });
}
