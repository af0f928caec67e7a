import { Problem } from '@truyvet/contract';
import { addDays, closeDay, errandDeadlineMs, reportDayOf } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  type ClosedFigures,
  insertLostErrands,
  lastClosedDay,
  lockOpenFollowUps,
  noteClosing,
  writeClosings,
} from '../../db/followUp/closing.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import { followLevels } from './followLevels.ts';
import { readFollowUpSettings } from './settings.ts';

const batch = 2000;
/** A server that was off longer than this closes the last days only. */
const catchUpDays = 60;

export type ClosedFollowUpDay = ClosedFigures & { readonly day: string; readonly followUps: number };

/**
 * Closes a day: who was due and not seen is missed; who was unseen for too long is lost, with an errand to go there; whose time is over is
 * done. In transactions of 2,000. A second closing of the same day changes nothing. Throws `followUp.dayInFuture`.
 */
export async function closeFollowUpDay(
  db: Db,
  { day, now }: { readonly day: string; readonly now: Date },
): Promise<ClosedFollowUpDay> {
  if (day > localDate(now)) throw new Problem('followUp.dayInFuture', { day });
  const total = { followUps: 0, missed: 0, lost: 0, completed: 0 };
  for (let after = 0; ; ) {
    const part = await inScope(db, systemScope, (tx) => closeBatch(tx, day, after, now));
    total.followUps += part.followUps;
    total.missed += part.missed;
    total.lost += part.lost;
    total.completed += part.completed;
    after = part.last;
    if (part.followUps < batch) break;
  }
  await inScope(db, systemScope, async (tx) => {
    await noteClosing(tx, day, now, total);
    const subject = { subject: 'followUpDay', subjectId: day } as const;
    await appendAudit(tx, { at: now, userId: null, unitId: null, action: 'close', ...subject, details: total });
  });
  return { day, ...total };
}

async function closeBatch(tx: Tx, day: string, after: number, now: Date) {
  const { lostAfterDays } = await readFollowUpSettings(tx);
  const open = await lockOpenFollowUps(tx, day, { after, limit: batch });
  const closings = open.map((one) => ({ id: one.id, lastSeenOn: one.lastSeenOn, ...closeDay(one, day, lostAfterDays) }));
  await writeClosings(tx, day, closings);
  const lost = closings.filter(({ becomes }) => becomes === 'lost');
  await insertLostErrands(tx, lost, { at: now, dueInMs: errandDeadlineMs.lostToFollowUp });
  return {
    followUps: open.length,
    missed: closings.filter(({ missed }) => missed).length,
    lost: lost.length,
    completed: closings.filter(({ becomes }) => becomes === 'completed').length,
    last: open.at(-1)?.id ?? after,
  };
}

/** Closes every day whose cut has passed and that was not closed yet; the first time, the last such day only. Returns the days. */
export async function closeDueFollowUpDays(db: Db, now: Date): Promise<ClosedFollowUpDay[]> {
  const { last, hour } = await inScope(db, systemScope, async (tx) => ({
    last: await lastClosedDay(tx),
    hour: (await readFollowUpSettings(tx)).closeHour,
  }));
  const until = addDays(reportDayOf(now, hour), -1);
  const earliest = addDays(until, -catchUpDays);
  const first = last === null ? until : addDays(last, 1);
  // Whatever moved a level without being written down as new is found here at the latest.
  if (first <= until) await followLevels(db, { now, everyone: true });
  const closed: ClosedFollowUpDay[] = [];
  for (let day = first > earliest ? first : earliest; day <= until; day = addDays(day, 1)) {
    closed.push(await closeFollowUpDay(db, { day, now }));
  }
  return closed;
}
