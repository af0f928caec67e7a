import type { Tx } from '../../db/connect.ts';
import { casesOfPeople, targetsOfCases } from '../../db/levels/cases.ts';
import { moveLevels } from './moveLevels.ts';
import { exposeSurroundings } from './surroundings.ts';

/** People derived at once: so much of an import's memory. */
const chunk = 5_000;

/**
 * Derives the levels of people for whom a list brought news (contacts, or that they are cases), and of everybody behind them. Gives how many
 * levels moved. Part of the import's transaction, at its end: until then nobody waits for it.
 */
export async function moveLevelsOfList(
  tx: Tx,
  list: {
    readonly outbreakId: number;
    readonly importId: number;
    readonly people: Iterable<number>;
    readonly at: Date;
    readonly userId: number | null;
  },
): Promise<number> {
  const { outbreakId, importId, at, userId } = list;
  const listed = [...new Set(list.people)];
  if (listed.length === 0) return 0;
  const cases = await casesOfPeople(tx, outbreakId, listed);
  const near = await exposeSurroundings(tx, outbreakId, cases, at);
  const people = [...new Set([...listed, ...near, ...(await targetsOfCases(tx, cases))])];
  let moved = 0;
  for (let i = 0; i < people.length; i += chunk) {
    const act = { outbreakId, people: people.slice(i, i + chunk), because: 'list', cause: { importId }, at, userId } as const;
    moved += (await moveLevels(tx, act)).length;
  }
  return moved;
}
