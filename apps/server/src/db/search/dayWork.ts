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

export type DayWorkRow = {
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly figures: readonly number[];
};

const column = (measure: DayMeasure) => measure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const sums = sql.raw(dayMeasures.map((measure) => `sum(f.${column(measure)})::int`).join(', '));
const columns = sql.raw(dayMeasures.map(column).join(', '));

/** The figures of a report day by commune (hamlets count in theirs), each an array in the order of `dayMeasures`; communes without any are left out. */
export async function readDayWork(tx: Tx, units: AskedUnits, day: LocalDate): Promise<DayWorkRow[]> {
  const own = units === undefined ? sql`true` : sql`unit_id = any(${[...units]}::bigint[])`;
  const { rows } = await sql<Omit<DayWorkRow, 'figures'> & { figures: string }>`${kept}
    select c.id as "unitId", c.code as "unitCode", c.name as "unitName", concat_ws(',', ${sums}) as figures
    from (
      select unit_id, ${columns} from day_figure where day_on in (${day}::date, '-infinity') and ${own}
      union all select unit_id, ${columns} from day_delta where day_on in (${day}::date, '-infinity') and ${own}
    ) f join unit u on u.id = f.unit_id join unit c on c.id = case u.kind when 'hamlet' then coalesce(u.parent_id, u.id) else u.id end
    group by c.id order by c.code, c.id`.execute(tx);
  return rows.map(({ figures, ...unit }) => ({ ...unit, figures: figures.split(',').map(Number) }));
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
