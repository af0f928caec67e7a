import { computeLevels, dateOfDay, type LevelProfile, levelOn, packWindows, windowsOf } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { parseColumn } from './intColumn.ts';
import type { WholeOutbreak } from './readWhole.ts';
import { type ChangeCause, insertLevelChanges } from './writeLevels.ts';

/** People written at once. */
const chunk = 20_000;

type Row = {
  readonly person: number;
  readonly level: number | null;
  readonly exposedOn: string | null;
  readonly via: number | null;
  readonly lapsesOn: string | null;
  readonly decided: boolean;
  readonly windows: string;
};

/**
 * Derives the levels of a whole outbreak and keeps them where they differ from what is kept; a second time writes nothing. Gives how many
 * moved. Needs scope `all` and `lockLevels`.
 *
 * @param act what is kept with every move; null keeps no moves, because nobody had a level before
 */
export async function writeWhole(
  tx: Tx,
  whole: WholeOutbreak,
  profile: LevelProfile,
  { outbreakId, today, at, act }: { outbreakId: number; today: number; at: Date; act: ChangeCause | null },
): Promise<number> {
  const before = await readKept(tx, outbreakId);
  const gone = { levels: new Set(before.levels.keys()), lapsed: new Set(before.lapsed) };
  let moved = 0;
  let rows: Row[] = [];
  const keep = async () => {
    const current = rows.filter((row) => row.level !== null);
    const lapsed = rows.filter((row) => row.level === null);
    for (const row of current) gone.levels.delete(row.person);
    for (const row of lapsed) gone.lapsed.delete(row.person);
    await upsertLevels(tx, outbreakId, current, at);
    await upsertLapsed(tx, outbreakId, lapsed);
    const changed = rows.filter((row) => row.level !== (before.levels.get(row.person) ?? null));
    moved += changed.length;
    if (act)
      await noteMoves(
        tx,
        changed.map(({ person, level, via }) => ({ person, from: before.levels.get(person) ?? null, to: level, via })),
        act,
      );
    rows = [];
  };
  for (const row of derivedRows(whole, profile, today)) {
    rows.push(row);
    if (rows.length === chunk) await keep();
  }
  await keep();
  return moved + (await removeGone(tx, outbreakId, gone, before.levels, act));
}

function* derivedRows({ graph, personOf, undated }: WholeOutbreak, profile: LevelProfile, today: number): Generator<Row> {
  const result = computeLevels(graph, profile);
  for (const [node, person] of personOf.entries()) {
    if (person < 0) continue;
    const windows = windowsOf(result, node);
    const level = levelOn(result, graph, profile, node, today);
    if (windows.length === 0 && level === null) continue;
    const via = level === null || level.via === 0 ? null : level.via;
    const dated = level !== null && level.exposedOn !== null && (via === null || !undated.has(via));
    yield {
      person,
      level: level?.level ?? null,
      exposedOn: dated ? dateOfDay(level.exposedOn) : null,
      via,
      lapsesOn: level === null || level.lapsesOn === null ? null : dateOfDay(level.lapsesOn),
      decided: level !== null && level.level > 0 && via === null,
      windows: `{${packWindows(windows).join(',')}}`,
    };
  }
}

async function readKept(tx: Tx, outbreakId: number): Promise<{ levels: Map<number, number>; lapsed: Float64Array }> {
  const { rows } = await sql<{ people: string | null; levels: string | null; lapsed: string | null }>`
    select array_agg(person_id)::text as people, array_agg(level)::text as levels,
      (select array_agg(person_id)::text from lapsed_level where outbreak_id = ${outbreakId}) as lapsed
    from person_level where outbreak_id = ${outbreakId}`.execute(tx);
  const people = parseColumn(rows[0]?.people ?? null);
  const levels = parseColumn(rows[0]?.levels ?? null);
  const kept = new Map<number, number>();
  for (const [i, person] of people.entries()) kept.set(person, levels[i] ?? 0);
  return { levels: kept, lapsed: parseColumn(rows[0]?.lapsed ?? null) };
}

