import type { DayNumber } from './days.ts';
import type { Interval } from './facts.ts';

/** What a node is. A contact's level is derived; everything else is given. */
export const nodeKind = { contact: 0, case: 1, decided: 2, outside: 3 } as const;

/** Days on which a node passes a level on: its neighbours become `level + 1`. */
export type LevelWindow = Interval & {
  /** 0: a case. */
  readonly level: number;
  /** The exposure it came through; 0 when none. */
  readonly via: number;
};

/** Contacts in time. Nodes are 0 … nodeCount − 1; edges are columns of equal length. */
export type LevelGraph = {
  readonly nodeCount: number;
  /** `nodeKind` by node. */
  readonly kind: Uint8Array;
  /** Windows of nodes that are given: cases (level 0) and nodes outside the part that is computed. */
  readonly given: ReadonlyMap<number, readonly LevelWindow[]>;
  /** Levels decided by hand: exposed on that day, at that level; level null: none. */
  readonly decided: ReadonlyMap<number, { readonly level: number | null; readonly exposedOn: DayNumber }>;
  /** On which days a contact passes nothing on. */
  readonly blocked: ReadonlyMap<number, readonly Interval[]>;
  readonly edges: LevelEdges;
};

export type LevelEdges = {
  readonly count: number;
  /** Identity of the exposure, for the explanation and to decide between equals. */
  readonly id: Float64Array;
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** See `contactDistance`. */
  readonly distance: Uint8Array;
  /** See `certaintyRank`. */
  readonly certainty: Uint8Array;
};

export function createEdges(count: number): LevelEdges {
  return {
    count,
    id: new Float64Array(count),
    source: new Int32Array(count),
    target: new Int32Array(count),
    first: new Int32Array(count),
    last: new Int32Array(count),
    distance: new Uint8Array(count).fill(1),
    certainty: new Uint8Array(count).fill(1),
  };
}

/** Edges in the order of their targets: those of node n are `start[n]` … `start[n + 1] - 1`. Read in a row, they come from memory in a row. */
export function groupByTarget(nodeCount: number, edges: LevelEdges): { readonly start: Int32Array; readonly edges: LevelEdges } {
  const { target, count } = edges;
  const start = new Int32Array(nodeCount + 1);
  for (let e = 0; e < count; e++) start[(target[e] ?? 0) + 1] = (start[(target[e] ?? 0) + 1] ?? 0) + 1;
  for (let n = 0; n < nodeCount; n++) start[n + 1] = (start[n + 1] ?? 0) + (start[n] ?? 0);
  const next = start.slice();
  const grouped = createEdges(count);
  for (let e = 0; e < count; e++) {
    const n = target[e] ?? 0;
    const place = next[n] ?? 0;
    next[n] = place + 1;
    grouped.id[place] = edges.id[e] ?? 0;
    grouped.source[place] = edges.source[e] ?? 0;
    grouped.target[place] = n;
    grouped.first[place] = edges.first[e] ?? 0;
    grouped.last[place] = edges.last[e] ?? 0;
    grouped.distance[place] = edges.distance[e] ?? 1;
    grouped.certainty[place] = edges.certainty[e] ?? 0;
  }
  return { start, edges: grouped };
}
