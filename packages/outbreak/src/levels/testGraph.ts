/** For tests: an outbreak in words, kept in memory the way a database keeps it. */
import { cascade, type DerivedPerson } from './cascade.ts';
import { computeLevels } from './computeLevels.ts';
import { dayNumber } from './days.ts';
import { blockedDays, certaintyRank, contactDistance, contactInterval, infectiousWindows } from './facts.ts';
import { type LevelWindow, nodeKind } from './graph.ts';
import { levelOn, type NodeLevel, windowsOf } from './levelOn.ts';
import { levelProfileOf } from './profile.ts';
import { changesNothing, LevelRegion, type NodeId, type RegionPerson } from './region.ts';

export const covid = levelProfileOf('covid-19');

export type TestCase = { onset?: string | undefined; positive?: string | undefined; isolated?: string | undefined };
export type TestPerson = {
  case?: TestCase | undefined;
  isolated?: string | undefined;
  isolatedUntil?: string | undefined;
  negative?: string[] | undefined;
  decided?: { level: number | null; on: string } | undefined;
};
export type TestContact = {
  from: string;
  to: string;
  first?: string | undefined;
  last?: string | undefined;
  recorded?: string | undefined;
  stated?: number | undefined;
  byCode?: boolean | undefined;
  negated?: boolean | undefined;
};

/** People by name; contacts have the ids 1, 2, 3… in their order. */
export class TestOutbreak {
  readonly #ids = new Map<string, NodeId>();
  readonly people = new Map<NodeId, TestPerson>();
  readonly contacts: TestContact[] = [];
  readonly #stored = new Map<NodeId, { windows: readonly LevelWindow[]; level: NodeLevel | null }>();

  constructor(people: Readonly<Record<string, TestPerson>>, contacts: readonly TestContact[]) {
    for (const [name, person] of Object.entries(people)) this.person(name, person);
    this.contacts.push(...contacts);
  }

  id(name: string): NodeId {
    const known = this.#ids.get(name) ?? this.#ids.size + 1;
    this.#ids.set(name, known);
    return known;
  }

  person(name: string, person: TestPerson): void {
    this.people.set(this.id(name), person);
  }

  #facts(id: NodeId): RegionPerson {
    const person = this.people.get(id) ?? {};
    const isolations = person.isolated ? [{ isolatedOn: person.isolated, isolatedUntil: person.isolatedUntil ?? null }] : [];
    const dates = person.case && {
      onsetOn: person.case.onset ?? null,
      firstPositiveOn: person.case.positive ?? null,
      isolatedOn: person.case.isolated ?? null,
    };
    return {
      id,
      infectious: dates ? infectiousWindows(dates, isolations, covid) : null,
      decided: person.decided ? { level: person.decided.level, exposedOn: dayNumber(person.decided.on) } : null,
      blocked: blockedDays({ isolations, negativeOn: person.negative ?? [] }, covid),
      windowsBefore: this.#stored.get(id)?.windows ?? [],
    };
  }

  #edges(into: ReadonlySet<NodeId> | null) {
    return this.contacts.flatMap((contact, i) => {
      const target = this.id(contact.to);
      if (contact.negated || (into && !into.has(target))) return [];
      const source = this.id(contact.from);
      const recordedOn = contact.recorded ?? '2021-07-10';
      const { from: first, until: last } = contactInterval({
        first: contact.first ?? null,
        last: contact.last ?? null,
        recordedOn,
      });
      const distance = contactDistance(contact.stated ?? null, contact.byCode ?? false);
      const sourceWindows = this.#stored.get(source)?.windows ?? [];
      return [{ id: i + 1, source, target, first, last, distance, certainty: certaintyRank.none, sourceWindows }];
    });
  }

  /** Everything at once, from nothing. */
  whole(today: string): Map<NodeId, NodeLevel | null> {
    const region = new LevelRegion();
    const everybody = new Set(this.contacts.flatMap(({ from, to }) => [this.id(from), this.id(to)]));
    for (const id of this.people.keys()) everybody.add(id);
    region.add({ people: [...everybody].map((id) => this.#facts(id)), edges: this.#edges(null) });
    const { graph, nodeOf } = region.graph();
    const result = computeLevels(graph, covid);
    const levels = new Map<NodeId, NodeLevel | null>();
    for (const [id, node] of nodeOf) {
      levels.set(id, levelOn(result, graph, covid, node, dayNumber(today)));
      if (graph.kind[node] !== nodeKind.outside) this.#fresh.set(id, windowsOf(result, node));
    }
    return levels;
  }

  readonly #fresh = new Map<NodeId, readonly LevelWindow[]>();

  /** What the last `whole` found of windows. */
  wholeWindows(id: NodeId): readonly LevelWindow[] {
    return this.#fresh.get(id) ?? [];
  }

  /** Keeps what `whole` finds, as a first start does. */
  rebuild(today: string): void {
    for (const [id, level] of this.whole(today)) this.#stored.set(id, { windows: this.wholeWindows(id), level });
  }

  /** Derives again from these people onward and keeps the result. Gives everybody looked at. */
  cascade(names: readonly string[], today: string): readonly DerivedPerson[] {
    const steps = cascade(
      names.map((name) => this.id(name)),
      covid,
      dayNumber(today),
    );
    let step = steps.next();
    while (!step.done) {
      const { people, behind, known } = step.value;
      const ids = new Set(people.filter((id) => !known.has(id)));
      for (const { id, from, until, level } of behind) {
        for (const { source, target, first, last } of this.#edges(null)) {
          if (source !== id || first > until || last < from || known.has(target)) continue;
          const met = { level, from: Math.max(first, from), until: Math.min(last, until) };
          if (!changesNothing(this.stored(target).windows, met)) ids.add(target);
        }
      }
      step = steps.next({ people: [...ids].map((id) => this.#facts(id)), edges: this.#edges(ids) });
    }
    for (const { person, windows, level } of step.value) this.#stored.set(person.id, { windows, level });
    return step.value;
  }

  stored(id: NodeId): { windows: readonly LevelWindow[]; level: NodeLevel | null } {
    return this.#stored.get(id) ?? { windows: [], level: null };
  }

  /** The level of a person computed from the whole: 1 is F1, null is none. */
  level(name: string, today = '2021-07-10'): number | null {
    return this.whole(today).get(this.id(name))?.level ?? null;
  }
}
