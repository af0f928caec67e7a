import { severeSymptoms } from '@truyvet/contract';
import { diseaseProfile } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { readDisease } from '../../db/outbreaks.ts';

/** True when 115 comes first: signs that are severe whatever the disease, and those of the outbreak's (convulsions with measles, bleeding with dengue). */
export async function isSevere(tx: Tx, outbreakId: number, symptoms: readonly string[]): Promise<boolean> {
  if (symptoms.length === 0) return false;
  const signs = diseaseProfile((await readDisease(tx, outbreakId)) ?? '')?.severeSigns ?? [];
  const severe = new Set<string>([...severeSymptoms, ...signs.map(({ code }) => code)]);
  return symptoms.some((code) => severe.has(code));
}
