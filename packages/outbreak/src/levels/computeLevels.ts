import { Candidates } from './candidates.ts';
import type { DayNumber } from './days.ts';
import { bucketSize } from './edges.ts';
import { type LevelGraph, nodeKind } from './graph.ts';
import { LevelLayer } from './layer.ts';
import { Meetings } from './meetings.ts';
import type { LevelProfile } from './profile.ts';

/** One layer a level: layer k holds who was exposed at distance k, when, through whom, and when they pass it on. */
export type ComputedLevels = { readonly layers: readonly LevelLayer[] };

/**
 * Levels in time (design invariant 7), the whole graph at once. Layer k follows from layer k − 1 alone: a contact counts when it lies in a
 * window of its source, and gives its target an exposure on the days they share. So paths run forward in time, cycles end by themselves, and
 * a part of the graph can be computed again with the rest held still.
 *
 * Meeting somebody of the same or a farther level adds nothing while the own level runs: an F1 does not become F2 of another F1, nor F3 of
 * their own F2.
 */
export function computeLevels(graph: LevelGraph, profile: LevelProfile): ComputedLevels {
  const layers = [givenLayer(graph)];
  const busy = busyBuckets(graph);
  for (let level = 1; level <= profile.maxLevel; level++) layers.push(nextLayer(graph, profile, layers, busy));
  return { layers };
}

/** Where the buckets begin that have contacts, or nodes that are given: in a large database most people have nothing to do with an outbreak. */
function busyBuckets({ nodeCount, edges, given, decided }: LevelGraph): number[] {
  const busy = new Uint8Array(Math.ceil(nodeCount / bucketSize));
  for (const nodes of [given, decided]) for (const node of nodes.keys()) busy[Math.floor(node / bucketSize)] = 1;
  return [...busy.keys()]
    .filter((index) => busy[index] === 1 || edges.bucket(index).length > 0)
    .map((index) => index * bucketSize);
}

/** Cases. */
function givenLayer(graph: LevelGraph): LevelLayer {
  const { nodeCount, kind } = graph;
  const layer = new LevelLayer(nodeCount, 0);
  for (let node = 0; node < nodeCount; node++)
    if (kind[node] === nodeKind.case || kind[node] === nodeKind.outside) addGiven(graph, layer, node, 0);
  layer.end();
  return layer;
}

function addGiven({ given }: LevelGraph, layer: LevelLayer, node: number, level: number): void {
  for (const window of given.get(node) ?? []) if (window.level === level) layer.addWindow(node, window, window.via);
}

function nextLayer(graph: LevelGraph, profile: LevelProfile, nearer: readonly LevelLayer[], busy: readonly number[]): LevelLayer {
  const level = nearer.length;
  const { nodeCount, kind, decided, blocked, edges } = graph;
  const followUpDays = profile.followUpDays[level] ?? 0;
  const layer = new LevelLayer(nodeCount, followUpDays);
  const meetings = new Meetings(nearer, level);
  const candidates = new Candidates(followUpDays);
  const keep = (node: number, first: DayNumber, last: DayNumber, via: number) =>
    layer.addEpisode(node, first, last, via, blocked.get(node));
  for (const begin of busy) {
    const bucket = edges.bucket(begin / bucketSize);
    meetings.gather(bucket);
    candidates.records = bucket.items;
    const end = Math.min(nodeCount, begin + bucketSize);
    for (let node = begin; node < end; node++) {
      if (kind[node] === nodeKind.contact) {
        if (!meetings.has(node - begin)) continue;
        candidates.clear();
        for (let j = 1; j < level; j++) nearer[j]?.addRunning(node, candidates);
        meetings.giveTo(node - begin, candidates);
        candidates.merge(node, keep);
      } else if (kind[node] === nodeKind.outside) addGiven(graph, layer, node, level);
      else if (kind[node] === nodeKind.decided) {
        const decision = decided.get(node);
        if (decision?.level === level) keep(node, decision.exposedOn, decision.exposedOn, 0);
      }
    }
  }
  layer.end();
  return layer;
}
