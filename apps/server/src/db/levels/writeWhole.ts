import type { LevelProfile } from '@truyvet/outbreak';
import type { Tx } from '../connect.ts';
import type { WholeOutbreak } from './readWhole.ts';
import { DerivedNode } from './wholeDerived.ts';
import { forEachKept, readWholeKept, type WholeKept } from './wholeKept.ts';
import { keptAs, WholeWriter } from './wholeWriter.ts';
import type { ChangeCause } from './writeLevels.ts';

/**
 * Derives the levels of a whole outbreak and keeps them where they differ from what is kept; a second time writes nothing. Gives how many
 * moved. Needs scope `all` and `lockLevels`.
 *
 * @param act what is kept with every move; null keeps no moves, because nobody had a level before
 */
export async function writeWhole(
  tx: Tx,
  whole: WholeOutbreak,
  profile: LevelProfile,
  { outbreakId, today, at, act }: { outbreakId: number; today: number; at: Date; act: ChangeCause | null },
): Promise<number> {
  const asked = readWholeKept(tx, outbreakId);
  // The question leaves first: PostgreSQL answers it while levels are derived here.
  await new Promise(setImmediate);
  const derived = new DerivedNode(whole, profile, today);
  const before = compare(whole, derived, await asked);
  const writer = new WholeWriter(tx, outbreakId, at, act);
  for (let node = 0; node < whole.graph.nodeCount; node++) {
    const state = before.state[node] ?? 0;
    const person = whole.nodes.personOf(node);
    if (person === 0 || state === sameLevel || state === sameLapsed || (state === 0 && !derived.has(node))) continue;
    writer.add(person, derived.at(node), { state, level: before.level[node] ?? -1 });
    if (writer.full) await writer.flush();
  }
  await writer.flush();
  return writer.moved;
}

const sameLevel = keptAs.same | keptAs.level;
const sameLapsed = keptAs.same | keptAs.lapsed;

type Before = {
  /** `keptAs` by node. */
  readonly state: Uint8Array;
  /** The level kept by node; -1: none. */
  readonly level: Int8Array;
};

function compare({ nodes, graph }: WholeOutbreak, derived: DerivedNode, kept: WholeKept): Before {
  const state = new Uint8Array(graph.nodeCount);
  const level = new Int8Array(graph.nodeCount).fill(-1);
  forEachKept(kept, (row) => {
    const node = nodes.ofPerson(row.person);
    if (row.level >= 0) level[node] = row.level;
    const same = derived.at(node).isAs(row);
    state[node] = (state[node] ?? 0) | (row.level >= 0 ? keptAs.level : keptAs.lapsed) | (same ? keptAs.same : 0);
  });
  return { state, level };
}
