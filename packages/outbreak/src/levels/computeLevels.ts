import { Candidates } from './candidates.ts';
import { never } from './days.ts';
import { groupByTarget, type LevelEdges, type LevelGraph, nodeKind } from './graph.ts';
import { LevelLayer } from './layer.ts';
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
  const inward = groupByTarget(graph.nodeCount, graph.edges);
  const layers = [givenLayer(graph, 0)];
  for (let level = 1; level <= profile.maxLevel; level++) layers.push(nextLayer(graph, profile, inward, layers, level));
  return { layers };
}

function givenLayer({ nodeCount, given }: LevelGraph, level: number): LevelLayer {
  const layer = new LevelLayer(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    layer.begin(node);
    for (const window of given.get(node) ?? [])
      if (window.level === level) layer.addWindow(window.from, window.until, window.via);
  }
  layer.end();
  return layer;
}

function nextLayer(
  graph: LevelGraph,
  profile: LevelProfile,
  inward: { readonly start: Int32Array; readonly edges: LevelEdges },
  nearer: readonly LevelLayer[],
  level: number,
): LevelLayer {
  const { nodeCount, kind, given, decided, blocked } = graph;
  const { start, edges } = inward;
  const layer = new LevelLayer(nodeCount);
  const candidates = new Candidates(edges);
  const followUp = profile.followUpDays[level] ?? 0;
  for (let node = 0; node < nodeCount; node++) {
    layer.begin(node);
    if (kind[node] === nodeKind.contact) {
      const from = start[node] ?? 0;
      const to = start[node + 1] ?? 0;
      if (from === to) continue;
      candidates.clear();
      for (let j = 1; j < level; j++) nearer[j]?.addRunning(node, profile.followUpDays[j] ?? 0, candidates);
      for (let e = from; e < to; e++) gather(e, edges, nearer, level, candidates);
      if (candidates.count === 0) continue;
      candidates.merge(followUp, (first, last, via) => layer.addEpisode(first, last, via, last + followUp, blocked.get(node)));
    } else if (kind[node] === nodeKind.outside) {
      for (const window of given.get(node) ?? [])
        if (window.level === level) layer.addWindow(window.from, window.until, window.via);
    } else if (kind[node] === nodeKind.decided) {
      const decision = decided.get(node);
      if (decision?.level !== level) continue;
      const { exposedOn } = decision;
      layer.addEpisode(exposedOn, exposedOn, 0, exposedOn + followUp, blocked.get(node));
    }
  }
  layer.end();
  return layer;
}

/** Adds the days on which edge `e` exposes its target at `level`. A stated distance of more than one step counts from a case only. */
function gather(e: number, edges: LevelEdges, nearer: readonly LevelLayer[], level: number, candidates: Candidates): void {
  const distance = edges.distance[e] ?? 1;
  const sourceLevel = level - distance;
  if (sourceLevel < 0 || (distance > 1 && sourceLevel > 0)) return;
  const layer = nearer[sourceLevel];
  if (layer === undefined) return;
  const source = edges.source[e] ?? 0;
  const begin = layer.windowStart(source);
  const end = layer.windowEnd(source);
  if (begin === end) return;
  const edgeFirst = edges.first[e] ?? 0;
  const edgeLast = edges.last[e] ?? 0;
  for (let w = begin; w < end; w++) {
    const first = Math.max(edgeFirst, layer.from.at(w));
    // Whom the list left out between case and target may have met the target after the case was isolated.
    const last = Math.min(edgeLast, distance > 1 ? never : layer.until.at(w));
    if (first <= last) candidates.add(first, last, e);
  }
}
