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
    const { rows } = await sql<{ id: number }>`
      with behind as (
        select * from unnest(${behind.map((one) => one.id)}::bigint[], ${behind.map((one) => one.from)}::int[],
          ${behind.map((one) => one.until)}::int[]) as b(id, starts, ends)
      ), met as (
        select x.target_person_id, b.starts, b.ends, x.first_contact_on, x.last_contact_on, x.created_at
        from behind b join exposure x on x.source_person_id = b.id
        where x.outbreak_id = ${this.#outbreakId} and x.negated_at is null
        union all
        select x.target_person_id, b.starts, b.ends, x.first_contact_on, x.last_contact_on, x.created_at
        from behind b join case_record k on k.person_id = b.id join exposure x on x.source_case_id = k.id
        where x.outbreak_id = ${this.#outbreakId} and x.negated_at is null and x.source_person_id is null
      )
      select distinct target_person_id as id from met
      where coalesce(coalesce(last_contact_on, ${localDay('created_at')}) - date '1970-01-01' >= starts, true)
        and coalesce(coalesce(first_contact_on, last_contact_on) - date '1970-01-01' <= ends, true)`.execute(this.#tx);
    return rows.map(({ id }) => id);
  }

  async #people(ids: readonly NodeId[]): Promise<RegionPerson[]> {
    const { rows } = await sql<PersonRow>`
      select p.id, p.unit_id as "unitId", p.merged_into_id is not null as merged, k.id as "caseId", k.onset_on as "onsetOn",
        k.first_positive_on as "firstPositiveOn", k.isolated_on as "caseIsolatedOn", v.id as "overrideId", v.level as "overrideLevel",
        v.exposed_on as "overrideOn", i.isolated_on as "isolatedOn", i.isolated_until as "isolatedUntil", s.taken as negative,
        case when l.person_id is not null then 'level' when z.person_id is not null then 'lapsed' end as kept, l.level,
        l.exposed_on as "exposedOn", l.lapses_on as "lapsesOn", l.via_exposure_id as "viaExposureId", l.decided,
        array_to_string(coalesce(l.windows, z.windows), ',') as windows
      from unnest(${ids}::bigint[]) as t(id) join person p on p.id = t.id
      left join person_level l on l.outbreak_id = ${this.#outbreakId} and l.person_id = p.id
      left join lapsed_level z on z.outbreak_id = ${this.#outbreakId} and z.person_id = p.id
      left join level_override v on v.outbreak_id = ${this.#outbreakId} and v.person_id = p.id and v.withdrawn_at is null
      left join lateral (
        select * from case_record c where c.person_id = p.id and c.outbreak_id = ${this.#outbreakId} and c.status = 'confirmed'
        order by c.id limit 1
      ) k on true
      left join lateral (
        select n.isolated_on, n.isolated_until from person_isolation n
        where n.person_id = p.id and n.outbreak_id = ${this.#outbreakId}
      ) i on true
      left join lateral (
        select string_agg(m.taken_on::text, ',' order by m.taken_on) as taken from sample m
        where m.person_id = p.id and m.outbreak_id = ${this.#outbreakId} and m.result = 'negative' and m.kind = 'pcr'
      ) s on true`.execute(this.#tx);
    return rows.map((row) => this.#person(row));
  }

  #person(row: PersonRow): RegionPerson {
    const { id, unitId, kept, level, exposedOn, lapsesOn, viaExposureId, decided } = row;
    this.stored.set(id, { unitId, kept, level, exposedOn, lapsesOn, viaExposureId, decided: decided ?? false });
    const isolations = row.isolatedOn === null ? [] : [{ isolatedOn: row.isolatedOn, isolatedUntil: row.isolatedUntil }];
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
    const { rows } = await sql<EdgeRow>`
      select x.id, x.target_person_id as target, coalesce(x.source_person_id, k.person_id, -k.id) as source,
        x.first_contact_on - date '1970-01-01' as first, x.last_contact_on - date '1970-01-01' as last,
        case when x.last_contact_on is null then ${localDay('x.created_at')} - date '1970-01-01' end as recorded,
        case when x.source_person_id is null then x.stated_level end as stated, x.certainty,
        array_to_string(coalesce(l.windows, z.windows), ',') as windows,
        k.person_id is null and x.source_person_id is null and k.status = 'confirmed' as "caseAlone",
        k.onset_on as "onsetOn", k.first_positive_on as "firstPositiveOn", k.isolated_on as "caseIsolatedOn"
      from unnest(${ids}::bigint[]) as t(id)
      join exposure x on x.outbreak_id = ${this.#outbreakId} and x.target_person_id = t.id and x.negated_at is null
      left join case_record k on k.id = x.source_case_id and x.source_person_id is null
      left join person_level l on l.outbreak_id = ${this.#outbreakId} and l.person_id = coalesce(x.source_person_id, k.person_id)
      left join lapsed_level z on z.outbreak_id = ${this.#outbreakId} and z.person_id = coalesce(x.source_person_id, k.person_id)
      where coalesce(x.source_person_id, k.id) is not null
        and coalesce(x.source_person_id, k.person_id, 0) <> x.target_person_id`.execute(this.#tx);
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
const localDay = (column: 'created_at' | 'x.created_at') => sql`(${sql.ref(column)} at time zone 'Asia/Ho_Chi_Minh')::date`;

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
    readonly isolatedOn: LocalDate | null;
    readonly isolatedUntil: LocalDate | null;
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

function decisionOf(row: PersonRow): RegionPerson['decided'] {
  if (row.overrideId === null || row.overrideOn === null) return null;
  return { level: row.overrideLevel, exposedOn: dayNumber(row.overrideOn) };
}
