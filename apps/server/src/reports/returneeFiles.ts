import { missing } from '@truyvet/contract';
import { reportFrame, settingsOf } from '../commands/registers/settings.ts';
import type { Tx } from '../db/connect.ts';
import { type IdPage, readUnitPart } from '../db/registers/parts.ts';
import { type ReturneeLine, readAwayLines, readReturneeLines } from '../db/registers/returneeReport.ts';
import { localMoment } from '../presenters/dateText.ts';
import { type ReportAsked, readDayReport, readMissingReport } from '../presenters/registers/readReports.ts';
import { returnees1971 } from './forms/returnees1971.ts';
import { returneeLetter } from './returneeLetter.ts';
import { returneeWorkbook } from './returneeWorkbook.ts';

/** `outbreakName` as the letter writes it. `identity`: identity numbers are written out; else their column stays empty. */
export type ReturneesAsked = ReportAsked & { readonly outbreakName: string; readonly identity: boolean };

/** The list of returnees of a day in the prescribed form. Throws `resource.missing`. */
export async function returneeList(tx: Tx, asked: ReturneesAsked): Promise<{ readonly day: string; readonly bytes: Buffer }> {
  const { unitId, outbreakId, identity, now } = asked;
  const frame = await reportFrame(tx, unitId, asked.day, now);
  const settings = await settingsOf(tx, unitId);
  const unit = await readUnitPart(tx, unitId);
  if (!unit) throw missing('unitId');
  const { day, until, returneesSince: since } = frame;
  const returned = { unitId, outbreakId, since, knownBefore: until, from: 'risk', state: 'all' } as const;
  const bytes = await returneeWorkbook({
    form: returnees1971,
    organisation: settings['letter.body'] ?? settings['organisation.name'] ?? unit.name,
    since,
    day,
    cutText: cutText(until),
    at: now,
    lines: {
      returned: eachPage((page) => readReturneeLines(tx, returned, page, identity)),
      away: eachPage((page) => readAwayLines(tx, { unitId, until, day }, page, identity)),
    },
  });
  return { day, bytes };
}

/** The letter that goes with it. Throws `resource.missing`. */
export async function returneeCover(tx: Tx, asked: ReturneesAsked): Promise<{ readonly day: string; readonly bytes: Buffer }> {
  const figures = await readDayReport(tx, asked);
  // A commune's own letter does not count the commune among those it waits for.
  const of = figures.units.length > 1 ? 'commune' : 'hamlet';
  const unreported = await readMissingReport(tx, { ...asked, of });
  const frame = await reportFrame(tx, asked.unitId, asked.day, asked.now);
  const bytes = await returneeLetter({
    settings: await settingsOf(tx, asked.unitId),
    form: returnees1971,
    outbreakName: asked.outbreakName,
    since: frame.returneesSince,
    cutText: cutText(frame.until),
    figures,
    missing: unreported,
  });
  return { day: frame.day, bytes };
}

/** "16 giờ 00 phút". The cut at 24 shows as 0 hours of the next day: then the day itself is over. */
function cutText(until: Date): string {
  const [hour = '', minute = ''] = localMoment(until).slice(0, 5).split(':');
  return hour === '00' && minute === '00' ? 'hết' : `${Number(hour)} giờ ${minute} phút`;
}

const pageSize = 500;

async function* eachPage(read: (page: IdPage) => Promise<readonly ReturneeLine[]>): AsyncGenerator<ReturneeLine> {
  let afterId = 0;
  for (;;) {
    const lines = await read({ afterId, limit: pageSize });
    yield* lines;
    const last = lines.at(-1);
    if (!last || lines.length < pageSize) return;
    afterId = last.id;
  }
}
