import {
  always,
  blockedDays,
  caseWindows,
  certaintyRank,
  contactDistance,
  dayNumber,
  type Isolation,
  infectiousWindows,
  type LevelProfile,
  type LevelWindow,
  type NodeId,
  type RegionEdge,
  type RegionPart,
  type RegionPerson,
  type RegionRequest,
  unpackWindows,
} from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { ExposureTable, LocalDate } from '../schema.ts';

/** What is kept of a person besides what the derivation asks for. */
export type StoredLevel = {
  readonly unitId: number;
  readonly kept: 'level' | 'lapsed' | null;
  readonly level: number | null;
  readonly exposedOn: LocalDate | null;
  readonly lapsesOn: LocalDate | null;
  readonly viaExposureId: number | null;
  readonly decided: boolean;
};

/** Reads for the cascade, and remembers what writing its result needs. Everything in scope `all`. */
export class RegionReader {
  readonly stored = new Map<NodeId, StoredLevel>();
  /** Contacts without a date: the day they expose on is assumed. */
  readonly undated = new Set<number>();
  readonly #tx: Tx;
  readonly #outbreakId: number;
  readonly #profile: LevelProfile;
  readonly #windows = new Map<string, readonly LevelWindow[]>();

  constructor(tx: Tx, outbreakId: number, profile: LevelProfile) {
    this.#tx = tx;
    this.#outbreakId = outbreakId;
    this.#profile = profile;
  }

  async read(request: RegionRequest): Promise<RegionPart> {
    const behind = request.behind.length === 0 ? [] : await this.#targetsOf(request.behind);
    const ids = [...new Set([...request.people, ...behind])].filter((id) => !request.known.has(id));
    if (ids.length === 0) return { people: [], edges: [] };
    return { people: await this.#people(ids), edges: await this.#edges(ids) };
  }

  async #targetsOf(behind: RegionRequest['behind']): Promise<NodeId[]> {
    const { rows } = await sql<{ id: number }>`${kept}
      select id from level_behind(${this.#outbreakId}, ${behind.map((one) => one.id)}, ${behind.map((one) => one.from)},
        ${behind.map((one) => one.until)}, ${behind.map((one) => one.level)})`.execute(this.#tx);
    return rows.map(({ id }) => id);
  }

  async #people(ids: readonly NodeId[]): Promise<RegionPerson[]> {
    const { rows } = await sql<PersonRow>`${kept}
      select id, unit_id as "unitId", merged, case_id as "caseId", onset_on as "onsetOn", first_positive_on as "firstPositiveOn",
        case_isolated_on as "caseIsolatedOn", override_id as "overrideId", override_level as "overrideLevel", override_on as "overrideOn",
        isolations, negative, kept, level, exposed_on as "exposedOn",
        lapses_on as "lapsesOn", via_exposure_id as "viaExposureId", decided, windows
      from level_people(${this.#outbreakId}, ${ids})`.execute(this.#tx);
    return rows.map((row) => this.#person(row));
  }

  #person(row: PersonRow): RegionPerson {
    const { id, unitId, kept, level, exposedOn, lapsesOn, viaExposureId, decided } = row;
    this.stored.set(id, { unitId, kept, level, exposedOn, lapsesOn, viaExposureId, decided: decided ?? false });
    const isolations = isolationsOf(row.isolations);
    return {
      id,
      infectious: row.caseId === null || row.merged ? null : this.#infectious(row, isolations),
      // Whoever was merged into another record is counted there.
      decided: row.merged ? { level: null, exposedOn: always } : decisionOf(row),
      blocked: blockedDays({ isolations, negativeOn: row.negative?.split(',') ?? [] }, this.#profile),
      windowsBefore: this.#unpack(row.windows),
    };
  }

  #infectious(row: CaseDatesRow, isolations: readonly Isolation[]) {
    const { onsetOn, firstPositiveOn, caseIsolatedOn } = row;
    return infectiousWindows({ onsetOn, firstPositiveOn, isolatedOn: caseIsolatedOn }, isolations, this.#profile);
  }

  async #edges(ids: readonly NodeId[]): Promise<RegionEdge[]> {
    const { rows } = await sql<EdgeRow>`${kept}
      select id, target, source, first_day as first, last_day as last, recorded_day as recorded, stated, certainty, windows,
        case_alone as "caseAlone", onset_on as "onsetOn", first_positive_on as "firstPositiveOn", case_isolated_on as "caseIsolatedOn"
      from level_contacts(${this.#outbreakId}, ${ids})`.execute(this.#tx);
    return rows.map((row) => this.#edge(row));
  }

  #edge(row: EdgeRow): RegionEdge {
    const { id, source, target, first, last, recorded, stated, certainty } = row;
    if (first === null && last === null) this.undated.add(id);
    return {
      id,
      source,
      target,
      // The rule of `contactInterval`, on days that are numbers already.
      first: first ?? last ?? always,
      last: last ?? recorded ?? always,
      distance: contactDistance(stated, true),
      certainty: certaintyRank[certainty ?? 'none'],
      sourceWindows: row.caseAlone ? caseWindows(this.#infectious(row, [])) : this.#unpack(row.windows),
    };
  }

  #unpack(text: string | null): readonly LevelWindow[] {
    if (text === null || text === '') return noWindows;
    const known = this.#windows.get(text);
    if (known) return known;
    const windows = unpackWindows(text.split(',').map(Number));
    this.#windows.set(text, windows);
    return windows;
  }
}

const noWindows: readonly LevelWindow[] = [];

type CaseDatesRow = {
  readonly onsetOn: LocalDate | null;
  readonly firstPositiveOn: LocalDate | null;
  readonly caseIsolatedOn: LocalDate | null;
};
type PersonRow = CaseDatesRow &
  Omit<StoredLevel, 'decided'> & {
    readonly id: number;
    readonly merged: boolean;
    readonly caseId: number | null;
    readonly overrideId: number | null;
    readonly overrideLevel: number | null;
    readonly overrideOn: LocalDate | null;
    /** First and last days: "2021-07-05/2021-07-19,…". */
    readonly isolations: string | null;
    /** Days of negative PCR samples, with commas between. */
    readonly negative: string | null;
    readonly decided: boolean | null;
    readonly windows: string | null;
  };
type EdgeRow = CaseDatesRow & {
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly recorded: number | null;
  readonly stated: number | null;
  readonly certainty: ExposureTable['certainty'];
  readonly windows: string | null;
  readonly caseAlone: boolean | null;
};

const isolationsOf = (text: string | null): Isolation[] =>
  (text?.split(',') ?? []).map((one) => ({ isolatedOn: one.slice(0, 10), isolatedUntil: one.slice(11) }));

function decisionOf(row: PersonRow): RegionPerson['decided'] {
  if (row.overrideId === null || row.overrideOn === null) return null;
  return { level: row.overrideLevel, exposedOn: dayNumber(row.overrideOn) };
}
