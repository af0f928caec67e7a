import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import { rangesOf } from '../scope.ts';
import { type CountedLine, countDayFigures, type DayFrame, figureNames } from './dayFigures.ts';

/** What is asked: the lines of these units (a unit and everything below it, by id). */
export type DayAsked = {
  readonly unitId: number;
  readonly below: readonly number[];
  readonly frame: DayFrame;
  readonly now: Date;
  /** Old lines are counted now, however many. Otherwise of many what is kept is shown, with its time. @default false */
  readonly exact?: boolean;
  /** @default any number */
  readonly mostMissing?: number;
};

/** So many old lines are counted while somebody waits; of more, what is kept is shown with its time, and the job follows within seconds. */
export const fewOldLines = 5;

/** So much of a wide unit has never been counted that whoever asks has to have it kept first. */
export class LinesMissing extends Error {
  readonly frame: DayFrame;

  constructor(frame: DayFrame) {
    super(`the lines of ${frame.day} are not kept yet`);
    this.frame = frame;
  }
}

/** The figures of `countedAt` or later, as the JSON of `total` and of `units`. */
export type CountedDay = { readonly total: string; readonly units: string; readonly lines: number; readonly countedAt: Date };

/**
 * The day's figures of every commune below a unit, and their sum. People kept at a wider unit have a line of their own; so do communes of another time that
 * still keep people. Communes of the day are there with zeros as well. A commune's own figures are always those of now.
 * Throws `LinesMissing` when nothing is kept of more than `mostMissing` lines: they are not counted in the transaction of a question.
 */
export async function readDayFigures(tx: Tx, asked: DayAsked): Promise<CountedDay> {
  const { frame, now, exact = false, mostMissing = Number.POSITIVE_INFINITY } = asked;
  const { doubtful, ...shown } = await readJson(tx, asked, []);
  const missing = doubtful.filter(({ countedAt }) => countedAt === null);
  if (missing.length > mostMissing) throw new LinesMissing(frame);
  const countNow = exact || doubtful.length - missing.length <= fewOldLines ? doubtful : missing;
  const shownAt = doubtful.filter((line) => !countNow.includes(line)).map(({ countedAt }) => Date.parse(countedAt ?? ''));
  const countedAt = new Date(Math.min(now.getTime(), ...shownAt));
  if (countNow.length === 0) return { ...shown, countedAt };
  const counted = await countDayFigures(
    tx,
    frame,
    countNow.map(({ unitId }) => unitId),
  );
  const { doubtful: _, ...recounted } = await readJson(tx, asked, counted);
  return { ...recounted, countedAt };
}

/** Arguments of concat(): the sum of each figure, by name. */
const sums = sql.raw(figureNames.map((name, i) => `'${i === 0 ? '' : ','}"${name}":', coalesce(sum(f[${i + 1}]), 0)`).join(', '));
const members = (figures: readonly number[]): string => figureNames.map((name, i) => `"${name}":${figures[i] ?? 0}`).join(',');
const nothing = members([]);

type ReadDay = Omit<CountedDay, 'countedAt'> & {
  /** Lines that are not there (no `countedAt`), or in which something has changed since they were counted. */
  readonly doubtful: readonly { readonly unitId: number; readonly countedAt: string | null }[];
};

/**
 * What is kept, with `counted` in its place. PostgreSQL writes the text: to read, check and write ten thousand figures again took the server longer
 * than all the rest (see readDayWork).
 */
async function readJson(tx: Tx, { unitId, below, frame }: DayAsked, counted: readonly CountedLine[]): Promise<ReadDay> {
  const { day } = frame;
  const { rows } = await sql<ReadDay>`${kept}
    with touched as materialized (
      select coalesce(u.parent_id, t.unit_id) as id from unit_touch t left join unit u on u.id = t.unit_id and u.kind = 'hamlet'
    ), counted as materialized (
      select unit_id, figures, body from jsonb_to_recordset(${linesJson(counted)}::jsonb) as r (unit_id bigint, figures integer[], body text)
    ), known as materialized (
      select unit_id, figures, body, counted_at, old from day_line where frame_id = (select id from day_frame where frame = ${frameJson(frame)}::jsonb)
    ), line as (
      select u.id, u.code, u.name, u.name_json, coalesce(c.figures, l.figures) as f, coalesce(c.body, l.body, ${nothing}) as body, l.counted_at,
        l.unit_id is null or l.old or coalesce((select bool_or(id is null) from touched), false) or u.id in (select id from touched) as doubtful,
        u.kind = 'commune' and u.valid_from <= ${day}::date and (u.valid_to is null or u.valid_to >= ${day}::date) as always
      from unit u left join counted c on c.unit_id = u.id left join known l on l.unit_id = u.id
      where u.id <@ ${rangesOf(below)}::int8multirange and (u.kind <> 'hamlet' or u.id = ${unitId}::bigint)
    )
    select count(*) filter (where always) as lines, concat('{', ${sums}, '}') as total,
      concat('[', string_agg(concat('{"unit":{"id":', id, ',"code":', to_json(code), ',"name":', name_json, '},', body, '}'), ','
        order by name collate vi_numeric, id) filter (where always or 0 < any (f)), ']') as units,
      coalesce(jsonb_agg(jsonb_build_object('unitId', id, 'countedAt', counted_at)) filter (where doubtful), '[]') as doubtful
    from line`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}

/** The same frame is always the same text of JSON: it is how a frame is known. */
export const frameJson = (frame: DayFrame): string => JSON.stringify({ ...frame, registers: [...frame.registers].sort() });

/** Lines as rows for jsonb_to_recordset: (unit_id bigint, figures integer[], body text). */
export function linesJson(lines: readonly CountedLine[]): string {
  const rows = lines.map((line) => ({ unit_id: line.unitId, figures: figureNames.map((name) => line[name]) }));
  return JSON.stringify(rows.map((row) => ({ ...row, body: members(row.figures) })));
}
