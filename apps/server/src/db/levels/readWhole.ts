import {
  always,
  blockedDays,
  caseWindows,
  certaintyRank,
  createEdges,
  dayNumber,
  type Interval,
  type Isolation,
  infectiousWindows,
  type LevelEdges,
  type LevelGraph,
  type LevelProfile,
  type LevelWindow,
  nodeKind,
} from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';
import { parseColumn } from './intColumn.ts';
import { NodeIndex } from './nodeIndex.ts';

/** A whole outbreak, ready for `computeLevels`. */
export type WholeOutbreak = {
  readonly graph: LevelGraph;
  /** The person of each node; negative for a case known by its code only. */
  readonly personOf: readonly number[];
  /** Contacts without any date. */
  readonly undated: ReadonlySet<number>;
};

/** Contacts read at once: some 5 MB of text. */
const chunk = 100_000;

/** Reads everything that levels of an outbreak are derived from; the same facts as `RegionReader` reads for a part. Needs scope `all`. */
export async function readWhole(tx: Tx, outbreakId: number, profile: LevelProfile): Promise<WholeOutbreak> {
  const { rows } = await sql<{ first: number | null; last: number | null; people: number | null; count: number }>`
    select min(id) as first, max(id) as last, count(*)::int as count, (select max(id) from person) as people
    from exposure where outbreak_id = ${outbreakId} and negated_at is null`.execute(tx);
  const { first, last, people, count } = rows[0] ?? { first: null, last: null, people: null, count: 0 };
  const index = new NodeIndex(people ?? 0);
  const edges = createEdges(count);
  const undated = new Set<number>();
  let filled = 0;
  const askFrom = (from: number) => (from <= (last ?? 0) ? askEdges(tx, { outbreakId, from, until: from + chunk }) : null);
  let asked = askFrom(first ?? 1);
  for (let from = first ?? 1; asked !== null; from += chunk) {
    const columns = await asked;
    // PostgreSQL works on the next ones while these are taken in.
    asked = askFrom(from + chunk);
    filled = addEdges(columns, index, edges, filled, undated);
  }
  const facts = await readFacts(tx, outbreakId, profile, index);
  const nodeCount = index.size;
  const kind = new Uint8Array(nodeCount);
  for (const node of facts.decided.keys()) kind[node] = nodeKind.decided;
  for (const node of facts.given.keys()) kind[node] = nodeKind.case;
  return { graph: { nodeCount, kind, ...facts, edges: { ...edges, count: filled } }, personOf: index.ids(), undated };
}

type EdgeColumns = Readonly<Record<'ids' | 'sources' | 'targets' | 'firsts' | 'lasts' | 'kinds', string | null>>;

async function askEdges(tx: Tx, range: { outbreakId: number; from: number; until: number }): Promise<EdgeColumns | undefined> {
  const { rows } = await sql<EdgeColumns>`
    with contact as (
      select x.id, coalesce(x.source_person_id, k.person_id, -k.id) as source, x.target_person_id as target,
        coalesce(x.first_contact_on, x.last_contact_on) - date '1970-01-01' as first,
        coalesce(x.last_contact_on, (x.created_at at time zone 'Asia/Ho_Chi_Minh')::date) - date '1970-01-01' as last,
        4 * case when x.source_person_id is null and x.stated_level > 1 then x.stated_level else 1 end
          + case x.certainty when 'certain' then ${certaintyRank.certain}::int when 'likely' then ${certaintyRank.likely}::int
            when 'unsure' then ${certaintyRank.unsure}::int else ${certaintyRank.none}::int end as kind
      from exposure x left join case_record k on k.id = x.source_case_id and x.source_person_id is null
      where x.outbreak_id = ${range.outbreakId} and x.negated_at is null and x.id >= ${range.from} and x.id < ${range.until}
    )
    select array_agg(id)::text as ids, array_agg(source)::text as sources, array_agg(target)::text as targets,
      array_agg(coalesce(first, ${always}::int))::text as firsts, array_agg(last)::text as lasts, array_agg(kind)::text as kinds
    from contact where source is not null and source <> target`.execute(tx);
  return rows[0];
}

