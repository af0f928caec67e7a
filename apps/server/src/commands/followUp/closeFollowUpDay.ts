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
  readFollowUpsToClose,
  writeClosings,
} from '../../db/followUp/closing.ts';
import { inParts } from '../../db/imports.ts';
import { holdFreePeople, holdPeople } from '../../db/personFacts/holdPeople.ts';
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
 * done. In transactions of 2,000; people whom another transaction holds come last, one by one. A second closing of the same day changes nothing.
 * Throws `followUp.dayInFuture`.
 */
export async function closeFollowUpDay(
  db: Db,
  { day, now }: { readonly day: string; readonly now: Date },
): Promise<ClosedFollowUpDay> {
  if (day > localDate(now)) throw new Problem('followUp.dayInFuture', { day });
  const total = { followUps: 0, missed: 0, lost: 0, completed: 0 };
  const close = async (open: readonly Open[], wait: boolean) => {
    const done = await inScope(db, systemScope, (tx) => closeBatch(tx, { day, now, open, wait }));
    total.followUps += done.followUps;
    total.missed += done.missed;
    total.lost += done.lost;
    total.completed += done.completed;
    return done.leftOut;
  };
  const held: Open[] = [];
  for (let after = 0; ; ) {
    const open = await inScope(db, systemScope, (tx) => readFollowUpsToClose(tx, day, { after, limit: batch }));
    held.push(...(await close(open, false)));
    after = open.at(-1)?.id ?? after;
    if (open.length < batch) break;
  }
  const stillHeld: Open[] = [];
  for (const part of inParts(held, batch)) stillHeld.push(...(await close(part, false)));
  // One at a time, holding nothing else: whoever has them cannot be waiting for us.
  for (const one of stillHeld) await close([one], true);
  await inScope(db, systemScope, async (tx) => {
    await noteClosing(tx, day, now, total);
    const subject = { subject: 'followUpDay', subjectId: day } as const;
    await appendAudit(tx, { at: now, userId: null, unitId: null, action: 'close', ...subject, details: total });
  });
  return { day, ...total };
}

type Open = { readonly id: number; readonly personId: number };
type Batch = { readonly day: string; readonly now: Date; readonly open: readonly Open[]; readonly wait: boolean };

async function closeBatch(tx: Tx, { day, now, open: asked, wait }: Batch) {
  const { lostAfterDays } = await readFollowUpSettings(tx);
  const people = asked.map(({ personId }) => personId);
  if (wait) await holdPeople(tx, people);
  const free = wait ? new Set(people) : await holdFreePeople(tx, people);
  const mine = asked.filter(({ personId }) => free.has(personId)).map(({ id }) => id);
  const open = await lockOpenFollowUps(tx, day, mine);
  const closings = open.map((one) => ({ id: one.id, lastSeenOn: one.lastSeenOn, ...closeDay(one, day, lostAfterDays) }));
  await writeClosings(tx, day, closings);
  const lost = closings.filter(({ becomes }) => becomes === 'lost');
  await insertLostErrands(tx, lost, { at: now, dueInMs: errandDeadlineMs.lostToFollowUp });
  return {
    followUps: open.length,
    missed: closings.filter(({ missed }) => missed).length,
    lost: lost.length,
    completed: closings.filter(({ becomes }) => becomes === 'completed').length,
    leftOut: asked.filter(({ personId }) => !free.has(personId)),
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
