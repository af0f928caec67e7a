/** Which lines of a day are kept, and what has to be counted again; how they are read is in dayLines.ts. Everything needs scope `all`. */
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { CountedLine, DayFrame } from './dayFigures.ts';
import { frameJson, linesJson } from './dayLines.ts';

/** Notes that the lines below a unit are wanted. */
export async function wantLines(tx: Tx, unitId: number, frame: DayFrame, askedAt: Date): Promise<void> {
  const json = frameJson(frame);
  await sql`
    with made as (
      insert into day_frame (frame) select ${json}::jsonb where not exists (select from day_frame where frame = ${json}::jsonb)
      on conflict (frame) do nothing returning id
    )
    insert into day_wanted as w (frame_id, unit_id, asked_at)
    select id, ${unitId}::bigint, ${askedAt}::timestamptz from (select id from made union all select id from day_frame where frame = ${json}::jsonb) f
    on conflict (frame_id, unit_id) do update set asked_at = excluded.asked_at where w.asked_at < excluded.asked_at`.execute(tx);
}

/** Who asked last for the lines of which unit. */
export type Wish = { readonly unitId: number; readonly outbreakId: number; readonly askedAt: Date };

export async function readWishes(tx: Tx): Promise<Wish[]> {
  const { rows } = await sql<Wish>`
    select w.unit_id as "unitId", (f.frame ->> 'outbreakId')::bigint as "outbreakId", max(w.asked_at) as "askedAt"
    from day_wanted w join day_frame f on f.id = w.frame_id group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
}

/** Forgets units that nobody has asked for since `unitsSince`, and days that were over by `daysSince` if nobody has asked for them since then. */
export async function forgetLines(tx: Tx, { unitsSince, daysSince }: { readonly unitsSince: Date; readonly daysSince: Date }) {
  await sql`
    delete from day_wanted w using day_frame f
    where f.id = w.frame_id and (w.asked_at < ${unitsSince} or (w.asked_at < ${daysSince} and (f.frame ->> 'until')::timestamptz < ${daysSince}))`.execute(
    tx,
  );
  await sql`delete from day_frame f where not exists (select from day_wanted w where w.frame_id = f.id)`.execute(tx);
}

/** Marks the lines in which something has changed as old, and takes the touches that said so. Those of a transaction that is still open come later. */
export async function markOldLines(tx: Tx): Promise<void> {
  await sql`
    with gone as (delete from unit_touch returning unit_id), units as (
      select distinct coalesce(u.parent_id, g.unit_id) as id from gone g left join unit u on u.id = g.unit_id and u.kind = 'hamlet'
    )
    update day_line l set old = true where not old and (exists (select from units where id is null) or l.unit_id in (select id from units))`.execute(
    tx,
  );
}

/** Lines that are wanted and not there or old, at most so many of one frame: those that are missing first, then the oldest. */
export async function readMissingLines(
  tx: Tx,
  { limit, only }: { readonly limit: number; readonly only?: DayFrame | undefined },
): Promise<{ readonly frameId: number; readonly frame: DayFrame; readonly unitIds: number[] } | undefined> {
  const asked =
    only === undefined ? sql`true` : sql`frame_id = (select id from day_frame where frame = ${frameJson(only)}::jsonb)`;
  const { rows } = await sql<{ frameId: number; frame: Stored; unitIds: number[] }>`
    with recursive below as (
      select frame_id, unit_id as id from day_wanted where ${asked} union select b.frame_id, u.id from unit u join below b on u.parent_id = b.id
    ), missing as (
      select b.frame_id, b.id, l.counted_at from below b join unit u using (id) left join day_line l on l.frame_id = b.frame_id and l.unit_id = b.id
      where u.kind <> 'hamlet' and (l.unit_id is null or (l.old and ${only === undefined}))
    ), part as (
      select * from missing where frame_id = (select frame_id from missing order by counted_at nulls first, frame_id limit 1)
      order by counted_at nulls first, id limit ${limit}
    )
    select f.id as "frameId", f.frame, jsonb_agg(part.id) as "unitIds" from part join day_frame f on f.id = part.frame_id group by f.id`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) return undefined;
  const { frameId, frame, unitIds } = found;
  return { frameId, unitIds, frame: { ...frame, from: new Date(frame.from), until: new Date(frame.until) } };
}

type Stored = Omit<DayFrame, 'from' | 'until'> & { readonly from: string; readonly until: string };

export async function writeLines(tx: Tx, frameId: number, lines: readonly CountedLine[], at: Date): Promise<void> {
  await sql`
    insert into day_line (frame_id, unit_id, figures, body, counted_at)
    select ${frameId}::bigint, r.unit_id, r.figures, r.body, ${at}::timestamptz
    from jsonb_to_recordset(${linesJson(lines)}::jsonb) as r (unit_id bigint, figures integer[], body text)
    on conflict (frame_id, unit_id) do update set figures = excluded.figures, body = excluded.body, counted_at = excluded.counted_at, old = false`.execute(
    tx,
  );
}
