import { addDays } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Db, Tx } from '../../db/connect.ts';
import { countDayFigures, type DayFrame } from '../../db/registers/dayFigures.ts';
import {
  forgetLines,
  markOldLines,
  readMissingLines,
  readWishes,
  wantLines,
  writeLines,
} from '../../db/registers/keptDayLines.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { type ReportFrame, reportFrame } from './settings.ts';

/** How far "expected back" looks ahead. */
const expectedWithinDays = 7;
/** Yesterday's report is still asked for today; a unit whose report nobody has read for a week is let go. */
const dayHours = 36;
const unitHours = 7 * 24;
const linesOfAPart = 50;
const partsOfATurn = 5;
/** Any constant, different from the other advisory locks. */
const lockId = 7_720_121;

const hoursBefore = (now: Date, hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

/** What a report of this unit and day counts. */
export function dayFrameOf(frame: ReportFrame, outbreakId: number): DayFrame {
  const { day, from, until, registers, returneesSince } = frame;
  return { outbreakId, day, from, until, since: returneesSince, expectedUntil: addDays(day, expectedWithinDays), registers };
}

/**
 * Counts again lines of the day in which something has changed, and those that are wanted and not there: of what was asked lately, and of the running
 * day of the same units. Gives how many were counted. Each part is a transaction of its own, so that nobody waits for the whole; what is left
 * is for the next turn, so that a day on which everything changes does not keep PostgreSQL busy with counting.
 */
export async function keepDayLines(db: Db, now: Date): Promise<number> {
  await inScope(db, systemScope, async (tx) => {
    await lockLines(tx);
    await wantRunningDays(tx, now);
    await forgetLines(tx, { daysSince: hoursBefore(now, dayHours), unitsSince: hoursBefore(now, unitHours) });
    await markOldLines(tx);
  });
  let counted = 0;
  for (let part = 0; part < partsOfATurn; part++) {
    const lines = await countMissingLines(db, now);
    if (lines === 0) break;
    counted += lines;
  }
  return counted;
}

/** Counts some lines that are missing or old; of `only` one frame those that are missing. Gives how many; none when nothing is left. */
export async function countMissingLines(db: Db, now: Date, only?: DayFrame): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    await lockLines(tx);
    const missing = await readMissingLines(tx, { limit: linesOfAPart, only });
    if (!missing) return 0;
    const { frameId, frame, unitIds } = missing;
    await writeLines(tx, frameId, await countDayFigures(tx, frame, unitIds), now);
    return unitIds.length;
  });
}

/** One transaction at a time writes lines: what is counted is never older than what stands there. */
async function lockLines(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockId})`.execute(tx);
}

/** Whoever has asked for a day of a unit will ask for the running one. */
async function wantRunningDays(tx: Tx, now: Date): Promise<void> {
  for (const { unitId, outbreakId, askedAt } of await readWishes(tx)) {
    const frame = await reportFrame(tx, unitId, undefined, now);
    await wantLines(tx, unitId, dayFrameOf(frame, outbreakId), askedAt);
  }
}
