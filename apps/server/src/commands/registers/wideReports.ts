import type { Db } from '../../db/connect.ts';
import type { DayFrame } from '../../db/registers/dayFigures.ts';
import { wantLines } from '../../db/registers/keptDayLines.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { countMissingLines } from './keepDayLines.ts';

const noteEveryMs = 3_600_000;
/** Units with fewer lines are counted quickly enough while somebody waits. */
export const fewLines = 50;

/** What one server knows of the wide units whose day was asked for. */
export class WideReports {
  readonly #db: Db;
  readonly #noted = new Map<string, number>();
  readonly #preparing = new Map<string, Promise<void>>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Notes that a unit was asked for, at most once an hour, so that its lines stay kept. */
  async note(unitId: number, frame: DayFrame, lines: number, now: Date): Promise<void> {
    const key = keyOf(unitId, frame);
    if (lines < fewLines || now.getTime() - (this.#noted.get(key) ?? 0) < noteEveryMs) return;
    if (this.#noted.size > 1000) this.#noted.clear();
    await this.#want(unitId, frame, now);
    this.#noted.set(key, now.getTime());
  }

  /** Counts the lines of a unit that nobody has asked for yet: once, however many ask at the same time. */
  async prepare(unitId: number, frame: DayFrame, now: Date): Promise<void> {
    const key = keyOf(unitId, frame);
    const running = this.#preparing.get(key) ?? this.#prepare(unitId, frame, now).finally(() => this.#preparing.delete(key));
    this.#preparing.set(key, running);
    await running;
  }

  async #prepare(unitId: number, frame: DayFrame, now: Date): Promise<void> {
    await this.#want(unitId, frame, now);
    while ((await countMissingLines(this.#db, now, frame)) > 0);
  }

  /** By itself, outside of the transaction that counts: nobody waits for somebody else's counting. */
  async #want(unitId: number, frame: DayFrame, now: Date): Promise<void> {
    await inScope(this.#db, systemScope, (tx) => wantLines(tx, unitId, frame, now));
  }
}

const keyOf = (unitId: number, { outbreakId, day }: DayFrame): string => `${unitId} ${outbreakId} ${day}`;
