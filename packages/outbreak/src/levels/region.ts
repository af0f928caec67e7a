import { always, type DayNumber, never } from './days.ts';
import { LevelEdges } from './edges.ts';
import type { Interval } from './facts.ts';
import { type LevelGraph, type LevelWindow, nodeKind } from './graph.ts';
import type { LevelProfile } from './profile.ts';

/** A person or, where only the code of a case is known, the case itself; unique within an outbreak. */
export type NodeId = number;

/** Everything about one person that the derivation asks for, and what was derived of them before. */
export type RegionPerson = {
  readonly id: NodeId;
  /** The infectious windows of a confirmed case; null for a contact. */
  readonly infectious: readonly Interval[] | null;
  /** A level decided by hand; `level` null: none. */
  readonly decided: { readonly level: number | null; readonly exposedOn: DayNumber } | null;
  readonly blocked: readonly Interval[];
  readonly windowsBefore: readonly LevelWindow[];
};

/** A contact that counts (not negated), with the windows its source had before. */
export type RegionEdge = {
  readonly id: number;
  readonly source: NodeId;
  readonly target: NodeId;
  readonly first: DayNumber;
  readonly last: DayNumber;
  readonly distance: number;
  readonly certainty: number;
  readonly sourceWindows: readonly LevelWindow[];
};

/** People and all contacts into them. */
export type RegionPart = { readonly people: readonly RegionPerson[]; readonly edges: readonly RegionEdge[] };

/** A part of the outbreak: people computed anew, the sources around them held as they are. */
export class LevelRegion {
  readonly people = new Map<NodeId, RegionPerson>();
  readonly #edges: RegionEdge[] = [];

  add(part: RegionPart): void {
    for (const person of part.people) this.people.set(person.id, person);
    for (const edge of part.edges) this.#edges.push(edge);
  }

  /** The graph of the region and the node of each of its people. */
  graph(): { readonly graph: LevelGraph; readonly nodeOf: ReadonlyMap<NodeId, number> } {
    const nodeOf = new Map<NodeId, number>();
    for (const id of this.people.keys()) nodeOf.set(id, nodeOf.size);
    const given = new Map<number, readonly LevelWindow[]>();
    for (const { source, sourceWindows } of this.#edges) {
      if (nodeOf.has(source)) continue;
      given.set(nodeOf.size, sourceWindows);
      nodeOf.set(source, nodeOf.size);
    }
    const kind = new Uint8Array(nodeOf.size).fill(nodeKind.outside);
    const decided = new Map<number, { level: number | null; exposedOn: DayNumber }>();
    const blocked = new Map<number, readonly Interval[]>();
    for (const person of this.people.values()) {
      const node = nodeOf.get(person.id) ?? 0;
      kind[node] = kindOf(person);
      if (person.infectious) given.set(node, caseWindows(person.infectious));
      if (person.decided) decided.set(node, person.decided);
      if (person.blocked.length > 0) blocked.set(node, person.blocked);
    }
    return { graph: { nodeCount: nodeOf.size, kind, given, decided, blocked, edges: this.#packEdges(nodeOf) }, nodeOf };
  }

  #packEdges(nodeOf: ReadonlyMap<NodeId, number>): LevelEdges {
    const edges = new LevelEdges();
    for (const edge of this.#edges)
      edges.add({ ...edge, source: nodeOf.get(edge.source) ?? 0, target: nodeOf.get(edge.target) ?? 0 });
    return edges;
  }
}

export function caseWindows(infectious: readonly Interval[]): LevelWindow[] {
  return infectious.map((window) => ({ level: 0, via: 0, ...window }));
}

/** A case is a case whatever was decided by hand before. */
export function kindOf({ infectious, decided }: Pick<RegionPerson, 'infectious' | 'decided'>): number {
  if (infectious) return nodeKind.case;
  return decided ? nodeKind.decided : nodeKind.contact;
}

/** How a person passes on differently: on these days, `level` the nearest at which they do. */
export type PassingOn = Interval & { readonly level: number };

/**
 * The days on which a person's passing on differs; null when it does not. Only contacts on these days can change somebody behind. Whoever has the
 * farthest level passes none on. An end that is not known stays open: whoever stands more than one step away may have been met after it.
 */
export function changedDays(
  before: readonly LevelWindow[],
  after: readonly LevelWindow[],
  { maxLevel }: Pick<LevelProfile, 'maxLevel'>,
): PassingOn | null {
  let change: PassingOn | null = null;
  for (let level = maxLevel - 1; level >= 0; level--) {
    const was = before.filter((window) => window.level === level);
    const is = after.filter((window) => window.level === level);
    if (was.length === is.length && was.every((window, i) => window.from === is[i]?.from && window.until === is[i]?.until))
      continue;
    const both = [...was, ...is];
    const from: DayNumber = Math.min(change?.from ?? never, ...both.map((window) => window.from));
    const until: DayNumber = level === 0 ? never : Math.max(change?.until ?? always, ...both.map((window) => window.until));
    change = { from, until, level };
  }
  return change;
}

/**
 * True when meeting somebody who passes on `level` differently changes nothing for a person: a case stays one, and while a level runs that is as near,
 * what a meeting could give adds nothing. Judged by what was derived before: a person whose own windows change is looked at for that.
 *
 * @param windows of the person met
 * @param met the days of the meeting on which the other passes on differently
 */
export function changesNothing(windows: readonly LevelWindow[], { level, from, until }: PassingOn): boolean {
  return windows.some((window) => window.level === 0 || (window.level <= level && window.from <= from && until <= window.until));
}
