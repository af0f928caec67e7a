import { sql } from 'kysely';
import type { Db, Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import type { LocalDate } from '../schema.ts';
import { inScope, systemScope } from '../scope.ts';
import type { AskedUnits } from './askedUnits.ts';

/** What is counted of a report day, and what stands open now; the columns of day_figure (see day_measure in 0011_scale.sql), in this order. */
export const dayMeasures = [
  'peopleAdded',
  'exposuresAdded',
  'attempts',
  'answered',
  'reached',
  'completed',
  'followUpsDone',
  'followUpsMissed',
  'alertsRaised',
  'alertsAcknowledged',
  'errandsOpened',
  'errandsDone',
  'samplesTaken',
  'samplesPositive',
  'casesConfirmed',
  'openFollowUps',
  'openAlerts',
  'openErrands',
] as const;
export type DayMeasure = (typeof dayMeasures)[number];

const column = (measure: DayMeasure) => measure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = dayMeasures.map(column);
const listed = sql.raw(columns.join(', '));
const sums = sql.raw(columns.map((name) => `sum(f.${name})::int as ${name}`).join(', '));
/** Arguments of concat(): `"peopleAdded":1,"exposuresAdded":2…` of what `value` makes of each column. */
const fields = (value: (column: string) => string) =>
  sql.raw(dayMeasures.map((measure, i) => `'${i === 0 ? '' : ','}"${measure}":', ${value(column(measure))}`).join(', '));
const anyFigure = sql.raw(columns.join(' | '));

/**
 * The figures of a report day by commune (hamlets count in theirs) and their sum, as JSON in the shape of `dayWork`; communes without any are left
 * out. PostgreSQL writes the text: a province has ten thousand figures, and to read, sum and write them again took the server longer than all
 * the rest.
 */
export async function readDayWork(tx: Tx, units: AskedUnits, day: LocalDate): Promise<string> {
  const own = units === undefined ? sql`true` : sql`unit_id = any(${[...units]}::bigint[])`;
  const { rows } = await sql<{ text: string }>`${kept}
    select concat('{"day":"', ${day}::date, '","total":{', ${fields((name) => `coalesce(sum(${name}), 0)`)}, '},"units":[',
      string_agg(concat('{"unit":{"id":', id, ',"code":', to_json(code), ',"name":', name_json, '},', ${fields((name) => name)}, '}'), ','
        order by code, id) filter (where (${anyFigure}) <> 0), ']}') as text
    from (
      select c.id, c.code, c.name_json, ${sums}
      from (
        select unit_id, ${listed} from day_figure where day_on in (${day}::date, '-infinity') and ${own}
        union all select unit_id, ${listed} from day_delta where day_on in (${day}::date, '-infinity') and ${own}
      ) f join unit u on u.id = f.unit_id join unit c on c.id = case u.kind when 'hamlet' then coalesce(u.parent_id, u.id) else u.id end
      group by c.id
    ) commune`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row.text;
}

/** At most so many rows are folded in one transaction. */
const batch = 20_000;

/** Sums up what changed since the last time; nothing waits for it and nothing is wrong without it, reading only grows slower. */
export async function foldDayDeltas(db: Db): Promise<number> {
  for (let folded = 0; ; ) {
    const { rows } = await inScope(db, systemScope, (tx) =>
      sql<{ n: number }>`select fold_day_deltas(${batch}) as n`.execute(tx),
    );
    const n = rows[0]?.n ?? 0;
    folded += n;
    if (n < batch) return folded;
  }
}
