import {
  always,
  certaintyRank,
  contactDistance,
  edgeKind,
  LevelEdges,
  type LevelGraph,
  type LevelProfile,
  nodeKind,
} from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import { packedInts } from './packedInts.ts';
import { readWholeCases, type WholeCases } from './wholeCases.ts';
import { readWholeFacts } from './wholeFacts.ts';
import { WholeNodes } from './wholeNodes.ts';

/** A whole outbreak, ready for `computeLevels`. */
export type WholeOutbreak = {
  readonly graph: LevelGraph;
  readonly nodes: WholeNodes;
  /** Contacts without any date. */
  readonly undated: ReadonlySet<number>;
};

/** Contacts read at once: some 2 MB of text. */
const chunk = 50_000;

/** Reads everything that levels of an outbreak are derived from; the same facts as `RegionReader` reads for a part. Needs scope `all`. */
export async function readWhole(tx: Tx, outbreakId: number, profile: LevelProfile): Promise<WholeOutbreak> {
  const { firstId, lastId, lastPerson } = await readBounds(tx);
  const cases = await readWholeCases(tx, outbreakId);
  const nodes = new WholeNodes(cases.codeOnly, lastPerson);
  const taken = { nodes, edges: new LevelEdges(), undated: new Set<number>(), cases };
  const askFrom = (from: number) => (from <= lastId ? askEdges(tx, outbreakId, from) : null);
  let asked = askFrom(firstId);
  for (let from = firstId; asked !== null; from += chunk) {
    const columns = await asked;
    // PostgreSQL works on the next ones while these are taken in.
    asked = askFrom(from + chunk);
    if (columns) takeEdges(columns, taken);
  }
  const { edges, undated } = taken;
  const facts = await readWholeFacts(tx, outbreakId, profile, nodes, cases);
  const nodeCount = nodes.count;
  const kind = new Uint8Array(nodeCount);
  for (const node of facts.decided.keys()) kind[node] = nodeKind.decided;
  for (const node of facts.given.keys()) kind[node] = nodeKind.case;
  return { graph: { nodeCount, kind, ...facts, edges }, nodes, undated };
}

async function readBounds(tx: Tx): Promise<{ firstId: number; lastId: number; lastPerson: number }> {
  const { rows } = await sql<{ firstId: number | null; lastId: number | null; lastPerson: number | null }>`
    select (select min(id) from exposure) as "firstId", (select max(id) from exposure) as "lastId",
      (select max(id) from person) as "lastPerson"`.execute(tx);
  const { firstId = null, lastId = null, lastPerson = null } = rows[0] ?? {};
  return { firstId: firstId ?? 1, lastId: lastId ?? 0, lastPerson: lastPerson ?? 0 };
}

type EdgeColumns = { readonly ends: Buffer | null; readonly days: Buffer | null; readonly ids: Buffer | null };

/**
 * A contact is 20 bytes. `ends`: source (a person; negative: a case by its record; 0: none that is known) and target, 32 bits each. `days`: first and last,
 * 16 bits each, so until the year 2149; 0: no first day. `ids`: 48 bits of identity, 8 of the stated level, 8 of the first letter of the certainty.
 * Aggregated, because a row a contact would keep the driver busy for longer than PostgreSQL.
 */
async function askEdges(tx: Tx, outbreakId: number, from: number): Promise<EdgeColumns | undefined> {
  const { rows } = await sql<EdgeColumns>`${kept}
    select string_agg(int8send((coalesce(x.source_person_id, -x.source_case_id, 0) << 32) | x.target_person_id), '') as ends,
      string_agg(int4send((greatest(coalesce(x.first_contact_on, x.last_contact_on) - date '1970-01-01', 0) << 16)
        | greatest(coalesce(x.last_contact_on, (x.created_at at time zone 'Asia/Ho_Chi_Minh')::date) - date '1970-01-01', 0)), '') as days,
      string_agg(int8send((x.id << 16)
        | (case when x.source_person_id is null then coalesce(x.stated_level, 0) else 0 end << 8)
        | coalesce(ascii(x.certainty), 0)), '') as ids
    from exposure x
    where x.outbreak_id = ${outbreakId} and x.negated_at is null and x.id >= ${from} and x.id < ${from + chunk}`.execute(tx);
  return rows[0];
}

type Taken = {
  readonly nodes: WholeNodes;
  readonly edges: LevelEdges;
  readonly undated: Set<number>;
  readonly cases: WholeCases;
};

function takeEdges(columns: EdgeColumns, { nodes, edges, undated, cases }: Taken): void {
  const ends = packedInts(columns.ends);
  const days = packedInts(columns.days);
  const ids = packedInts(columns.ids);
  for (let e = 0; e < days.length; e++) {
    const named = ends[2 * e] ?? 0;
    const person = named < 0 ? (cases.personOf.get(-named) ?? 0) : named;
    const source = person > 0 ? nodes.ofPerson(person) : nodes.ofCase(-named);
    const target = nodes.ofPerson(ends[2 * e + 1] ?? 0);
    if (source === undefined || source === target) continue;
    const low = ids[2 * e + 1] ?? 0;
    const id = (ids[2 * e] ?? 0) * 2 ** 16 + (low >>> 16);
    const both = days[e] ?? 0;
    // Without a first day there is no last one either: see `contactInterval`.
    if (both >>> 16 === 0) undated.add(id);
    edges.push(id, source, target, both >>> 16 || always, both & 0xffff, kindOfContact(low));
  }
}

/** See `contactDistance`: only a source by its code can be farther than one step. */
const kindOfContact = (low: number): number =>
  edgeKind(contactDistance((low >>> 8) & 0xff, true), certaintyOfLetter[low & 0xff] ?? certaintyRank.none);

const certaintyOfLetter: Readonly<Record<number, number>> = {
  ['c'.charCodeAt(0)]: certaintyRank.certain,
  ['l'.charCodeAt(0)]: certaintyRank.likely,
  ['u'.charCodeAt(0)]: certaintyRank.unsure,
};