function addEdges(
  row: EdgeColumns | undefined,
  index: NodeIndex,
  edges: LevelEdges,
  filled: number,
  undated: Set<number>,
): number {
  if (row === undefined) return filled;
  const ids = parseColumn(row.ids);
  const sources = parseColumn(row.sources);
  const targets = parseColumn(row.targets);
  const kinds = parseColumn(row.kinds);
  edges.id.set(ids, filled);
  edges.first.set(parseColumn(row.firsts), filled);
  edges.last.set(parseColumn(row.lasts), filled);
  for (let e = 0; e < ids.length; e++) {
    const kind = kinds[e] ?? 0;
    edges.source[filled + e] = index.nodeOf(sources[e] ?? 0);
    edges.target[filled + e] = index.nodeOf(targets[e] ?? 0);
    edges.distance[filled + e] = kind >> 2;
    edges.certainty[filled + e] = kind & 3;
    // Without a first day there is no last one either: see `contactInterval`.
    if (edges.first[filled + e] === always) undated.add(ids[e] ?? 0);
  }
  return filled + ids.length;
}

type Facts = Pick<LevelGraph, 'given' | 'decided' | 'blocked'>;

async function readFacts(tx: Tx, outbreakId: number, profile: LevelProfile, index: NodeIndex): Promise<Facts> {
  const isolations = await readIsolations(tx, outbreakId);
  const blocked = new Map<number, Interval[]>();
  for (const [person, isolation] of isolations)
    blocked.set(index.nodeOf(person), blockedDays({ isolations: [isolation], negativeOn: [] }, profile));
  for (const [person, negativeOn] of await readNegatives(tx, outbreakId)) {
    const node = index.nodeOf(person);
    blocked.set(node, [...(blocked.get(node) ?? []), ...blockedDays({ isolations: [], negativeOn }, profile)]);
  }
  return {
    given: await readCases(tx, outbreakId, profile, index, isolations),
    decided: await readDecisions(tx, outbreakId, index),
    blocked,
  };
}

async function readCases(
  tx: Tx,
  outbreakId: number,
  profile: LevelProfile,
  index: NodeIndex,
  isolations: ReadonlyMap<number, Isolation>,
): Promise<Map<number, LevelWindow[]>> {
  const { rows } = await sql<{
    id: number;
    personId: number | null;
    onsetOn: LocalDate | null;
    firstPositiveOn: LocalDate | null;
    isolatedOn: LocalDate | null;
  }>`
    select k.id, k.person_id as "personId", k.onset_on as "onsetOn", k.first_positive_on as "firstPositiveOn", k.isolated_on as "isolatedOn"
    from case_record k left join person p on p.id = k.person_id
    where k.outbreak_id = ${outbreakId} and k.status = 'confirmed' and p.merged_into_id is null order by k.id`.execute(tx);
  const given = new Map<number, LevelWindow[]>();
  for (const { id, personId, ...dates } of rows) {
    const node = index.nodeOf(personId ?? -id);
    const isolation = personId === null ? undefined : isolations.get(personId);
    if (!given.has(node)) given.set(node, caseWindows(infectiousWindows(dates, isolation ? [isolation] : [], profile)));
  }
  return given;
}

async function readIsolations(tx: Tx, outbreakId: number): Promise<Map<number, Isolation>> {
  const { rows } = await sql<Isolation & { personId: number }>`
    select person_id as "personId", isolated_on as "isolatedOn", isolated_until as "isolatedUntil"
    from person_isolation where outbreak_id = ${outbreakId}`.execute(tx);
  return new Map(rows.map(({ personId, ...isolation }) => [personId, isolation]));
}

async function readNegatives(tx: Tx, outbreakId: number): Promise<Map<number, LocalDate[]>> {
  const { rows } = await sql<{ personId: number; taken: string }>`
    select person_id as "personId", string_agg(taken_on::text, ',' order by taken_on) as taken from sample
    where outbreak_id = ${outbreakId} and result = 'negative' and kind = 'pcr' and taken_on is not null group by person_id`.execute(
    tx,
  );
  return new Map(rows.map(({ personId, taken }) => [personId, taken.split(',')]));
}

/** Decisions by hand; whoever was merged into another record has no level here. */
async function readDecisions(
  tx: Tx,
  outbreakId: number,
  index: NodeIndex,
): Promise<Map<number, { level: number | null; exposedOn: number }>> {
  const { rows } = await sql<{ personId: number; level: number | null; exposedOn: LocalDate | null }>`
    select v.person_id as "personId", v.level, v.exposed_on as "exposedOn" from level_override v
    where v.outbreak_id = ${outbreakId} and v.withdrawn_at is null
    union all
    select p.id, null, null from person p where p.merged_into_id is not null`.execute(tx);
  return new Map(
    rows.map(({ personId, level, exposedOn }) => [
      index.nodeOf(personId),
      { level: exposedOn === null ? null : level, exposedOn: exposedOn === null ? always : dayNumber(exposedOn) },
    ]),
  );
}
