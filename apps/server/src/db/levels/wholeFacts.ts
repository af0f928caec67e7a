import {
  always,
  blockedDays,
  caseWindows,
  clearedBy,
  dayNumber,
  type Interval,
  type Isolation,
  infectiousDays,
  type LevelGraph,
  type LevelProfile,
  type LevelWindow,
} from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';
import { packedInts } from './packedInts.ts';
import type { WholeCases } from './wholeCases.ts';
import type { WholeNodes } from './wholeNodes.ts';

export type WholeFacts = Pick<LevelGraph, 'given' | 'decided' | 'blocked'>;

/** What is known of people besides their contacts. */
export async function readWholeFacts(
  tx: Tx,
  outbreakId: number,
  profile: LevelProfile,
  nodes: WholeNodes,
  cases: WholeCases,
): Promise<WholeFacts> {
  const isolations = await readIsolations(tx, outbreakId);
  const blocked = new Map<number, Interval[]>();
  for (const [person, own] of isolations)
    blocked.set(nodes.ofPerson(person), blockedDays({ isolations: own, negativeOn: [] }, profile));
  await addNegatives(tx, outbreakId, profile, nodes, blocked);
  return {
    given: casesGiven(profile, nodes, cases, isolations),
    decided: await readDecisions(tx, outbreakId, nodes),
    blocked,
  };
}

function casesGiven(
  profile: LevelProfile,
  nodes: WholeNodes,
  cases: WholeCases,
  isolations: ReadonlyMap<number, readonly Isolation[]>,
): Map<number, LevelWindow[]> {
  const given = new Map<number, LevelWindow[]>();
  for (let place = 0; place < cases.count; place++) {
    if (!cases.counts(place)) continue;
    const person = cases.person(place);
    const node = person === 0 ? nodes.ofCase(cases.id(place)) : nodes.ofPerson(person);
    if (node === undefined || given.has(node)) continue;
    const days = { onset: cases.onset(place), firstPositive: cases.firstPositive(place), isolated: cases.isolated(place) };
    given.set(node, caseWindows(infectiousDays(days, isolations.get(person) ?? [], profile)));
  }
  return given;
}

async function readIsolations(tx: Tx, outbreakId: number): Promise<Map<number, Isolation[]>> {
  const { rows } = await sql<Isolation & { personId: number }>`
    select person_id as "personId", isolated_on as "isolatedOn", isolated_until as "isolatedUntil"
    from person_isolation where outbreak_id = ${outbreakId} order by isolated_on, isolated_until`.execute(tx);
  const isolations = new Map<number, Isolation[]>();
  for (const { personId, ...isolation } of rows) {
    const own = isolations.get(personId);
    if (own) own.push(isolation);
    else isolations.set(personId, [isolation]);
  }
  return isolations;
}

/** Negative samples are taken by the hundred thousand: person and day in one column. */
async function addNegatives(
  tx: Tx,
  outbreakId: number,
  profile: LevelProfile,
  nodes: WholeNodes,
  blocked: Map<number, Interval[]>,
): Promise<void> {
  const { rows } = await sql<{ taken: Buffer | null }>`
    select string_agg(int8send((person_id << 32) | (taken_on - date '1970-01-01')), '') as taken from sample
    where outbreak_id = ${outbreakId} and result = 'negative' and kind = 'pcr' and taken_on is not null`.execute(tx);
  const taken = packedInts(rows[0]?.taken ?? null);
  for (let at = 0; at < taken.length; at += 2) {
    const node = nodes.ofPerson(taken[at] ?? 0);
    const days = clearedBy(taken[at + 1] ?? 0, profile);
    const known = blocked.get(node);
    if (known) known.push(days);
    else blocked.set(node, [days]);
  }
}

/** Decisions by hand; whoever was merged into another record has no level here. */
async function readDecisions(
  tx: Tx,
  outbreakId: number,
  nodes: WholeNodes,
): Promise<Map<number, { level: number | null; exposedOn: number }>> {
  const { rows } = await sql<{ personId: number; level: number | null; exposedOn: LocalDate | null }>`
    select v.person_id as "personId", v.level, v.exposed_on as "exposedOn" from level_override v
    where v.outbreak_id = ${outbreakId} and v.withdrawn_at is null
    union all
    select p.id, null, null from person p where p.merged_into_id is not null`.execute(tx);
  return new Map(
    rows.map(({ personId, level, exposedOn }) => [
      nodes.ofPerson(personId),
      { level: exposedOn === null ? null : level, exposedOn: exposedOn === null ? always : dayNumber(exposedOn) },
    ]),
  );
}
