import {
  always,
  type ComputedLevels,
  computeLevels,
  isReached,
  type LevelProfile,
  levelOn,
  packWindowsOf,
} from '@truyvet/outbreak';
import { ArrayHash } from './arrayHash.ts';
import type { WholeOutbreak } from './readWhole.ts';
import type { KeptRow } from './wholeKept.ts';

/** What was derived of one node; used again for the next. `level` null: none today. */
export class DerivedNode {
  readonly #whole: WholeOutbreak;
  readonly #profile: LevelProfile;
  readonly #today: number;
  readonly #result: ComputedLevels;
  readonly #hash = new ArrayHash();
  level: number | null = null;
  decided = false;
  /** `always`: none, or not known. */
  exposedOn = always;
  lapsesOn = always;
  /** 0: none. */
  via = 0;
  windowNumbers = 0;
  /** The numbers of `packWindows`, of which `windowNumbers` count. */
  readonly windows: number[] = [];

  constructor(whole: WholeOutbreak, profile: LevelProfile, today: number) {
    this.#whole = whole;
    this.#profile = profile;
    this.#today = today;
    this.#result = computeLevels(whole.graph, profile);
  }

  /** Becomes what was derived of a node. */
  at(node: number): this {
    const { graph, undated } = this.#whole;
    this.windowNumbers = packWindowsOf(this.#result, node, this.windows);
    const level = levelOn(this.#result, graph, this.#profile, node, this.#today);
    this.level = level?.level ?? null;
    this.via = level?.via ?? 0;
    this.decided = level !== null && level.level > 0 && level.via === 0;
    this.exposedOn = level?.exposedOn == null || undated.has(level.via) ? always : level.exposedOn;
    this.lapsesOn = level?.lapsesOn ?? always;
    return this;
  }

  /** False for most: nothing to keep. */
  has(node: number): boolean {
    return isReached(this.#result, this.#whole.graph, node);
  }

  /** True when there is something to keep, and it is kept. */
  isAs(kept: KeptRow): boolean {
    if (kept.level < 0 ? this.level !== null || this.windowNumbers === 0 : !this.#levelIsAs(kept)) return false;
    const { high, low } = this.#hash.of(this.windows, this.windowNumbers);
    return high === kept.hashHigh && low === kept.hashLow;
  }

  #levelIsAs(kept: KeptRow): boolean {
    return (
      this.level === kept.level &&
      this.decided === kept.decided &&
      this.exposedOn === kept.exposedOn &&
      this.lapsesOn === kept.lapsesOn &&
      this.via === kept.via
    );
  }
}