async function upsertLevels(tx: Tx, outbreakId: number, rows: readonly Row[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into person_level as l (outbreak_id, person_id, unit_id, level, exposed_on, via_exposure_id, lapses_on, decided, derived_at, windows)
    select ${outbreakId}::bigint, p.id, p.unit_id, r.level, r.exposed_on::date, r.via, r.lapses_on::date, r.decided, ${at}::timestamptz,
      r.windows::bigint[]
    from unnest(${rows.map((row) => row.person)}::bigint[], ${rows.map((row) => row.level)}::smallint[],
      ${rows.map((row) => row.exposedOn)}::text[], ${rows.map((row) => row.via)}::bigint[], ${rows.map((row) => row.lapsesOn)}::text[],
      ${rows.map((row) => row.decided)}::boolean[], ${rows.map((row) => row.windows)}::text[])
      as r(person_id, level, exposed_on, via, lapses_on, decided, windows) join person p on p.id = r.person_id
    on conflict (outbreak_id, person_id) do update
      set unit_id = excluded.unit_id, level = excluded.level, exposed_on = excluded.exposed_on, via_exposure_id = excluded.via_exposure_id,
        lapses_on = excluded.lapses_on, decided = excluded.decided, derived_at = excluded.derived_at, windows = excluded.windows
      where (l.unit_id, l.level, l.exposed_on, l.via_exposure_id, l.lapses_on, l.decided, l.windows)
        is distinct from (excluded.unit_id, excluded.level, excluded.exposed_on, excluded.via_exposure_id, excluded.lapses_on,
          excluded.decided, excluded.windows)`.execute(tx);
}

async function upsertLapsed(tx: Tx, outbreakId: number, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into lapsed_level as z (outbreak_id, person_id, unit_id, windows)
    select ${outbreakId}::bigint, p.id, p.unit_id, r.windows::bigint[]
    from unnest(${rows.map((row) => row.person)}::bigint[], ${rows.map((row) => row.windows)}::text[]) as r(person_id, windows)
    join person p on p.id = r.person_id
    on conflict (outbreak_id, person_id) do update set unit_id = excluded.unit_id, windows = excluded.windows
      where (z.unit_id, z.windows) is distinct from (excluded.unit_id, excluded.windows)`.execute(tx);
}

/** Takes away what was kept of people who have nothing now. Gives how many lost their level without keeping anything. */
async function removeGone(
  tx: Tx,
  outbreakId: number,
  gone: { readonly levels: ReadonlySet<number>; readonly lapsed: ReadonlySet<number> },
  before: ReadonlyMap<number, number>,
  act: ChangeCause | null,
): Promise<number> {
  const levels = [...gone.levels];
  if (gone.lapsed.size > 0)
    await sql`delete from lapsed_level where outbreak_id = ${outbreakId} and person_id = any(${[...gone.lapsed]}::bigint[])`.execute(
      tx,
    );
  if (levels.length === 0) return 0;
  await sql`delete from person_level where outbreak_id = ${outbreakId} and person_id = any(${levels}::bigint[])`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    select person_id as id from lapsed_level where outbreak_id = ${outbreakId} and person_id = any(${levels}::bigint[])`.execute(
    tx,
  );
  // Whoever lapsed has been counted with the derived rows.
  const counted = new Set(rows.map(({ id }) => id));
  const lost = levels.filter((person) => !counted.has(person));
  if (act)
    await noteMoves(
      tx,
      lost.map((person) => ({ person, from: before.get(person) ?? null, to: null, via: null })),
      act,
    );
  return lost.length;
}

type Move = { readonly person: number; readonly from: number | null; readonly to: number | null; readonly via: number | null };

async function noteMoves(tx: Tx, moves: readonly Move[], act: ChangeCause): Promise<void> {
  if (moves.length === 0) return;
  const { rows } = await sql<{ id: number; unitId: number }>`
    select id, unit_id as "unitId" from person where id = any(${moves.map(({ person }) => person)}::bigint[])`.execute(tx);
  const unitOf = new Map(rows.map(({ id, unitId }) => [id, unitId]));
  const moved = moves.map(({ person, from, to, via }) => ({
    personId: person,
    unitId: unitOf.get(person) ?? 0,
    from,
    to,
    viaExposureId: via,
  }));
  await insertLevelChanges(tx, moved, act);
}
