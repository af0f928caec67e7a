import type { DayNumber } from './days.ts';
import type { LevelEdges } from './edges.ts';
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

/** Contacts in time. Nodes are 0 … nodeCount − 1. */
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
