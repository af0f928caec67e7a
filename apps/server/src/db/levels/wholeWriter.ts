import { always, dateOfDay } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { arrayOfArrays, arrayText } from './arrayText.ts';
import type { DerivedNode } from './wholeDerived.ts';
import type { ChangeCause } from './writeLevels.ts';

/** How somebody is kept: in which table, and whether it is what was derived. */
export const keptAs = { level: 1, lapsed: 2, same: 4 } as const;

/** People written at once. */
const chunk = 20_000;

type LevelRow = {
  readonly person: number;
  readonly level: number;
  readonly exposedOn: string | null;
  readonly via: number | null;
  readonly lapsesOn: string | null;
  readonly decided: boolean;
  readonly windows: string;
};
type Move = { readonly person: number; readonly from: number | null; readonly to: number | null; readonly via: number | null };

/** Collects what differs of a whole outbreak and writes it, a statement a table and some thousand people. */
export class WholeWriter {
  readonly #tx: Tx;
  readonly #outbreakId: number;
  readonly #at: Date;
  readonly #act: ChangeCause | null;
  #levels: LevelRow[] = [];
  #lapsed: { readonly person: number; readonly windows: string }[] = [];
  #noLevel: number[] = [];
  #notLapsed: number[] = [];
  #moves: Move[] = [];
  #people = 0;
  moved = 0;

  /** @param act what is kept with every move; null keeps no moves */
  constructor(tx: Tx, outbreakId: number, at: Date, act: ChangeCause | null) {
    this.#tx = tx;
    this.#outbreakId = outbreakId;
    this.#at = at;
    this.#act = act;
  }

  get full(): boolean {
    return this.#people >= chunk;
  }

  /** @param before `keptAs`, and the level that was kept (-1: none) */
  add(person: number, now: DerivedNode, before: { readonly state: number; readonly level: number }): void {
    this.#people++;
    const lapsed = now.level === null && now.windowNumbers > 0;
    if (before.state & keptAs.level && now.level === null) this.#noLevel.push(person);
    if (before.state & keptAs.lapsed && !lapsed) this.#notLapsed.push(person);
    if (lapsed) this.#lapsed.push({ person, windows: windowsText(now) });
    const via = now.via === 0 ? null : now.via;
    if (now.level !== null)
      this.#levels.push({
        person,
        level: now.level,
        exposedOn: dateOrNull(now.exposedOn),
        via,
        lapsesOn: dateOrNull(now.lapsesOn),
        decided: now.decided,
        windows: windowsText(now),
      });
    this.#move({ person, from: before.level < 0 ? null : before.level, to: now.level, via });
  }

  #move(move: Move): void {
    if (move.from === move.to) return;
    this.moved++;
    if (this.#act) this.#moves.push(move);
  }

  async flush(): Promise<void> {
    await this.#remove('person_level', this.#noLevel);
    await this.#remove('lapsed_level', this.#notLapsed);
    await this.#writeLevels(this.#levels);
    await this.#writeLapsed(this.#lapsed);
    if (this.#act) await this.#writeMoves(this.#moves, this.#act);
    [this.#levels, this.#lapsed, this.#noLevel, this.#notLapsed, this.#moves, this.#people] = [[], [], [], [], [], 0];
  }

  async #remove(table: 'person_level' | 'lapsed_level', people: readonly number[]): Promise<void> {
    if (people.length === 0) return;
    await sql`
      delete from ${sql.table(table)} where outbreak_id = ${this.#outbreakId} and person_id = any(${arrayText(people)}::bigint[])`.execute(
      this.#tx,
    );
  }

  async #writeLevels(rows: readonly LevelRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`
      insert into person_level (outbreak_id, person_id, unit_id, level, exposed_on, via_exposure_id, lapses_on, decided, derived_at, windows)
      select ${this.#outbreakId}::bigint, p.id, p.unit_id, r.level, r.exposed_on, r.via, r.lapses_on, r.decided, ${this.#at}::timestamptz,
        r.windows::bigint[]
      from unnest(${arrayText(rows.map((row) => row.person))}::bigint[], ${arrayText(rows.map((row) => row.level))}::smallint[],
        ${arrayText(rows.map((row) => row.exposedOn))}::date[], ${arrayText(rows.map((row) => row.via))}::bigint[],
        ${arrayText(rows.map((row) => row.lapsesOn))}::date[], ${arrayText(rows.map((row) => row.decided))}::boolean[],
        ${arrayOfArrays(rows.map((row) => row.windows))}::text[])
        as r(person_id, level, exposed_on, via, lapses_on, decided, windows) join person p on p.id = r.person_id
      on conflict (outbreak_id, person_id) do update
        set unit_id = excluded.unit_id, level = excluded.level, exposed_on = excluded.exposed_on, via_exposure_id = excluded.via_exposure_id,
          lapses_on = excluded.lapses_on, decided = excluded.decided, derived_at = excluded.derived_at, windows = excluded.windows`.execute(
      this.#tx,
    );
  }

  async #writeLapsed(rows: readonly { readonly person: number; readonly windows: string }[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`
      insert into lapsed_level (outbreak_id, person_id, unit_id, windows)
      select ${this.#outbreakId}::bigint, p.id, p.unit_id, r.windows::bigint[]
      from unnest(${arrayText(rows.map((row) => row.person))}::bigint[], ${arrayOfArrays(rows.map((row) => row.windows))}::text[])
        as r(person_id, windows) join person p on p.id = r.person_id
      on conflict (outbreak_id, person_id) do update set unit_id = excluded.unit_id, windows = excluded.windows`.execute(
      this.#tx,
    );
  }

  async #writeMoves(moves: readonly Move[], act: ChangeCause): Promise<void> {
    if (moves.length === 0) return;
    await sql`
      insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, cause, via_exposure_id, changed_at, changed_by)
      select ${act.outbreakId}::bigint, p.id, p.unit_id, r.from_level, r.to_level, ${act.because}::text, ${json(act.cause)}::jsonb, r.via,
        ${act.at}::timestamptz, ${act.userId}::bigint
      from unnest(${arrayText(moves.map((one) => one.person))}::bigint[], ${arrayText(moves.map((one) => one.from))}::smallint[],
        ${arrayText(moves.map((one) => one.to))}::smallint[], ${arrayText(moves.map((one) => one.via))}::bigint[])
        as r(person_id, from_level, to_level, via) join person p on p.id = r.person_id`.execute(this.#tx);
  }
}

const dateOrNull = (day: number) => (day === always ? null : dateOfDay(day));
const windowsText = ({ windows, windowNumbers }: DerivedNode) => `{${windows.slice(0, windowNumbers).join(',')}}`;
